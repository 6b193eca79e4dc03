op.grant({ "select" }, "users", "reader")
