op.create_trigger("t", "users", { when = "AFTER INSERT", body = "SELECT 1" })
