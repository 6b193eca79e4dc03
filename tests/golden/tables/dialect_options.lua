op.create_table("t", { column("id", Integer, { primary_key = true }) },
  { sqlite_autoincrement = true, postgresql_with = { fillfactor = 50 }, mysql_engine = "InnoDB" })
op.create_table("logs", { column("at", Date) }, { sqlite_strict = true, postgresql_partition_by = "RANGE (at)" })
