CREATE TABLE users (
	id INTEGER NOT NULL,
	email VARCHAR(255) NOT NULL,
	org_id INTEGER,
	active BOOLEAN DEFAULT 1 NOT NULL,
	created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
	note TEXT DEFAULT 'it''s',
	PRIMARY KEY (id),
	CONSTRAINT email_length CHECK (length(email) > 3),
	UNIQUE (email),
	FOREIGN KEY(org_id) REFERENCES orgs (id) ON DELETE CASCADE
);

CREATE INDEX ix_users_org_id ON users (org_id);

