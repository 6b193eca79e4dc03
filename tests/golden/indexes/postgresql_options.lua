op.create_index("ix_gin", "t", { { "doc", opclass = "jsonb_path_ops" } }, { postgresql_using = "gin", postgresql_with = { fastupdate = false } })
op.create_index("ix_inc", "t", { "a" }, { postgresql_include = { "b" }, postgresql_concurrently = true })
op.create_index("ix_own", "t", { { "a", postgresql_opclass = "text_pattern_ops", postgresql_nulls = "first" } })
