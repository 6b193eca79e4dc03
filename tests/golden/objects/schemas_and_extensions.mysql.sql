CREATE SCHEMA audit;

-- error in line 2: MySQL has no owners of schemas
-- hint: grant the privileges on it instead
