op.drop_column("users", "age")
