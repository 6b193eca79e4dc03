op.create_table("Order Lines", {
  column("select", Integer, { primary_key = true }),
  column("camelCase", Integer),
  column("plain", Integer),
  column('with"quote', Integer),
})
