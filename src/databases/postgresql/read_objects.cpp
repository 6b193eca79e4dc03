#include "databases/postgresql/read_objects.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "databases/postgresql/read_tables.h"

namespace luamigrate::databases::postgresql {
namespace {

// In each query $1 are the schemas, and what an extension brought along is left out.

constexpr const char* find_extensions =
    "SELECT e.extname::text, n.nspname::text, e.extversion FROM pg_extension e"
    " JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql' ORDER BY e.extname COLLATE \"C\"";

constexpr const char* find_enums =
    "SELECT t.typname::text, n.nspname::text, l.enumlabel::text, t.oid::bigint"
    " FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_enum l ON l.enumtypid = t.oid"
    " WHERE t.typtype = 'e' AND n.nspname = ANY ($1::text[]) AND NOT EXISTS (SELECT FROM pg_depend d"
    "  WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')"
    " ORDER BY n.nspname COLLATE \"C\", t.typname COLLATE \"C\", l.enumsortorder";

constexpr const char* find_sequences =
    "SELECT c.relname::text, n.nspname::text, format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin,"
    "  s.seqmax, s.seqcache, s.seqcycle"
    " FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = ANY ($1::text[]) AND NOT EXISTS (SELECT FROM pg_depend d"
    "  LEFT JOIN pg_attribute a ON d.deptype = 'a' AND a.attrelid = d.refobjid AND a.attnum = d.refobjsubid"
    "  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND (d.deptype IN ('i', 'e')"
    // That of a SERIAL: an integer takes its next value.
    "   OR (a.atttypid = ANY ('{int2,int4,int8}'::regtype[]::oid[]) AND (a.attrelid, a.attnum, c.oid) IN"
    "    (SELECT ad.adrelid, ad.adnum, u.refobjid FROM pg_attrdef ad JOIN pg_depend u"
    "     ON u.classid = 'pg_attrdef'::regclass AND u.objid = ad.oid AND u.refclassid = 'pg_class'::regclass))))"
    " ORDER BY c.oid";

constexpr const char* find_functions =
    "SELECT p.proname::text, n.nspname::text, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), "
    "p.prosrc,"
    "  l.lanname::text, p.provolatile::text, p.prosecdef, p.prokind = 'p',"
    "  concat_ws(' ', CASE WHEN p.proisstrict THEN 'STRICT' END, CASE WHEN p.proleakproof THEN 'LEAKPROOF' END,"
    "   CASE p.proparallel WHEN 's' THEN 'PARALLEL SAFE' WHEN 'r' THEN 'PARALLEL RESTRICTED' END,"
    "   CASE WHEN p.procost <> CASE WHEN l.lanname IN ('c', 'internal') THEN 1 ELSE 100 END THEN 'COST ' || p.procost "
    "END,"
    "   CASE WHEN p.prorows <> 0 AND p.prorows <> 1000 THEN 'ROWS ' || p.prorows END,"
    // Of lists (search_path) each item stands in quotes of its own already.
    "   (SELECT string_agg(format('SET %I TO %s', split_part(c, '=', 1), CASE WHEN split_part(c, '=', 1) IN"
    "     ('search_path', 'temp_tablespaces', 'session_preload_libraries', 'local_preload_libraries')"
    "     THEN coalesce(nullif(substr(c, strpos(c, '=') + 1), ''), '''''')"
    "     ELSE quote_literal(substr(c, strpos(c, '=') + 1)) END), ' ' ORDER BY place)"
    "    FROM unnest(p.proconfig) WITH ORDINALITY s(c, place)))"
    " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang"
    " WHERE p.prokind IN ('f', 'p') AND n.nspname = ANY ($1::text[]) AND p.prosrc <> '' AND NOT EXISTS"
    "  (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))"
    " ORDER BY p.oid";

// The last column: what no option makes, and what goes when the view is dropped. A column that a new form of the view
// does not have has no comment and no privileges either.
constexpr const char* find_views =
    "SELECT c.relname::text, n.nspname::text, pg_get_viewdef(c.oid), c.relkind = 'm',"
    "  coalesce('security_invoker=true' = ANY (c.reloptions), false), c.oid::bigint,"
    "  (SELECT string_agg(CASE WHEN s.of_column THEN format('DO $do$ BEGIN %s; EXCEPTION WHEN undefined_column THEN "
    "NULL;"
    " END $do$', s.sql) ELSE s.sql END, E';\\n' ORDER BY s.place, s.sql) FROM ("
    "   SELECT 1 AS place, false AS of_column, format('ALTER %s %s SET (%s)', k.kind, c.oid::regclass,"
    "     string_agg(o, ', ')) AS sql FROM unnest(c.reloptions) o WHERE o NOT LIKE 'security\\_invoker=%' HAVING "
    "count(*) > 0"
    "   UNION ALL SELECT 2, false, format('COMMENT ON %s %s IS %L', k.kind, c.oid::regclass,"
    "     obj_description(c.oid, 'pg_class')) WHERE obj_description(c.oid, 'pg_class') IS NOT NULL"
    "   UNION ALL SELECT 3, true, format('COMMENT ON COLUMN %s.%I IS %L', c.oid::regclass, a.attname,"
    "     col_description(c.oid, a.attnum)) FROM pg_attribute a WHERE a.attrelid = c.oid"
    "     AND col_description(c.oid, a.attnum) IS NOT NULL"
    "   UNION ALL SELECT 4, false, format('GRANT %s ON %s TO %s%s', g.privilege_type, c.oid::regclass,"
    "     CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,"
    "     CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)"
    "     FROM aclexplode(c.relacl) g WHERE g.grantee <> c.relowner"
    "   UNION ALL SELECT 5, true, format('GRANT %s (%I) ON %s TO %s%s', g.privilege_type, a.attname, c.oid::regclass,"
    "     CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,"
    "     CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)"
    "     FROM pg_attribute a, aclexplode(a.attacl) g WHERE a.attrelid = c.oid"
    "   UNION ALL SELECT 6, false, format('ALTER %s %s OWNER TO %I', k.kind, c.oid::regclass,"
    "     pg_get_userbyid(c.relowner)) WHERE pg_get_userbyid(c.relowner) <> current_user) s)"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, LATERAL (SELECT CASE c.relkind WHEN 'm'"
    "  THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END AS kind) k"
    " WHERE c.relkind IN ('v', 'm') AND n.nspname = ANY ($1::text[]) AND NOT EXISTS (SELECT FROM pg_depend d"
    "  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')"
    " ORDER BY c.oid";

constexpr const char* find_triggers =
    "SELECT t.tgname::text, n.nspname::text, c.relname::text, t.tgtype::int,"
    "  (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY k.place) FROM unnest(t.tgattr::int2[]) WITH ORDINALITY"
    "   k(num, place) JOIN pg_attribute a ON a.attrelid = t.tgrelid AND a.attnum = k.num),"
    "  pg_get_triggerdef(t.oid, true)"
    " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE NOT t.tgisinternal AND n.nspname = ANY ($1::text[]) AND NOT c.relispartition"
    // No option makes these.
    "  AND t.tgconstraint = 0 AND t.tgoldtable IS NULL AND t.tgnewtable IS NULL AND NOT EXISTS"
    "  (SELECT FROM pg_depend d WHERE d.classid = 'pg_trigger'::regclass AND d.objid = t.oid AND d.deptype = 'e')"
    " ORDER BY n.nspname COLLATE \"C\", c.relname COLLATE \"C\", t.tgname COLLATE \"C\"";

constexpr const char* find_policies =
    "SELECT p.polname::text, n.nspname::text, c.relname::text, p.polcmd::text, p.polpermissive,"
    "  (SELECT string_agg(r.rolname, ',' ORDER BY r.rolname) FROM pg_roles r WHERE r.oid = ANY (p.polroles)),"
    "  pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)"
    " FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = ANY ($1::text[])"
    " ORDER BY n.nspname COLLATE \"C\", c.relname COLLATE \"C\", p.polname COLLATE \"C\"";

ops::CreatePolicy policy(const Values& row, const std::string& schema) {
  ops::CreatePolicy result{.name = text(row[0]), .table = text(row[2]), .schema = schema};
  const std::string command = text(row[3]);
  result.for_ = command == "r"   ? "select"
                : command == "a" ? "insert"
                : command == "w" ? "update"
                : command == "d" ? "delete"
                                 : "";
  result.permissive = flag(row[4]);
  const std::string roles = text(row[5]);
  for (std::size_t begin = 0; begin < roles.size();) {
    const std::size_t end = std::min(roles.find(',', begin), roles.size());
    result.to.names.push_back(roles.substr(begin, end - begin));
    begin = end + 1;
  }
  result.using_ = without_parentheses(text(row[6]));
  result.with_check = without_parentheses(text(row[7]));
  return result;
}

void add_indexes(Connection& connection, const std::vector<Relation>& materialized,
                 std::vector<ops::CreateView>& views) {
  if (materialized.empty()) return;
  const std::vector<std::vector<schema::Index>> indexes = read_indexes(connection, materialized);
  for (std::size_t i = 0; i < materialized.size(); ++i)
    for (ops::CreateView& view : views)
      if (schema::ObjectName{view.schema, view.name} == materialized[i].name)
        view.indexes.assign(indexes[i].begin(), indexes[i].end());
}

std::string trigger_events(std::int64_t type, const std::string& columns) {
  constexpr std::int64_t before = 2, insert = 4, remove = 8, update = 16, truncate = 32, instead = 64;
  std::string text = (type & instead) != 0 ? "INSTEAD OF" : (type & before) != 0 ? "BEFORE" : "AFTER";
  std::string_view joint = " ";
  const auto add = [&](std::int64_t bit, const std::string& word) {
    if ((type & bit) == 0) return;
    text += std::string(joint) + word;
    joint = " OR ";
  };
  add(insert, "INSERT");
  add(remove, "DELETE");
  add(update, columns.empty() ? "UPDATE" : "UPDATE OF " + columns);
  add(truncate, "TRUNCATE");
  return text;
}

ops::CreateTrigger trigger(const Values& row, const std::string& schema) {
  constexpr std::int64_t for_each_row = 1;
  ops::CreateTrigger result{.name = text(row[0]), .table = text(row[2]), .schema = schema};
  const std::int64_t type = number(row[3]);
  result.when = trigger_events(type, text(row[4]));
  result.for_each = (type & for_each_row) != 0 ? ops::TriggerScope::row : ops::TriggerScope::statement;
  const std::string definition = text(row[5]);
  constexpr std::string_view execute = " EXECUTE FUNCTION ";
  constexpr std::string_view when = " WHEN (";
  const std::size_t call = definition.rfind(execute);
  if (call == std::string::npos) return result;
  result.execute = definition.substr(call + execute.size());
  if (const std::size_t condition = definition.find(when); condition < call)
    result.condition =
        without_parentheses(definition.substr(condition + when.size() - 1, call - condition - when.size() + 1));
  return result;
}

}  // namespace

std::string text_array(const std::vector<std::string>& texts) {
  std::string result = "{";
  for (const std::string& item : texts) {
    if (result.size() > 1) result += ',';
    result += '"';
    for (const char c : item) {
      if (c == '"' || c == '\\') result += '\\';
      result += c;
    }
    result += '"';
  }
  return result + "}";
}

std::string select_of_view(std::string_view definition) {
  return std::string(base::trimmed(definition, " \n;"));
}

ops::Objects read_objects(Connection& connection, const std::vector<std::string>& schemas,
                          const std::string& default_schema) {
  ops::Objects objects;
  const schema::Value names = text_array(schemas);
  const auto schema_of = [&](const Values& row) {
    const std::string found = text(row[1]);
    return found == default_schema ? std::string() : found;
  };
  for (const Values& row : rows_of(connection, find_extensions))
    objects.extensions.push_back({.name = text(row[0]), .schema = schema_of(row), .version = text(row[2])});
  std::int64_t last_enum = 0;
  for (const Values& row : rows_of(connection, find_enums, {names})) {
    if (number(row[3]) != last_enum) objects.enums.push_back({.name = text(row[0]), .schema = schema_of(row)});
    last_enum = number(row[3]);
    if (!is_null(row[2])) objects.enums.back().values.push_back(text(row[2]));
  }
  for (const Values& row : rows_of(connection, find_sequences, {names}))
    objects.sequences.push_back({.name = text(row[0]),
                                 .schema = schema_of(row),
                                 .type = text(row[2]),
                                 .start = number(row[3]),
                                 .increment = number(row[4]),
                                 .minvalue = number(row[5]),
                                 .maxvalue = number(row[6]),
                                 .cache = number(row[7]),
                                 .cycle = flag(row[8])});
  for (const Values& row : rows_of(connection, find_functions, {names})) {
    ops::CreateFunction function{.signature = fmt::format("{}({})", text(row[0]), text(row[2])),
                                 .body = text(row[4]),
                                 .schema = schema_of(row),
                                 .returns = text(row[3]),
                                 .language = text(row[5]),
                                 .attributes = text(row[9]),
                                 .security_definer = flag(row[7]),
                                 .procedure = flag(row[8])};
    if (text(row[6]) == "i") function.volatility = ops::Volatility::immutable;
    if (text(row[6]) == "s") function.volatility = ops::Volatility::stable;
    objects.functions.push_back(std::move(function));
  }
  std::vector<Relation> materialized;
  for (const Values& row : rows_of(connection, find_views, {names})) {
    if (flag(row[3])) materialized.push_back({number(row[5]), {schema_of(row), text(row[0])}, {}, {}});
    ops::CreateView view{.name = text(row[0]), .select = select_of_view(text(row[2])), .schema = schema_of(row)};
    if (flag(row[3])) view.options.set({.dialect = "postgresql", .name = "materialized", .value = true});
    if (flag(row[4])) view.options.set({.dialect = "postgresql", .name = "security_invoker", .value = true});
    if (!text(row[6]).empty())
      view.options.set({.dialect = "postgresql", .name = "beside", .value = schema::Sql{text(row[6])}});
    objects.views.push_back(std::move(view));
  }
  add_indexes(connection, materialized, objects.views);
  for (const Values& row : rows_of(connection, find_triggers, {names}))
    objects.triggers.push_back(trigger(row, schema_of(row)));
  for (const Values& row : rows_of(connection, find_policies, {names}))
    objects.policies.push_back(policy(row, schema_of(row)));
  return objects;
}

}  // namespace luamigrate::databases::postgresql
