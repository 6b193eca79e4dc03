CREATE INDEX ix_a ON t (a);

CREATE INDEX ix_t_a_b ON t (a, b);

CREATE UNIQUE INDEX uq_lower ON t ((lower(email)));

-- error in line 4: MySQL does not have the option "where" (without a database's name in front)
-- hint: write sqlite_where or postgresql_where or mssql_where, which applies there and is ignored elsewhere
