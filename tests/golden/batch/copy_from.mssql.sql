DECLARE @alter nvarchar(max) = 'ALTER TABLE users ALTER COLUMN email VARCHAR(max)'
SELECT @alter = @alter + ISNULL(' COLLATE ' + c.collation_name, '') + IIF(c.is_nullable = 1, ' NULL', ' NOT NULL')
FROM sys.columns AS c WHERE c.object_id = OBJECT_ID('users') AND c.name = 'email'
EXEC(@alter);
GO

EXEC sp_rename 'users.email', 'mail', 'COLUMN';
GO

ALTER TABLE users ADD age INTEGER NULL CHECK (age > 0);
GO

