CREATE FUNCTION full_name(first text, last text) RETURNS text DETERMINISTIC SQL SECURITY INVOKER
SELECT first || ' ' || last;

DROP FUNCTION IF EXISTS audit.touch;

DELIMITER ;;
CREATE FUNCTION audit.touch() RETURNS trigger SQL SECURITY INVOKER
BEGIN
  NEW.changed_at = now();
  RETURN NEW;
END;;
DELIMITER ;

-- error in line 8: MySQL has no functions in plpgsql
-- hint: write the body in SQL for this database: ask op.dialect
