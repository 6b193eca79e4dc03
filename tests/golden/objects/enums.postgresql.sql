CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'happy');

DO $$ BEGIN
	CREATE TYPE app."Mood" AS ENUM ('sad');
EXCEPTION WHEN duplicate_object THEN
	NULL;
END $$;

ALTER TYPE mood ADD VALUE 'ecstatic';

ALTER TYPE mood ADD VALUE IF NOT EXISTS 'meh' BEFORE 'happy';

ALTER TYPE app.mood ADD VALUE 'fine' AFTER 'it''s ok';

ALTER TYPE mood RENAME VALUE 'sad' TO 'gloomy';

DROP TYPE IF EXISTS mood CASCADE;

