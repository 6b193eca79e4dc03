op.alter_column("users", "seen_at", { server_default = sql("CURRENT_TIMESTAMP"), existing_type = DateTime })
op.alter_column("users", "score", { server_default = sql("1 + 1"), existing_type = Integer })
