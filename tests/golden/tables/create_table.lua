op.create_table("users", {
  column("id", Integer, { primary_key = true }),
  column("email", String(255), { nullable = false, unique = true }),
  column("org_id", Integer, { references = { "orgs.id", ondelete = "CASCADE" }, index = true }),
  column("active", Boolean, { nullable = false, server_default = true }),
  column("created_at", DateTime, { server_default = sql("CURRENT_TIMESTAMP") }),
  column("note", Text, { server_default = "it's" }),
  check("length(email) > 3", { name = "email_length" }),
}, { comment = "people who log in" })
