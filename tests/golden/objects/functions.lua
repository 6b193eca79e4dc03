op.create_function("full_name(first text, last text)", "SELECT first || ' ' || last", { returns = "text", volatility = "immutable" })
op.create_function("touch()", [[
BEGIN
  NEW.changed_at = now();
  RETURN NEW;
END
]], { returns = "trigger", replace = true, schema = "audit" })
op.create_function("nested(n integer DEFAULT 1)", "BEGIN EXECUTE $$SELECT 1$$; RETURN $body$x$body$; END", {
  returns = "TABLE (a integer)", language = "plpgsql", security_definer = true, volatility = "volatile" })
op.create_function("tidy(days integer)", "DELETE FROM events WHERE age > days", { procedure = true })
op.drop_function("full_name(text, text)")
op.drop_function("audit.touch()", { if_exists = true, cascade = true })
op.drop_function("tidy(integer)", { procedure = true })
