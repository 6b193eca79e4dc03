GRANT SELECT, UPDATE (email, name) ON TABLE users TO reader;

-- error in line 2: MySQL has no privileges on several objects at once
-- hint: grant one by one
