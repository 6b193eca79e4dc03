// Replacing a materialized view, for which PostgreSQL has no OR REPLACE.
#include <fmt/format.h>

#include "databases/postgresql/dialect.h"

namespace luamigrate::databases::postgresql {
namespace {

// What goes with the view when it is dropped is noted as statements before, and carried out behind. Comments and
// privileges of a column that is gone are gone with it; an index of one is an error.
// {0}: the view as a literal, {1}: DROP, {2}: CREATE as a literal, {3}: what else stands among the kept statements.
constexpr const char* replacement = R"sql(
DECLARE
	old oid := to_regclass({0});
	kept text[] := ARRAY({3}
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
	{1};
	EXECUTE {2};
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
)sql";

constexpr std::string_view kept_indexes = R"sql(
		SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i WHERE i.indrelid = old
		UNION ALL
		SELECT format('COMMENT ON INDEX %s IS %L', i.indexrelid::regclass, obj_description(i.indexrelid, 'pg_class'))
		FROM pg_index i WHERE i.indrelid = old AND obj_description(i.indexrelid, 'pg_class') IS NOT NULL
		UNION ALL)sql";

}  // namespace

Statement PostgresqlDialect::replace_materialized(const schema::ObjectName& view, const std::string& create,
                                                  bool keeps_indexes) const {
  const std::string name = quote(view);
  return {.sql = "DO " + dollar_quoted(fmt::format(replacement, text_literal(name),
                                                   fmt::format("DROP MATERIALIZED VIEW IF EXISTS {}", name),
                                                   dollar_quoted(create, "create"), keeps_indexes ? kept_indexes : ""),
                                       "replace")};
}

}  // namespace luamigrate::databases::postgresql
