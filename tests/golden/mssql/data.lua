if op.dialect ~= "mssql" then return end
op.bulk_insert("t", {
  { id = 9223372036854775807, name = "Zürich, 東京", on = true, at = "2024-02-29 23:59:59.123", raw = blob("\0\255"), rate = 0.1, doc = json({ a = 1 }) },
  { id = -9223372036854775807 - 1, name = "it's\nGO\n$(x) \\\nnext" , on = false, at = null, raw = blob(""), rate = 1e100, doc = null },
  { name = "plain" },
})
op.execute([[
MERGE INTO t USING s ON s.id = t.id WHEN MATCHED THEN UPDATE SET a = s.a;
UPDATE t SET a = 1]])
op.execute("DECLARE @n int = 5; UPDATE t SET a = @n WHERE b = :b", { b = "x" })
op.execute("CREATE TABLE a (b int)\nGO\nCREATE VIEW v AS SELECT b FROM a; \nGO\n")
op.batched_update("t", { set = { a = 1 }, where = "a IS NULL" })
