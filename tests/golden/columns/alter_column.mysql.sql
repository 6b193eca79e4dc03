ALTER TABLE users MODIFY name TEXT NOT NULL DEFAULT ('x') COMMENT 'shown to all';

-- error in line 2: MySQL wants all of a column for this, and the type of "name" is not known here
-- hint: add existing_type, and what else of existing_nullable, existing_server_default, existing_comment and existing_autoincrement it has
