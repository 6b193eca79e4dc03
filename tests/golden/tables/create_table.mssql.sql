CREATE TABLE users (
	id INTEGER NOT NULL IDENTITY,
	email VARCHAR(255) NOT NULL,
	org_id INTEGER NULL,
	active BIT NOT NULL DEFAULT 1,
	created_at DATETIME NULL DEFAULT CURRENT_TIMESTAMP,
	note VARCHAR(max) NULL DEFAULT 'it''s',
	PRIMARY KEY (id),
	CONSTRAINT email_length CHECK (length(email) > 3),
	UNIQUE (email),
	FOREIGN KEY(org_id) REFERENCES orgs (id) ON DELETE CASCADE
);
GO

CREATE INDEX ix_users_org_id ON users (org_id);
GO

DECLARE @schema sysname = OBJECT_SCHEMA_NAME(OBJECT_ID('users'))
IF EXISTS (SELECT 1 FROM sys.extended_properties WHERE class = 1 AND major_id = OBJECT_ID('users') AND minor_id = 0 AND name = 'MS_Description')
	EXEC sp_updateextendedproperty 'MS_Description', 'people who log in', 'schema', @schema, 'table', 'users'
ELSE
	EXEC sp_addextendedproperty 'MS_Description', 'people who log in', 'schema', @schema, 'table', 'users';
GO

