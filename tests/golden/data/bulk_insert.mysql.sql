INSERT INTO t (id, name) VALUES (1, 'a;b');

INSERT INTO t (id) VALUES (2);

