op.batch_alter_table("t", { copy_from = { column("a", Integer), column("b", Integer) } }, function(batch)
  batch.add_column(column("c", Integer), { insert_after = "a" })
end)
