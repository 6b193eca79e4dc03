CREATE INDEX ix_a ON t (a);
GO

CREATE INDEX ix_t_a_b ON t (a, b);
GO

-- error in line 3: SQL Server has no indexes on expressions
-- hint: add a computed column with the expression, and index that
