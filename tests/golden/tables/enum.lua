op.create_table("people", {
  column("mood", Enum({ "sad", "ok", "it's great" }, { name = "mood" })),
  column("size", Enum({ "s", "m" }, { name = "size", check = true })),
})
