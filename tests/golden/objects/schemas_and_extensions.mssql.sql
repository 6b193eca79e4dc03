CREATE SCHEMA audit;
GO

IF SCHEMA_ID('Audit') IS NULL EXEC('CREATE SCHEMA [Audit] AUTHORIZATION owner');
GO

-- error in line 3: SQL Server has no CASCADE for schemas
-- hint: drop or transfer what is in it first
