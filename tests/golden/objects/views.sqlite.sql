CREATE VIEW "active users" AS SELECT id, email FROM users WHERE active;

-- Triggers on the view go with it: make them again behind this.
DROP VIEW IF EXISTS totals;

CREATE VIEW totals (user, total) AS SELECT user_id, sum(amount) FROM orders GROUP BY user_id;

CREATE VIEW own AS SELECT 1;

CREATE TEMPORARY VIEW session_view AS SELECT 1;

DROP VIEW own;

DROP VIEW IF EXISTS totals;

CREATE VIEW IF NOT EXISTS own AS SELECT '$$';

