if op.dialect ~= "mssql" then return end
op.alter_column("users", "name", { type = String(100), nullable = false, existing_type = String(50) })
op.alter_column("users", "name", { nullable = true, existing_type = mssql.NVARCHAR(50) })
op.alter_column("users", "name", { type = mssql.NVARCHAR(80), existing_nullable = false })
op.alter_column("users", "age", { type = BigInteger, existing_type = Integer, existing_nullable = false, existing_server_default = 0 })
op.alter_column("users", "age", { server_default = 5 })
op.alter_column("users", "age", { server_default = null, schema = "audit" })
op.alter_column("users", "age", { type = Integer, mssql_drop_default = true })
op.alter_column("order lines", "note", { type = mssql.NVARCHAR("max"), comment = "naïve", new_column_name = "Note" })
