ALTER TABLE users ADD COLUMN age INTEGER;

CREATE INDEX ix_users_age ON users (age);

-- Fails where an index, a key, a constraint, a view or a trigger uses the column: drop that before,
-- or say what the table is: op.batch_alter_table with copy_from.
ALTER TABLE users DROP COLUMN nick;

-- error in line 5: batch_alter_table on SQLite makes the table "users" anew from its stored text, and an offline run (--sql) cannot see that
-- hint: say what the table is: op.batch_alter_table with copy_from = { ... }, or run this revision online
