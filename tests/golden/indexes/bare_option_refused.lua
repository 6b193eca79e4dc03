op.create_index("ix_gin", "t", { "doc" }, { using = "gin" })
