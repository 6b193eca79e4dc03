op.add_column("users", column("age", Integer), { if_not_exists = true })
op.drop_column("users", "nick", { if_exists = true })
op.create_index("ix_users_age", "users", { "age" }, { if_not_exists = true })
op.drop_index("ix_users_nick", "users", { if_exists = true })
