op.create_table("parts", {
  column("order_id", Integer, { primary_key = true }),
  column("number", Integer, { primary_key = true, autoincrement = true }),
})
