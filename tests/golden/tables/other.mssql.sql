IF OBJECT_ID('t', 'U') IS NULL CREATE TABLE t (
	id INTEGER NULL
);
GO

-- error in line 2: SQL Server has no word for temporary tables
-- hint: its name makes a table one: "#scratch"
