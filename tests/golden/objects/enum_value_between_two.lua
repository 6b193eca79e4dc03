op.add_enum_value("mood", "meh", { before = "a", after = "b" })
