if op.dialect ~= "mssql" then return end
op.create_index("ix_a", "t", { "a", { "b", desc = true } }, { unique = true, mssql_include = { "c", "Full Name" }, mssql_where = "a IS NOT NULL" })
op.create_index("ix_c", "t", { "c" }, { mssql_clustered = true, schema = "audit" })
op.create_index("ix_n", "t", { "c" }, { mssql_clustered = false, mssql_with = { online = true, fillfactor = 80, data_compression = "page" } })
op.create_index("cs", "facts", { "a", "b" }, { mssql_columnstore = true })
op.create_index("ccs", "facts", { "a" }, { mssql_columnstore = true, mssql_clustered = true })
op.create_index("ix_once", "it's", { "a" }, { if_not_exists = true })
op.drop_index("ix_a", "t")
op.drop_index("ix_c", "t", { schema = "audit", if_exists = true })
