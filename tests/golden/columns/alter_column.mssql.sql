DECLARE @drop nvarchar(max)
SELECT @drop = STRING_AGG(CONVERT(nvarchar(max), 'ALTER TABLE users DROP CONSTRAINT ' + QUOTENAME(c.name)), '; ')
FROM sys.default_constraints AS c
WHERE c.parent_object_id = OBJECT_ID('users') AND COL_NAME(c.parent_object_id, c.parent_column_id) = 'name'
IF @drop IS NOT NULL EXEC(@drop);
GO

ALTER TABLE users ALTER COLUMN name VARCHAR(max) NOT NULL;
GO

ALTER TABLE users ADD DEFAULT 'x' FOR name;
GO

DECLARE @schema sysname = OBJECT_SCHEMA_NAME(OBJECT_ID('users'))
IF EXISTS (SELECT 1 FROM sys.extended_properties WHERE class = 1 AND major_id = OBJECT_ID('users') AND minor_id = COLUMNPROPERTY(OBJECT_ID('users'), 'name', 'ColumnId') AND name = 'MS_Description')
	EXEC sp_updateextendedproperty 'MS_Description', 'shown to all', 'schema', @schema, 'table', 'users', 'column', 'name'
ELSE
	EXEC sp_addextendedproperty 'MS_Description', 'shown to all', 'schema', @schema, 'table', 'users', 'column', 'name';
GO

-- error in line 2: SQL Server wants the type of a column to change whether it may be NULL, and that of "name" is not known here
-- hint: add existing_type
