ALTER TABLE users ADD COLUMN /*M! IF NOT EXISTS */ code INTEGER, ADD UNIQUE INDEX /*M! IF NOT EXISTS */ code (code);

ALTER TABLE users ADD COLUMN /*M! IF NOT EXISTS */ boss_id INTEGER, ADD CONSTRAINT fk_boss FOREIGN KEY /*M! IF NOT EXISTS */ fk_boss (boss_id) REFERENCES users (id) ON DELETE CASCADE;

ALTER TABLE users ADD COLUMN /*M! IF NOT EXISTS */ nick VARCHAR(20), ADD UNIQUE INDEX /*M! IF NOT EXISTS */ ix_users_nick (nick);

-- error in line 4: MySQL has no way to see offline whether a foreign key without a name is there
-- hint: give it a name: references = { "table.column", name = ... }, or run this revision online
