CREATE VIEW "active users" AS SELECT id, email FROM users WHERE active;

CREATE OR REPLACE VIEW totals ("user", total) AS SELECT user_id, sum(amount) FROM orders GROUP BY user_id;

CREATE VIEW own WITH (security_invoker = true) AS SELECT 1;

CREATE TEMPORARY VIEW session_view AS SELECT 1;

DROP VIEW own;

DROP VIEW IF EXISTS totals CASCADE;

DO $make$ BEGIN
	CREATE VIEW own AS SELECT '$$';
EXCEPTION WHEN duplicate_table THEN
	NULL;
END $make$;

