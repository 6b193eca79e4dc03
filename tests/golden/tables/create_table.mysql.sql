CREATE TABLE users (
	id INTEGER NOT NULL AUTO_INCREMENT,
	email VARCHAR(255) NOT NULL,
	org_id INTEGER,
	active BOOL NOT NULL DEFAULT true,
	created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
	note TEXT DEFAULT ('it''s'),
	PRIMARY KEY (id),
	CONSTRAINT email_length CHECK (length(email) > 3),
	UNIQUE (email),
	FOREIGN KEY(org_id) REFERENCES orgs (id) ON DELETE CASCADE,
	INDEX ix_users_org_id (org_id)
) COMMENT='people who log in';

