op.drop_index("ix_a", "t")
op.drop_index("ix_b", "t", { if_exists = true })
