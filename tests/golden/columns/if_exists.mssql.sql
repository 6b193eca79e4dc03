IF COL_LENGTH('users', 'age') IS NULL ALTER TABLE users ADD age INTEGER NULL;
GO

ALTER TABLE users DROP COLUMN IF EXISTS nick;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE object_id = OBJECT_ID('users') AND name = 'ix_users_age') CREATE INDEX ix_users_age ON users (age);
GO

DROP INDEX IF EXISTS ix_users_nick ON users;
GO

