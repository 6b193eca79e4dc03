op.alter_column("users", "name", { nullable = false })
