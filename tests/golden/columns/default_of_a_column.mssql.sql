DECLARE @drop nvarchar(max)
SELECT @drop = STRING_AGG(CONVERT(nvarchar(max), 'ALTER TABLE users DROP CONSTRAINT ' + QUOTENAME(c.name)), '; ')
FROM sys.default_constraints AS c
WHERE c.parent_object_id = OBJECT_ID('users') AND COL_NAME(c.parent_object_id, c.parent_column_id) = 'seen_at'
IF @drop IS NOT NULL EXEC(@drop);
GO

ALTER TABLE users ADD DEFAULT CURRENT_TIMESTAMP FOR seen_at;
GO

DECLARE @drop nvarchar(max)
SELECT @drop = STRING_AGG(CONVERT(nvarchar(max), 'ALTER TABLE users DROP CONSTRAINT ' + QUOTENAME(c.name)), '; ')
FROM sys.default_constraints AS c
WHERE c.parent_object_id = OBJECT_ID('users') AND COL_NAME(c.parent_object_id, c.parent_column_id) = 'score'
IF @drop IS NOT NULL EXEC(@drop);
GO

ALTER TABLE users ADD DEFAULT 1 + 1 FOR score;
GO

