CREATE TABLE users (
	id SERIAL NOT NULL,
	email VARCHAR(255) NOT NULL,
	org_id INTEGER,
	active BOOLEAN DEFAULT true NOT NULL,
	created_at TIMESTAMP WITHOUT TIME ZONE DEFAULT CURRENT_TIMESTAMP,
	note TEXT DEFAULT 'it''s',
	PRIMARY KEY (id),
	CONSTRAINT email_length CHECK (length(email) > 3),
	UNIQUE (email),
	FOREIGN KEY(org_id) REFERENCES orgs (id) ON DELETE CASCADE
);

CREATE INDEX ix_users_org_id ON users (org_id);

COMMENT ON TABLE users IS 'people who log in';

