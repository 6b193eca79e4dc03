op.add_column("users", column("code", Integer, { unique = true }), { if_not_exists = true })
op.add_column("users", column("boss_id", Integer, { references = { "users.id", name = "fk_boss", ondelete = "CASCADE" } }), { if_not_exists = true })
op.add_column("users", column("nick", String(20), { index = true, unique = true }), { if_not_exists = true })
op.add_column("users", column("org_id", Integer, { references = "orgs.id" }), { if_not_exists = true })
