CREATE FUNCTION full_name(first text, last text)
RETURNS text
LANGUAGE sql IMMUTABLE
AS $$SELECT first || ' ' || last$$;

CREATE OR REPLACE FUNCTION audit.touch()
RETURNS trigger
LANGUAGE plpgsql
AS $$BEGIN
  NEW.changed_at = now();
  RETURN NEW;
END
$$;

CREATE FUNCTION nested(n integer DEFAULT 1)
RETURNS TABLE (a integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
AS $body1$BEGIN EXECUTE $$SELECT 1$$; RETURN $body$x$body$; END$body1$;

CREATE PROCEDURE tidy(days integer)
LANGUAGE sql
AS $$DELETE FROM events WHERE age > days$$;

DROP FUNCTION full_name(text, text);

DROP FUNCTION IF EXISTS audit.touch() CASCADE;

DROP PROCEDURE tidy(integer);

