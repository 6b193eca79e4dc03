-- What stands in a PostgreSQL database, one line each, without luamigrate's own tables.
SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname NOT LIKE 'luamigrate\_%'
  ORDER BY c.relname COLLATE "C", (SELECT count(*) FROM pg_attribute b WHERE b.attrelid = c.oid AND b.attnum < a.attnum);
SELECT 'index ' || indexname || ': ' || indexdef FROM pg_indexes
  WHERE schemaname = 'public' AND tablename NOT LIKE 'luamigrate\_%' ORDER BY indexname COLLATE "C";
SELECT 'constraint ' || conrelid::regclass || '.' || conname || ' ' || pg_get_constraintdef(oid) AS line FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid::regclass::text NOT LIKE 'luamigrate\_%'
  ORDER BY conrelid::regclass::text COLLATE "C", conname COLLATE "C";
