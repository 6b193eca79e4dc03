UPDATE t SET a = 1;

DELETE FROM t WHERE b = ';';

UPDATE t SET a = 'it''s', b = NULL WHERE c = ':a' AND d = 'it''s';

INSERT INTO t VALUES (1, 2.5::numeric, true);

UPDATE t SET raw = E'\\x00ff'::bytea;

