EXEC sp_rename 'users.name', 'full_name', 'COLUMN';
GO

