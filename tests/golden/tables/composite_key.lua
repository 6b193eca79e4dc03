op.create_table("memberships", {
  column("user_id", Integer),
  column("org_id", Integer),
  column("role", String(20), { check = "role <> ''" }),
  primary_key({ "user_id", "org_id" }, { name = "pk_memberships" }),
  foreign_key({ "user_id" }, { "users.id" }, { name = "fk_user", onupdate = "CASCADE", deferrable = true, initially = "DEFERRED" }),
  unique({ "org_id", "role" }, { name = "uq_role" }),
  index("ix_role", { "role" }),
})
