if op.dialect ~= "mssql" then return end
op.create_schema("audit", { authorization = "dbo" })
op.create_schema("audit", { if_not_exists = true })
op.create_view("big", "SELECT id FROM orders WHERE total > 100", { replace = true, columns = { "n" }, schema = "shop" })
op.create_view("big", "SELECT 'it''s' AS a", { if_not_exists = true })
op.create_function("dbo.full_name(@first nvarchar(50), @last nvarchar(50))", [[
BEGIN
  RETURN @first + N' ' + @last;
END]], { returns = "nvarchar(101)", replace = true })
op.create_function("tidy(@days int)", "DELETE FROM events WHERE age > @days;\nDELETE FROM logs;", { procedure = true, schema = "ops", security_definer = true })
op.create_function("nothing()", "SELECT 1", { procedure = true })
op.drop_function("ops.tidy(int)", { procedure = true, if_exists = true })
op.create_trigger("touch", "users", { when = "AFTER INSERT OR UPDATE", replace = true, body = [[
BEGIN
  SET NOCOUNT ON;
  UPDATE u SET changed_at = SYSUTCDATETIME() FROM users AS u JOIN inserted AS i ON i.id = u.id;
END]] })
op.create_trigger("keep", "users", { when = "INSTEAD OF DELETE", if_not_exists = true, schema = "dbo", body = "SELECT 'no'" })
op.drop_trigger("touch", "users", { schema = "dbo", if_exists = true })
op.create_sequence("numbers", { schema = "shop", type = "smallint", start = 100, increment = 5, minvalue = -10, maxvalue = 1000, cache = 20, cycle = true, if_not_exists = true })
op.alter_sequence("numbers", { restart = 7, cycle = false, cache = 0 })
op.drop_sequence("numbers", { schema = "shop", if_exists = true })
op.grant({ "select", "update (email, name)" }, "table shop.users", { "web", "public" }, { with_grant_option = true })
op.grant({ "execute" }, "procedure tidy(int)", "Web")
op.revoke({ "select" }, "schema audit", "reader", { cascade = true, grant_option_for = true })
