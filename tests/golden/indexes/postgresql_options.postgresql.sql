CREATE INDEX ix_gin ON t USING gin (doc jsonb_path_ops) WITH (fastupdate = false);

CREATE INDEX CONCURRENTLY ix_inc ON t (a) INCLUDE (b);

CREATE INDEX ix_own ON t (a text_pattern_ops NULLS FIRST);

