DO $$ BEGIN
	CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s great');
EXCEPTION WHEN duplicate_object THEN
	NULL;
END $$;

DO $$ BEGIN
	CREATE TYPE size AS ENUM ('s', 'm');
EXCEPTION WHEN duplicate_object THEN
	NULL;
END $$;

CREATE TABLE people (
	mood mood,
	size size
);

