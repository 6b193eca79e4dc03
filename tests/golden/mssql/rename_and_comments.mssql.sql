EXEC sp_rename 'shop.old', 'Order Lines';
GO

EXEC sp_rename 'shop.[Order Lines].[it''s]', 'order', 'COLUMN';
GO

DECLARE @schema sysname = OBJECT_SCHEMA_NAME(OBJECT_ID('shop.users'))
IF EXISTS (SELECT 1 FROM sys.extended_properties WHERE class = 1 AND major_id = OBJECT_ID('shop.users') AND minor_id = 0 AND name = 'MS_Description')
	EXEC sp_updateextendedproperty 'MS_Description', 'it''s all', 'schema', @schema, 'table', 'users'
ELSE
	EXEC sp_addextendedproperty 'MS_Description', 'it''s all', 'schema', @schema, 'table', 'users';
GO

DECLARE @schema sysname = OBJECT_SCHEMA_NAME(OBJECT_ID('users'))
IF EXISTS (SELECT 1 FROM sys.extended_properties WHERE class = 1 AND major_id = OBJECT_ID('users') AND minor_id = 0 AND name = 'MS_Description')
	EXEC sp_dropextendedproperty 'MS_Description', 'schema', @schema, 'table', 'users';
GO

DECLARE @schema sysname = OBJECT_SCHEMA_NAME(OBJECT_ID('users'))
IF EXISTS (SELECT 1 FROM sys.extended_properties WHERE class = 1 AND major_id = OBJECT_ID('users') AND minor_id = COLUMNPROPERTY(OBJECT_ID('users'), 'name', 'ColumnId') AND name = 'MS_Description')
	EXEC sp_updateextendedproperty 'MS_Description', 'a', 'schema', @schema, 'table', 'users', 'column', 'name'
ELSE
	EXEC sp_addextendedproperty 'MS_Description', 'a', 'schema', @schema, 'table', 'users', 'column', 'name';
GO

DECLARE @schema sysname = OBJECT_SCHEMA_NAME(OBJECT_ID('users'))
IF EXISTS (SELECT 1 FROM sys.extended_properties WHERE class = 1 AND major_id = OBJECT_ID('users') AND minor_id = COLUMNPROPERTY(OBJECT_ID('users'), 'name', 'ColumnId') AND name = 'MS_Description')
	EXEC sp_dropextendedproperty 'MS_Description', 'schema', @schema, 'table', 'users', 'column', 'name';
GO

IF COL_LENGTH('users', 'age') IS NULL ALTER TABLE users ADD age INTEGER NOT NULL DEFAULT 0;
GO

DECLARE @schema sysname = OBJECT_SCHEMA_NAME(OBJECT_ID('users'))
IF EXISTS (SELECT 1 FROM sys.extended_properties WHERE class = 1 AND major_id = OBJECT_ID('users') AND minor_id = COLUMNPROPERTY(OBJECT_ID('users'), 'age', 'ColumnId') AND name = 'MS_Description')
	EXEC sp_updateextendedproperty 'MS_Description', 'years', 'schema', @schema, 'table', 'users', 'column', 'age'
ELSE
	EXEC sp_addextendedproperty 'MS_Description', 'years', 'schema', @schema, 'table', 'users', 'column', 'age';
GO

