op.bulk_insert("t", { { id = 1, name = "a;b" }, { id = 2 } })
