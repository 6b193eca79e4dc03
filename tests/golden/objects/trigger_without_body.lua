op.create_trigger("t", "users", { when = "AFTER INSERT", execute = "f()" })
