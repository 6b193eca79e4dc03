CREATE VIEW [active users] AS SELECT id, email FROM users WHERE active;
GO

CREATE OR ALTER VIEW totals ([user], total) AS SELECT user_id, sum(amount) FROM orders GROUP BY user_id;
GO

CREATE VIEW own AS SELECT 1;
GO

-- error in line 4: SQL Server has no temporary views
-- hint: make a temporary table, named #so
