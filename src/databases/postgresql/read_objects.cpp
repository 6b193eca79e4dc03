#include "databases/postgresql/read_objects.h"

#include <fmt/format.h>

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
    "  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i', 'e'))"
    " ORDER BY c.oid";

constexpr const char* find_functions =
    "SELECT p.proname::text, n.nspname::text, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), "
    "p.prosrc,"
    "  l.lanname::text, p.provolatile::text, p.prosecdef, p.prokind = 'p'"
    " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang"
    " WHERE p.prokind IN ('f', 'p') AND n.nspname = ANY ($1::text[]) AND p.prosrc <> '' AND NOT EXISTS"
    "  (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')"
    " ORDER BY p.oid";

constexpr const char* find_views =
    "SELECT c.relname::text, n.nspname::text, pg_get_viewdef(c.oid), c.relkind = 'm',"
    "  coalesce('security_invoker=true' = ANY (c.reloptions), false), c.oid::bigint"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind IN ('v', 'm') AND n.nspname = ANY ($1::text[]) AND NOT EXISTS (SELECT FROM pg_depend d"
    "  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')"
    " ORDER BY c.oid";

constexpr const char* find_triggers =
    "SELECT t.tgname::text, n.nspname::text, c.relname::text, t.tgtype::int,"
    "  (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY k.place) FROM unnest(t.tgattr::int2[]) WITH ORDINALITY"
    "   k(num, place) JOIN pg_attribute a ON a.attrelid = t.tgrelid AND a.attnum = k.num),"
    "  pg_get_triggerdef(t.oid, true)"
    " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE NOT t.tgisinternal AND n.nspname = ANY ($1::text[]) AND NOT c.relispartition AND NOT EXISTS"
    "  (SELECT FROM pg_depend d WHERE d.classid = 'pg_trigger'::regclass AND d.objid = t.oid AND d.deptype = 'e')"
    " ORDER BY n.nspname COLLATE \"C\", c.relname COLLATE \"C\", t.tgname COLLATE \"C\"";

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
                                 .security_definer = flag(row[7]),
                                 .procedure = flag(row[8])};
    if (text(row[6]) == "i") function.volatility = ops::Volatility::immutable;
    if (text(row[6]) == "s") function.volatility = ops::Volatility::stable;
    objects.functions.push_back(std::move(function));
  }
  for (const Values& row : rows_of(connection, find_views, {names})) {
    ops::CreateView view{.name = text(row[0]), .select = select_of_view(text(row[2])), .schema = schema_of(row)};
    if (flag(row[3])) view.options.set({.dialect = "postgresql", .name = "materialized", .value = true});
    if (flag(row[4])) view.options.set({.dialect = "postgresql", .name = "security_invoker", .value = true});
    objects.views.push_back(std::move(view));
  }
  for (const Values& row : rows_of(connection, find_triggers, {names}))
    objects.triggers.push_back(trigger(row, schema_of(row)));
  return objects;
}

}  // namespace luamigrate::databases::postgresql
