op.create_primary_key("pk_t", "t", { "id" })
op.create_unique_constraint("uq_t_a", "t", { "a", "b" })
op.create_check_constraint("ck_t", "t", "a > 0")
op.create_foreign_key("fk_t_o", "t", "o", { "o_id" }, { "id" }, { ondelete = "SET NULL" })
