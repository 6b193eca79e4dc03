op.create_exclude_constraint("no_overlap", "bookings", { { "room", "=" }, { sql("tsrange(a, b)"), "&&" } }, { using = "gist" })
