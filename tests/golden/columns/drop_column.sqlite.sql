-- Fails where an index, a key, a constraint, a view or a trigger uses the column: drop that before,
-- or say what the table is: op.batch_alter_table with copy_from.
ALTER TABLE users DROP COLUMN age;

