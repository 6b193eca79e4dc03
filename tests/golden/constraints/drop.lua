op.drop_constraint("uq_t_a", "t", { type = "unique" })
op.drop_constraint("ck_t", "t", { if_exists = true })
