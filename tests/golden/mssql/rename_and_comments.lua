if op.dialect ~= "mssql" then return end
op.rename_table("old", "Order Lines", { schema = "shop" })
op.alter_column("Order Lines", "it's", { new_column_name = "order", schema = "shop" })
op.create_table_comment("users", "it's all", { schema = "shop" })
op.drop_table_comment("users")
op.alter_column("users", "name", { comment = "a" })
op.alter_column("users", "name", { comment = null })
op.add_column("users", column("age", Integer, { comment = "years", nullable = false, server_default = 0 }), { if_not_exists = true })
