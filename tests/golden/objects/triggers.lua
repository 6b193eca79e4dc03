op.create_trigger("touch_users", "users", { when = "BEFORE UPDATE", for_each = "row", execute = "touch()",
  body = "UPDATE users SET changed_at = datetime() WHERE id = NEW.id" })
op.create_trigger("watch order", "order", { when = "AFTER INSERT", condition = "NEW.amount > 100", for_each = "row",
  execute = "watch('big')", body = "INSERT INTO big SELECT NEW.id;\n", replace = true, schema = "main" })
op.drop_trigger("touch_users", "users", { if_exists = true, postgresql_cascade = true })
op.create_trigger("once", "users", { when = "AFTER DELETE", execute = "f()", body = "SELECT 1", if_not_exists = true })
