ALTER TABLE users ADD age INTEGER NULL;
GO

ALTER TABLE users ADD name VARCHAR(50) NOT NULL DEFAULT 'nobody';
GO

ALTER TABLE users ADD boss_id INTEGER NULL;
GO

ALTER TABLE users ADD FOREIGN KEY(boss_id) REFERENCES users (id);
GO

ALTER TABLE users ADD twice AS (age * 2);
GO

ALTER TABLE users ADD nick VARCHAR(20) NULL;
GO

CREATE INDEX ix_users_nick ON users (nick);
GO

ALTER TABLE users ADD grade INTEGER NOT NULL CHECK (grade > 5);
GO

