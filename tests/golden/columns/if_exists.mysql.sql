ALTER TABLE users ADD COLUMN /*M! IF NOT EXISTS */ age INTEGER;

ALTER TABLE users DROP COLUMN /*M! IF EXISTS */ nick;

CREATE INDEX /*M! IF NOT EXISTS */ ix_users_age ON users (age);

DROP INDEX /*M! IF EXISTS */ ix_users_nick ON users;

