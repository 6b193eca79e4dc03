-- What copy_from leaves out is gone, and so are triggers on the table: make them again behind this.
-- Needs PRAGMA foreign_keys to be off, as it is where nobody switches it on: else DROP TABLE deletes rows
-- of other tables that refer to this one.
PRAGMA legacy_alter_table=ON;

CREATE TABLE _luamigrate_tmp_users (
	id INTEGER NOT NULL,
	email TEXT NOT NULL,
	"Full Name" TEXT,
	org_id INTEGER,
	age INTEGER CHECK (age > 0),
	PRIMARY KEY (id),
	UNIQUE (email),
	CONSTRAINT fk_users_org FOREIGN KEY(org_id) REFERENCES orgs (id) ON DELETE CASCADE
);

INSERT OR ABORT INTO _luamigrate_tmp_users (id, email, "Full Name", org_id) SELECT id, email, users."Full Name", org_id FROM users;

DROP TABLE users;

ALTER TABLE _luamigrate_tmp_users RENAME TO users;

PRAGMA legacy_alter_table=OFF;

CREATE INDEX ix_users_org ON users (org_id);

ALTER TABLE users RENAME COLUMN email TO mail;

