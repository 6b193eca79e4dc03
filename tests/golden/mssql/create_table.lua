if op.dialect ~= "mssql" then return end
op.create_table("orders", {
  column("id", BigInteger, { identity = { start = 100, increment = 10 } }),
  column("code", mssql.NVARCHAR(20, { collation = "Latin1_General_100_BIN2" }), { nullable = false }),
  column("name", mssql.NVARCHAR, { server_default = "Größe" }),
  column("data", mssql.VARBINARY("max")),
  column("fixed", mssql.BINARY(16), { nullable = false }),
  column("made_at", mssql.DATETIME2(3), { server_default = sql("SYSUTCDATETIME()"), nullable = false, comment = "in UTC" }),
  column("seen_at", mssql.DATETIMEOFFSET(0)),
  column("paid", mssql.BIT, { server_default = false, nullable = false }),
  column("price", mssql.MONEY), column("token", mssql.UNIQUEIDENTIFIER, { server_default = sql("NEWID()") }),
  column("amount", Numeric(12, 2), { nullable = false }),
  column("gross", Numeric(12, 2), { computed = { "amount * 1.2", persisted = true }, nullable = false }),
  column("net", Numeric(12, 2), { computed = { "amount" } }),
  column("state", Enum({ "new", "it's done" }, { name = "ck_state", check = true })),
  column("customer", Integer, { references = { "crm.customers.id", name = "fk_customer", ondelete = "SET NULL" }, index = true }),
  column("version", mssql.ROWVERSION, { nullable = false }),
  primary_key({ "id" }, { name = "pk_orders", mssql_clustered = false }),
  unique({ "code" }, { name = "uq_code", mssql_clustered = true }),
  index("ix_open", { "made_at", { "amount", desc = true } }, { mssql_include = { "code", "name" }, mssql_where = "paid = 0" }),
}, { schema = "shop", comment = "what was ordered" })
op.create_table("#scratch", { column("id", Integer) }, { temporary = true })
op.create_table("tags", { column("id", Integer, { primary_key = true, autoincrement = false }), column("name", mssql.NVARCHAR(50), { index = true, unique = true }) },
  { if_not_exists = true })
