CREATE TABLE [Order Lines] (
	[select] INTEGER NOT NULL IDENTITY,
	[camelCase] INTEGER NULL,
	plain INTEGER NULL,
	[with"quote] INTEGER NULL,
	PRIMARY KEY ([select])
);
GO

