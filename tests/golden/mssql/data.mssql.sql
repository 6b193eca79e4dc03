IF EXISTS (SELECT 1 FROM sys.identity_columns WHERE object_id = OBJECT_ID('t') AND name IN ('at', 'doc', 'id', 'name', 'on', 'rate', 'raw')) SET IDENTITY_INSERT t ON;
GO

INSERT INTO t (at, doc, id, name, [on], rate, raw) VALUES ('2024-02-29 23:59:59.123', '{"a":1}', 9223372036854775807, N'Zürich, 東京', 1, 0.1e0, 0x00FF);
GO

INSERT INTO t (at, doc, id, name, [on], rate, raw) VALUES (NULL, NULL, -9223372036854775808, 'it''s
G\
O
$\
(x) \\

next', 0, 1e+100, 0x);
GO

IF EXISTS (SELECT 1 FROM sys.identity_columns WHERE object_id = OBJECT_ID('t') AND name IN ('at', 'doc', 'id', 'name', 'on', 'rate', 'raw')) SET IDENTITY_INSERT t OFF;
GO

IF EXISTS (SELECT 1 FROM sys.identity_columns WHERE object_id = OBJECT_ID('t') AND name IN ('name')) SET IDENTITY_INSERT t ON;
GO

INSERT INTO t (name) VALUES ('plain');
GO

IF EXISTS (SELECT 1 FROM sys.identity_columns WHERE object_id = OBJECT_ID('t') AND name IN ('name')) SET IDENTITY_INSERT t OFF;
GO

MERGE INTO t USING s ON s.id = t.id WHEN MATCHED THEN UPDATE SET a = s.a
;
GO

UPDATE t SET a = 1;
GO

DECLARE @n int = 5; UPDATE t SET a = @n WHERE b = 'x';
GO

CREATE TABLE a (b int);
GO

CREATE VIEW v AS SELECT b FROM a;
GO

UPDATE t SET a = 1 WHERE (a IS NULL);
GO

