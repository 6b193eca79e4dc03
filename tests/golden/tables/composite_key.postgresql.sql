CREATE TABLE memberships (
	user_id INTEGER NOT NULL,
	org_id INTEGER NOT NULL,
	role VARCHAR(20) CHECK (role <> ''),
	CONSTRAINT pk_memberships PRIMARY KEY (user_id, org_id),
	CONSTRAINT fk_user FOREIGN KEY(user_id) REFERENCES users (id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT uq_role UNIQUE (org_id, role)
);

CREATE INDEX ix_role ON memberships (role);

