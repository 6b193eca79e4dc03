GRANT SELECT, UPDATE (email, name) ON OBJECT::users TO reader;
GO

-- error in line 2: SQL Server has no privileges on several objects at once
-- hint: grant one by one
