op.create_trigger("t", "users", { when = "AFTER INSERT OR UPDATE OF email OR DELETE", for_each = "statement", execute = "f()",
  body = "SELECT 1" })
