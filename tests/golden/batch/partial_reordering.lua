op.batch_alter_table("t", {
  copy_from = { column("a", Integer), column("b", Integer) },
  partial_reordering = { { "b", "a" } },
}, function() end)
