op.batch_alter_table("counters", {
  recreate = "always",
  copy_from = { column("id", Integer, { primary_key = true }), column("n", Integer) },
  table_args = { check("n >= 0", { name = "ck_counters_n" }) },
  table_kwargs = { sqlite_autoincrement = true, sqlite_strict = true },
}, function() end)
