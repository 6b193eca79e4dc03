CREATE MATERIALIZED VIEW sums AS SELECT user_id, sum(amount) AS total FROM orders GROUP BY user_id;

DO $replace$
DECLARE
	old oid := to_regclass('report.sums');
	kept text[] := ARRAY(
		SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i WHERE i.indrelid = old
		UNION ALL
		SELECT format('COMMENT ON INDEX %s IS %L', i.indexrelid::regclass, obj_description(i.indexrelid, 'pg_class'))
		FROM pg_index i WHERE i.indrelid = old AND obj_description(i.indexrelid, 'pg_class') IS NOT NULL
		UNION ALL
		SELECT pg_get_statisticsobjdef(s.oid) FROM pg_statistic_ext s WHERE s.stxrelid = old
		UNION ALL
		SELECT format('ALTER MATERIALIZED VIEW %s SET (%s)', old::regclass, array_to_string(c.reloptions, ', '))
		FROM pg_class c WHERE c.oid = old AND c.reloptions IS NOT NULL
		UNION ALL
		SELECT format('COMMENT ON MATERIALIZED VIEW %s IS %L', old::regclass, obj_description(old, 'pg_class'))
		WHERE obj_description(old, 'pg_class') IS NOT NULL
		UNION ALL
		SELECT format('COMMENT ON COLUMN %s.%I IS %L', old::regclass, a.attname, col_description(old, a.attnum))
		FROM pg_attribute a WHERE a.attrelid = old AND col_description(old, a.attnum) IS NOT NULL
		UNION ALL
		SELECT format('GRANT %s ON %s TO %s%s', g.privilege_type, old::regclass,
			CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
			CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
		FROM pg_class c, aclexplode(c.relacl) g WHERE c.oid = old AND g.grantee <> c.relowner
		UNION ALL
		SELECT format('GRANT %s (%I) ON %s TO %s%s', g.privilege_type, a.attname, old::regclass,
			CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
			CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
		FROM pg_attribute a, aclexplode(a.attacl) g WHERE a.attrelid = old
		UNION ALL
		SELECT format('ALTER MATERIALIZED VIEW %s OWNER TO %I', old::regclass, pg_get_userbyid(c.relowner))
		FROM pg_class c WHERE c.oid = old AND pg_get_userbyid(c.relowner) <> current_user);
	statement text;
BEGIN
	DROP MATERIALIZED VIEW IF EXISTS report.sums;
	EXECUTE $$CREATE MATERIALIZED VIEW report.sums AS SELECT 2$$;
	FOREACH statement IN ARRAY kept LOOP
		BEGIN
			EXECUTE statement;
		EXCEPTION WHEN undefined_column THEN
			IF statement LIKE 'CREATE %' THEN
				RAISE;
			END IF;
		END;
	END LOOP;
END
$replace$;

CREATE MATERIALIZED VIEW IF NOT EXISTS sums (n) AS SELECT 3;

REFRESH MATERIALIZED VIEW sums;

REFRESH MATERIALIZED VIEW CONCURRENTLY report.sums;

REFRESH MATERIALIZED VIEW sums WITH NO DATA;

DROP MATERIALIZED VIEW IF EXISTS sums CASCADE;

