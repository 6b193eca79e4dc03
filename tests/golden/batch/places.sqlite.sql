-- What copy_from leaves out is gone, and so are triggers on the table: make them again behind this.
-- Needs PRAGMA foreign_keys to be off, as it is where nobody switches it on: else DROP TABLE deletes rows
-- of other tables that refer to this one.
PRAGMA legacy_alter_table=ON;

CREATE TABLE _luamigrate_tmp_t (
	a INTEGER,
	c INTEGER,
	b INTEGER
);

INSERT OR ABORT INTO _luamigrate_tmp_t (rowid, a, b) SELECT rowid, a, b FROM t;

DROP TABLE t;

ALTER TABLE _luamigrate_tmp_t RENAME TO t;

PRAGMA legacy_alter_table=OFF;

