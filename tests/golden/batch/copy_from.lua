op.batch_alter_table("users", {
  copy_from = {
    column("id", Integer, { primary_key = true }),
    column("email", String(100), { nullable = false, unique = true }),
    column("Full Name", Text),
    column("org_id", Integer, { references = { "orgs.id", name = "fk_users_org", ondelete = "CASCADE" } }),
    index("ix_users_org", { "org_id" }),
  },
}, function(batch)
  batch.alter_column("email", { type = Text, new_column_name = "mail" })
  batch.add_column(column("age", Integer, { check = "age > 0" }))
end)
