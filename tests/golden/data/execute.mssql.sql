UPDATE t SET a = 1;
GO

DELETE FROM t WHERE b = ';';
GO

UPDATE t SET a = 'it''s', b = NULL WHERE c = ':a' AND d = 'it''s';
GO

INSERT INTO t VALUES (1, 2.5e0, 1);
GO

UPDATE t SET raw = 0x00FF;
GO

