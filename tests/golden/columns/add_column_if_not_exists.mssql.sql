IF COL_LENGTH('users', 'code') IS NULL ALTER TABLE users ADD code INTEGER NULL UNIQUE;
GO

IF COL_LENGTH('users', 'boss_id') IS NULL ALTER TABLE users ADD boss_id INTEGER NULL CONSTRAINT fk_boss REFERENCES users (id) ON DELETE CASCADE;
GO

IF COL_LENGTH('users', 'nick') IS NULL ALTER TABLE users ADD nick VARCHAR(20) NULL;
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE object_id = OBJECT_ID('users') AND name = 'ix_users_nick') CREATE UNIQUE INDEX ix_users_nick ON users (nick);
GO

IF COL_LENGTH('users', 'org_id') IS NULL ALTER TABLE users ADD org_id INTEGER NULL REFERENCES orgs (id);
GO

