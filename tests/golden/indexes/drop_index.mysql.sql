DROP INDEX ix_a ON t;

DROP INDEX /*M! IF EXISTS */ ix_b ON t;

