-- Fails where an index, a key, a constraint, a view or a trigger uses the column: drop that before,
-- or say what the table is: op.batch_alter_table with copy_from.
ALTER TABLE users DROP COLUMN age;

-- error in line 2: drop_column on SQLite makes the table "audit.it's" anew from its stored text, and an offline run (--sql) cannot see that
-- hint: say what the table is: op.batch_alter_table with copy_from = { ... }, or run this revision online
