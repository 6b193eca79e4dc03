op.create_table("types", {
  column("a", SmallInteger), column("b", Integer), column("c", BigInteger),
  column("d", Numeric(10, 2)), column("e", Numeric), column("f", Float), column("g", Float(24)), column("h", Double),
  column("i", Boolean), column("j", String(50)), column("k", String), column("l", Text), column("m", Char(3)),
  column("n", Date), column("o", Time), column("p", Time{ timezone = true }),
  column("q", DateTime), column("r", DateTime{ timezone = true }), column("s", Interval),
  column("t", Binary), column("u", JSON), column("v", Uuid), column("w", SqlType("geometry(Point,4326)")),
  column("x", String(20):on("postgresql", postgresql.CITEXT)),
})
