if op.dialect ~= "mssql" then return end
op.create_primary_key("pk_t", "t", { "id" }, { mssql_clustered = false })
op.create_unique_constraint("uq_t", "t", { "a", "b" }, { mssql_clustered = true, schema = "audit" })
op.create_check_constraint("ck_t", "t", "a > 0", { not_valid = true })
op.create_foreign_key("fk_t", "t", "o", { "o_id" }, { "id" }, { not_valid = true, ondelete = "CASCADE", source_schema = "a", referent_schema = "b" })
op.validate_constraint("ck_t", "t")
op.drop_constraint("ck_t", "t", { schema = "audit", if_exists = true })
op.create_foreign_key("fk_t", "t", "o", { "o_id" }, { "id" }, { ondelete = "RESTRICT" })
