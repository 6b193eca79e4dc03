-- One of each kind of thing that PostgreSQL has and that real schemas use, where the samples that many know do not.
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE address AS (street text, zip varchar(10));
CREATE DOMAIN positive AS integer NOT NULL DEFAULT 1 CONSTRAINT is_positive CHECK (VALUE > 0);
COMMENT ON TYPE mood IS 'how one feels';
CREATE TYPE float_range AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE COLLATION german (provider = icu, locale = 'de-u-co-phonebk', deterministic = false);
CREATE SEQUENCE shared_seq START 100 INCREMENT 5;
COMMENT ON SEQUENCE shared_seq IS 'shared';

CREATE TABLE people (
  id serial PRIMARY KEY, name text NOT NULL, feels mood DEFAULT 'ok', felt mood[] DEFAULT '{sad,ok}', home address,
  age positive, size float_range, title text COLLATE german,
  CHECK (feels <> 'sad' OR name <> '')
);
CREATE UNLOGGED TABLE cache (
  key text PRIMARY KEY, value jsonb NOT NULL DEFAULT '{}'::jsonb, at timestamptz DEFAULT now() + interval '1 day'
) WITH (autovacuum_enabled = false, fillfactor = 70, toast.autovacuum_enabled = false);

CREATE TABLE measured (id integer, at date, feels mood NOT NULL DEFAULT 'ok', PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE measured_2020 PARTITION OF measured FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE measured_else PARTITION OF measured DEFAULT;
CREATE INDEX measured_feels ON measured (feels);
CREATE TABLE measures (id integer, at date, FOREIGN KEY (id, at) REFERENCES measured);

-- Sequences that SERIAL would not have made so: shared, of no integer, of a table that was renamed, with a start.
CREATE TABLE numbers (
  a numeric DEFAULT nextval('shared_seq') NOT NULL, b numeric(20, 0), c bigint DEFAULT nextval('shared_seq'),
  d smallserial, e integer GENERATED ALWAYS AS IDENTITY (START 5 INCREMENT 2), f serial
);
CREATE SEQUENCE numbers_b_seq OWNED BY numbers.b;
ALTER TABLE numbers ALTER b SET DEFAULT nextval('numbers_b_seq');
ALTER SEQUENCE numbers_f_seq AS bigint START WITH 1000 RESTART CACHE 5;
CREATE TABLE builds (id bigserial PRIMARY KEY);
ALTER TABLE builds ALTER id SET DEFAULT nextval('shared_seq');
CREATE TABLE once (id bigserial PRIMARY KEY, person integer REFERENCES people (id) ON DELETE SET NULL DEFERRABLE);
ALTER TABLE once RENAME TO now;
CREATE TABLE other (id bigserial PRIMARY KEY);
ALTER SEQUENCE other_id_seq RENAME TO now_id_seq;

CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.name := upper(NEW.name); RETURN NEW; END$$;
CREATE FUNCTION add(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE STRICT RETURN a + b;
CREATE FUNCTION atomic(a integer) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT a; SELECT a + 1; END;
CREATE FUNCTION feeling(p people) RETURNS mood LANGUAGE sql STABLE AS 'SELECT p.feels';
CREATE FUNCTION rank(x mood) RETURNS integer LANGUAGE sql IMMUTABLE AS $$SELECT CASE x WHEN 'sad' THEN 0 ELSE 1 END$$;
CREATE FUNCTION first_one(anyelement, anyelement) RETURNS anyelement LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION like_turned(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $2 LIKE $1';
CREATE AGGREGATE first_of(anyelement) (SFUNC = first_one, STYPE = anyelement);
CREATE OPERATOR ~<< (FUNCTION = like_turned, LEFTARG = text, RIGHTARG = text);
CREATE CAST (mood AS integer) WITH FUNCTION rank(mood) AS ASSIGNMENT;
COMMENT ON FUNCTION touch() IS 'touches';

CREATE VIEW happy AS SELECT id, name FROM people WHERE feels = 'happy'::mood WITH CASCADED CHECK OPTION;
CREATE VIEW barrier WITH (security_barrier) AS SELECT p.id, l.id AS other FROM people p JOIN people l
  ON p.feels = l.feels AND l.feels = ANY (p.felt);
CREATE MATERIALIZED VIEW moods AS SELECT feels, count(*) AS n FROM people GROUP BY feels;
CREATE UNIQUE INDEX moods_feels ON moods (feels);
COMMENT ON VIEW happy IS 'the happy ones';
COMMENT ON COLUMN happy.id IS 'its id';
CREATE INDEX people_rank ON people (rank(feels), lower(name) text_pattern_ops DESC NULLS LAST) WHERE feels <> 'sad';
COMMENT ON INDEX people_rank IS 'ranked';

CREATE TRIGGER touched BEFORE INSERT OR UPDATE OF name ON people FOR EACH ROW WHEN (NEW.feels = 'happy')
  EXECUTE FUNCTION touch('a', 'b c');
CREATE CONSTRAINT TRIGGER at_the_end AFTER INSERT ON people DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION touch();
CREATE TRIGGER all_at_once AFTER UPDATE ON people REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT
  EXECUTE FUNCTION touch();
CREATE TRIGGER off BEFORE DELETE ON people FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE people DISABLE TRIGGER off;
COMMENT ON TRIGGER off ON people IS 'off';
COMMENT ON CONSTRAINT people_pkey ON people IS 'the key';
CREATE RULE keep AS ON DELETE TO cache DO INSTEAD NOTHING;
CREATE STATISTICS people_statistics (dependencies) ON name, feels FROM people;
ALTER TABLE people ALTER name SET STATISTICS 500, ALTER name SET STORAGE EXTERNAL, ALTER id SET (n_distinct = -1);
ALTER TABLE people REPLICA IDENTITY FULL;
ALTER TABLE people CLUSTER ON people_pkey;
ALTER TABLE people ADD CONSTRAINT not_yet CHECK (length(name) < 100) NOT VALID;
ALTER TABLE numbers ADD CONSTRAINT not_yet FOREIGN KEY (f) REFERENCES people (id) NOT VALID;
ALTER TABLE people ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON people FOR SELECT USING (rank(feels) = 1);
COMMENT ON POLICY seen ON people IS 'who sees';

-- A default may count by the sequence of another table's key.
CREATE TABLE z_lends (id serial PRIMARY KEY);
CREATE TABLE a_borrows (id integer PRIMARY KEY DEFAULT nextval('z_lends_id_seq'));
