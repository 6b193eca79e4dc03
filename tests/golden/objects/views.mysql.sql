CREATE VIEW `active users` AS SELECT id, email FROM users WHERE active;

CREATE OR REPLACE VIEW totals (user, total) AS SELECT user_id, sum(amount) FROM orders GROUP BY user_id;

CREATE VIEW own AS SELECT 1;

-- error in line 4: MySQL has no temporary views
-- hint: make a temporary table
