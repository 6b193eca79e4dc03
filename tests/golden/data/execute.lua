op.execute("UPDATE t SET a = 1; DELETE FROM t WHERE b = ';'")
op.execute("UPDATE t SET a = :a, b = :b WHERE c = ':a' AND d = :a", { a = "it's", b = null })
op.execute("INSERT INTO t VALUES (?, ?, ?)", { 1, 2.5, true })
op.execute("UPDATE t SET raw = :raw", { raw = blob("\0\255") })
