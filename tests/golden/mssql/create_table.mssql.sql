CREATE TABLE shop.orders (
	id BIGINT NOT NULL IDENTITY(100,10),
	code NVARCHAR(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
	name NVARCHAR(max) NULL DEFAULT N'Größe',
	data VARBINARY(max) NULL,
	fixed BINARY(16) NOT NULL,
	made_at DATETIME2(3) NOT NULL DEFAULT SYSUTCDATETIME(),
	seen_at DATETIMEOFFSET(0) NULL,
	paid BIT NOT NULL DEFAULT 0,
	price MONEY NULL,
	token UNIQUEIDENTIFIER NULL DEFAULT NEWID(),
	amount NUMERIC(12, 2) NOT NULL,
	gross AS (amount * 1.2) PERSISTED NOT NULL,
	net AS (amount),
	state VARCHAR(9) NULL,
	customer INTEGER NULL,
	version ROWVERSION NOT NULL,
	CONSTRAINT pk_orders PRIMARY KEY NONCLUSTERED (id),
	CONSTRAINT uq_code UNIQUE CLUSTERED (code),
	CONSTRAINT ck_state CHECK (state IN ('new', 'it''s done')),
	CONSTRAINT fk_customer FOREIGN KEY(customer) REFERENCES crm.customers (id) ON DELETE SET NULL
);
GO

CREATE INDEX ix_open ON shop.orders (made_at, amount DESC) INCLUDE (code, name) WHERE paid = 0;
GO

CREATE INDEX ix_orders_customer ON shop.orders (customer);
GO

DECLARE @schema sysname = OBJECT_SCHEMA_NAME(OBJECT_ID('shop.orders'))
IF EXISTS (SELECT 1 FROM sys.extended_properties WHERE class = 1 AND major_id = OBJECT_ID('shop.orders') AND minor_id = 0 AND name = 'MS_Description')
	EXEC sp_updateextendedproperty 'MS_Description', 'what was ordered', 'schema', @schema, 'table', 'orders'
ELSE
	EXEC sp_addextendedproperty 'MS_Description', 'what was ordered', 'schema', @schema, 'table', 'orders';
GO

DECLARE @schema sysname = OBJECT_SCHEMA_NAME(OBJECT_ID('shop.orders'))
IF EXISTS (SELECT 1 FROM sys.extended_properties WHERE class = 1 AND major_id = OBJECT_ID('shop.orders') AND minor_id = COLUMNPROPERTY(OBJECT_ID('shop.orders'), 'made_at', 'ColumnId') AND name = 'MS_Description')
	EXEC sp_updateextendedproperty 'MS_Description', 'in UTC', 'schema', @schema, 'table', 'orders', 'column', 'made_at'
ELSE
	EXEC sp_addextendedproperty 'MS_Description', 'in UTC', 'schema', @schema, 'table', 'orders', 'column', 'made_at';
GO

CREATE TABLE [#scratch] (
	id INTEGER NULL
);
GO

IF OBJECT_ID('tags', 'U') IS NULL CREATE TABLE tags (
	id INTEGER NOT NULL,
	name NVARCHAR(50) NULL,
	PRIMARY KEY (id)
);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE object_id = OBJECT_ID('tags') AND name = 'ix_tags_name') CREATE UNIQUE INDEX ix_tags_name ON tags (name);
GO

