ALTER TABLE t ADD CONSTRAINT ck_t CHECK (a > 0);

-- error in line 2: MySQL has no constraints that are validated later
-- hint: leave validate_constraint out on this database: ask op.dialect
