CREATE INDEX ix_gin ON t (doc) USING gin;

