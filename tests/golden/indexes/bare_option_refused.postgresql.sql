CREATE INDEX ix_gin ON t USING gin (doc);

