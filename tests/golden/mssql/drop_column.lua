op.drop_column("users", "age", { mssql_drop_default = true, mssql_drop_check = true, mssql_drop_foreign_key = true })
op.drop_column("it's", "Full Name", { schema = "audit", if_exists = true, mssql_drop_default = true })
