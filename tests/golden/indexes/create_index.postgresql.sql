CREATE INDEX ix_a ON t (a);

CREATE INDEX ix_t_a_b ON t (a, b);

CREATE UNIQUE INDEX uq_lower ON t (lower(email));

CREATE INDEX ix_recent ON t (created_at DESC) WHERE deleted_at IS NULL;

CREATE INDEX IF NOT EXISTS ix_once ON t (a);

