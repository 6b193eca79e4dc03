CREATE SEQUENCE invoice_numbers;
GO

-- error in line 2: SQL Server has no sequences that belong to a column
-- hint: leave `owned_by` out, and drop it yourself
