IF EXISTS (SELECT 1 FROM sys.identity_columns WHERE object_id = OBJECT_ID('t') AND name IN ('id', 'name')) SET IDENTITY_INSERT t ON;
GO

INSERT INTO t (id, name) VALUES (1, 'a;b');
GO

IF EXISTS (SELECT 1 FROM sys.identity_columns WHERE object_id = OBJECT_ID('t') AND name IN ('id', 'name')) SET IDENTITY_INSERT t OFF;
GO

IF EXISTS (SELECT 1 FROM sys.identity_columns WHERE object_id = OBJECT_ID('t') AND name IN ('id')) SET IDENTITY_INSERT t ON;
GO

INSERT INTO t (id) VALUES (2);
GO

IF EXISTS (SELECT 1 FROM sys.identity_columns WHERE object_id = OBJECT_ID('t') AND name IN ('id')) SET IDENTITY_INSERT t OFF;
GO

