op.create_sequence("invoice_numbers")
op.create_sequence("numbers", { schema = "shop", type = "smallint", start = 100, increment = 5, minvalue = -10, maxvalue = 1000,
  cache = 20, cycle = true, owned_by = "shop.order.id", if_not_exists = true })
op.alter_sequence("numbers", { restart = 7, cycle = false, schema = "shop" })
op.alter_sequence("numbers", {})
op.drop_sequence("numbers", { schema = "shop", if_exists = true, cascade = true })
