ALTER TABLE users ALTER COLUMN name VARCHAR(100) NOT NULL;
GO

ALTER TABLE users ALTER COLUMN name NVARCHAR(50) NULL;
GO

ALTER TABLE users ALTER COLUMN name NVARCHAR(80) NOT NULL;
GO

DECLARE @drop nvarchar(max), @add nvarchar(max)
SELECT @drop = 'ALTER TABLE users DROP CONSTRAINT ' + QUOTENAME(c.name),
@add = 'ALTER TABLE users ADD CONSTRAINT ' + QUOTENAME(c.name) + ' DEFAULT ' + c.definition + ' FOR age'
FROM sys.default_constraints AS c
WHERE c.parent_object_id = OBJECT_ID('users') AND COL_NAME(c.parent_object_id, c.parent_column_id) = 'age'
EXEC(@drop)
ALTER TABLE users ALTER COLUMN age BIGINT NOT NULL
EXEC(@add);
GO

DECLARE @drop nvarchar(max)
SELECT @drop = STRING_AGG(CONVERT(nvarchar(max), 'ALTER TABLE users DROP CONSTRAINT ' + QUOTENAME(c.name)), '; ')
FROM sys.default_constraints AS c
WHERE c.parent_object_id = OBJECT_ID('users') AND COL_NAME(c.parent_object_id, c.parent_column_id) = 'age'
IF @drop IS NOT NULL EXEC(@drop);
GO

ALTER TABLE users ADD DEFAULT 5 FOR age;
GO

DECLARE @drop nvarchar(max)
SELECT @drop = STRING_AGG(CONVERT(nvarchar(max), 'ALTER TABLE audit.users DROP CONSTRAINT ' + QUOTENAME(c.name)), '; ')
FROM sys.default_constraints AS c
WHERE c.parent_object_id = OBJECT_ID('audit.users') AND COL_NAME(c.parent_object_id, c.parent_column_id) = 'age'
IF @drop IS NOT NULL EXEC(@drop);
GO

DECLARE @drop nvarchar(max)
SELECT @drop = STRING_AGG(CONVERT(nvarchar(max), 'ALTER TABLE users DROP CONSTRAINT ' + QUOTENAME(c.name)), '; ')
FROM sys.default_constraints AS c
WHERE c.parent_object_id = OBJECT_ID('users') AND COL_NAME(c.parent_object_id, c.parent_column_id) = 'age'
IF @drop IS NOT NULL EXEC(@drop);
GO

DECLARE @alter nvarchar(max) = 'ALTER TABLE users ALTER COLUMN age INTEGER'
SELECT @alter = @alter + IIF(c.is_nullable = 1, ' NULL', ' NOT NULL')
FROM sys.columns AS c WHERE c.object_id = OBJECT_ID('users') AND c.name = 'age'
EXEC(@alter);
GO

DECLARE @alter nvarchar(max) = 'ALTER TABLE [order lines] ALTER COLUMN note NVARCHAR(max)'
SELECT @alter = @alter + ISNULL(' COLLATE ' + c.collation_name, '') + IIF(c.is_nullable = 1, ' NULL', ' NOT NULL')
FROM sys.columns AS c WHERE c.object_id = OBJECT_ID('[order lines]') AND c.name = 'note'
EXEC(@alter);
GO

DECLARE @schema sysname = OBJECT_SCHEMA_NAME(OBJECT_ID('[order lines]'))
IF EXISTS (SELECT 1 FROM sys.extended_properties WHERE class = 1 AND major_id = OBJECT_ID('[order lines]') AND minor_id = COLUMNPROPERTY(OBJECT_ID('[order lines]'), 'note', 'ColumnId') AND name = 'MS_Description')
	EXEC sp_updateextendedproperty 'MS_Description', N'naïve', 'schema', @schema, 'table', 'order lines', 'column', 'note'
ELSE
	EXEC sp_addextendedproperty 'MS_Description', N'naïve', 'schema', @schema, 'table', 'order lines', 'column', 'note';
GO

EXEC sp_rename '[order lines].note', 'Note', 'COLUMN';
GO

