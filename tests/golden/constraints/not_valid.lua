op.create_check_constraint("ck_t", "t", "a > 0", { postgresql_not_valid = true })
op.validate_constraint("ck_t", "t")
