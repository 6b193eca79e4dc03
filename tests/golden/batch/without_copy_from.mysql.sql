ALTER TABLE users ADD COLUMN age INTEGER, ADD INDEX ix_users_age (age), DROP COLUMN nick;

-- error in line 5: MySQL wants all of a column for this, and the type of "email" is not known here
-- hint: add existing_type, and what else of existing_nullable, existing_server_default, existing_comment and existing_autoincrement it has
