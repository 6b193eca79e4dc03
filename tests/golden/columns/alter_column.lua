op.alter_column("users", "name", { type = Text, nullable = false, server_default = "x", comment = "shown to all" })
op.alter_column("users", "name", { server_default = null, nullable = true, comment = null })
op.alter_column("users", "age", { type = BigInteger, postgresql_using = "age::bigint" })
