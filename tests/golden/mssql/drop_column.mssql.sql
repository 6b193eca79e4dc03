DECLARE @drop nvarchar(max)
SELECT @drop = STRING_AGG(CONVERT(nvarchar(max), 'ALTER TABLE users DROP CONSTRAINT ' + QUOTENAME(c.name)), '; ')
FROM sys.default_constraints AS c
WHERE c.parent_object_id = OBJECT_ID('users') AND COL_NAME(c.parent_object_id, c.parent_column_id) = 'age'
IF @drop IS NOT NULL EXEC(@drop);
GO

DECLARE @drop nvarchar(max)
SELECT @drop = STRING_AGG(CONVERT(nvarchar(max), 'ALTER TABLE users DROP CONSTRAINT ' + QUOTENAME(c.name)), '; ')
FROM sys.check_constraints AS c
WHERE c.parent_object_id = OBJECT_ID('users') AND (COL_NAME(c.parent_object_id, c.parent_column_id) = 'age'
OR EXISTS (SELECT 1 FROM sys.sql_expression_dependencies AS d
WHERE d.referencing_id = c.object_id AND d.referenced_id = c.parent_object_id
AND COL_NAME(d.referenced_id, d.referenced_minor_id) = 'age'))
IF @drop IS NOT NULL EXEC(@drop);
GO

DECLARE @drop nvarchar(max)
SELECT @drop = STRING_AGG(CONVERT(nvarchar(max), 'ALTER TABLE users DROP CONSTRAINT ' + QUOTENAME(c.name)), '; ')
FROM sys.foreign_keys AS c
WHERE c.parent_object_id = OBJECT_ID('users') AND EXISTS (SELECT 1 FROM sys.foreign_key_columns AS k
WHERE k.constraint_object_id = c.object_id
AND COL_NAME(k.parent_object_id, k.parent_column_id) = 'age')
IF @drop IS NOT NULL EXEC(@drop);
GO

ALTER TABLE users DROP COLUMN age;
GO

DECLARE @drop nvarchar(max)
SELECT @drop = STRING_AGG(CONVERT(nvarchar(max), 'ALTER TABLE audit.[it''s] DROP CONSTRAINT ' + QUOTENAME(c.name)), '; ')
FROM sys.default_constraints AS c
WHERE c.parent_object_id = OBJECT_ID('audit.[it''s]') AND COL_NAME(c.parent_object_id, c.parent_column_id) = 'Full Name'
IF @drop IS NOT NULL EXEC(@drop);
GO

ALTER TABLE audit.[it's] DROP COLUMN IF EXISTS [Full Name];
GO

