ALTER TABLE users ADD age INTEGER NULL;
GO

CREATE INDEX ix_users_age ON users (age);
GO

ALTER TABLE users DROP COLUMN nick;
GO

-- error in line 5: SQL Server wants the type of a column to change whether it may be NULL, and that of "email" is not known here
-- hint: add existing_type
