#include "databases/postgresql/read_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "databases/ansi/table_parts.h"
#include "databases/postgresql/counting.h"
#include "databases/postgresql/dialect.h"
#include "databases/postgresql/types.h"

namespace luamigrate::databases::postgresql {

using namespace schema;

std::string without_parentheses(std::string expression) {
  if (!expression.starts_with('(') || !expression.ends_with(')')) return expression;
  int depth = 0;
  char quote = '\0';
  for (std::size_t i = 0; i < expression.size(); ++i) {
    const char c = expression[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')' && --depth == 0 && i + 1 < expression.size()) {
      return expression;
    }
  }
  return expression.substr(1, expression.size() - 2);
}

OptionMap storage_parameters(const std::string& settings) {
  OptionMap map;
  for (std::size_t begin = 0; begin < settings.size();) {
    const std::size_t end = std::min(settings.find(',', begin), settings.size());
    const std::string setting = settings.substr(begin, end - begin);
    const std::size_t equals = std::min(setting.find('='), setting.size());
    map.emplace_back(setting.substr(0, equals), setting.substr(std::min(equals + 1, setting.size())));
    begin = end + 1;
  }
  std::sort(map.begin(), map.end());
  return map;
}

namespace {

void set_option(DialectOptions& options, std::string name, OptionValue value) {
  options.set({.dialect = "postgresql", .name = std::move(name), .value = std::move(value)});
}

std::string action(const std::string& code) {
  if (code == "c") return "CASCADE";
  if (code == "r") return "RESTRICT";
  if (code == "n") return "SET NULL";
  if (code == "d") return "SET DEFAULT";
  return {};  // NO ACTION, the default
}

// The id of the relation stands last in each row of the queries below.
constexpr const char* find_columns =
    "SELECT a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),"
    "  ds.description, a.attidentity::text, a.attgenerated::text,"
    "  CASE WHEN a.attcollation <> t.typcollation THEN co.collname::text END,"
    "  e.oid::bigint, e.typname::text, CASE WHEN NOT pg_type_is_visible(e.oid) THEN en.nspname::text END,"
    "  t.typelem <> 0 AND t.typlen = -1, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,"
    "  CASE WHEN t.typtype = 'd' THEN t.typname::text END,"
    "  CASE WHEN t.typtype = 'd' AND NOT pg_type_is_visible(t.oid) THEN tn.nspname::text END, a.attrelid::bigint"
    " FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
    " JOIN pg_namespace tn ON tn.oid = t.typnamespace"
    " LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
    " LEFT JOIN pg_description ds ON ds.classoid = 'pg_class'::regclass AND ds.objoid = a.attrelid"
    "  AND ds.objsubid = a.attnum"
    " LEFT JOIN pg_collation co ON co.oid = a.attcollation"
    " LEFT JOIN pg_type e ON e.typtype = 'e' AND e.oid = CASE WHEN t.typtype = 'e' THEN t.oid ELSE t.typelem END"
    " LEFT JOIN pg_namespace en ON en.oid = e.typnamespace"
    // The sequence that belongs to the column: of an identity (an internal dependency), or of a SERIAL (an automatic
    // one, and the default takes its values: asked by IN, which is answered once for all where EXISTS asks for each).
    " LEFT JOIN (SELECT dep.refobjid, dep.refobjsubid, q.* FROM pg_sequence q JOIN pg_depend dep"
    "   ON dep.classid = 'pg_class'::regclass AND dep.objid = q.seqrelid AND dep.refclassid = 'pg_class'::regclass"
    "   AND (dep.deptype = 'i' OR (dep.deptype = 'a' AND (dep.refobjid, dep.refobjsubid, q.seqrelid) IN"
    "    (SELECT ad.adrelid, ad.adnum, u.refobjid FROM pg_attrdef ad JOIN pg_depend u"
    "     ON u.classid = 'pg_attrdef'::regclass AND u.objid = ad.oid AND u.refclassid = 'pg_class'::regclass)))) s"
    "  ON s.refobjid = a.attrelid AND s.refobjsubid = a.attnum"
    " WHERE a.attrelid = ANY ($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum";

// A row for each column of each constraint.
constexpr const char* find_constraints =
    "SELECT con.conname::text, con.contype::text, a.attname::text, fa.attname::text, f.relname::text,"
    "  CASE WHEN NOT pg_table_is_visible(f.oid) THEN fn.nspname::text END,"
    "  con.confdeltype::text, con.confupdtype::text, con.confmatchtype::text, con.condeferrable, con.condeferred,"
    "  con.convalidated, CASE WHEN con.contype = 'c' THEN pg_get_expr(con.conbin, con.conrelid) END,"
    "  CASE WHEN con.contype = 'u' THEN (to_jsonb(i) ->> 'indnullsnotdistinct')::bool END,"
    "  CASE WHEN con.contype = 'x' THEN pg_get_constraintdef(con.oid) END,"
    "  CASE WHEN con.contype IN ('p', 'u') AND i.indnatts > i.indnkeyatts THEN"
    "   (SELECT json_agg(ia.attname ORDER BY k.place) FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(num, place)"
    "     JOIN pg_attribute ia ON ia.attrelid = i.indrelid AND ia.attnum = k.num WHERE k.place > i.indnkeyatts)::text "
    "END,"
    "  con.conrelid::bigint"
    " FROM pg_constraint con"
    " LEFT JOIN LATERAL unnest(con.conkey, con.confkey) WITH ORDINALITY k(num, fnum, place)"
    "  ON con.contype IN ('p', 'u', 'f')"
    " LEFT JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.num"
    " LEFT JOIN pg_class f ON f.oid = con.confrelid AND con.contype = 'f'"
    " LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace"
    " LEFT JOIN pg_attribute fa ON fa.attrelid = con.confrelid AND fa.attnum = k.fnum"
    " LEFT JOIN pg_index i ON i.indexrelid = con.conindid AND con.contype IN ('p', 'u')"
    // A key to a table with partitions has one for each of them beside it.
    " WHERE con.conrelid = ANY ($1::oid[]) AND con.contype IN ('p', 'u', 'f', 'c', 'x')"
    "  AND (con.contype <> 'f' OR con.conparentid = 0)"
    " ORDER BY con.conrelid, con.conname, con.oid, k.place";

// A row for each column of each index that carries out no constraint, those of INCLUDE at the end.
constexpr const char* find_indexes =
    "SELECT ic.relname::text, i.indisunique, k.place > i.indnkeyatts,"
    "  CASE WHEN i.indkey[k.place - 1] <> 0 THEN a.attname::text END,"
    "  CASE WHEN i.indkey[k.place - 1] = 0 THEN pg_get_indexdef(i.indexrelid, k.place, false) END,"
    "  coalesce(i.indoption[k.place - 1] & 1 = 1, false), coalesce(i.indoption[k.place - 1] & 2 = 2, false),"
    "  CASE WHEN NOT oc.opcdefault THEN oc.opcname::text END,"
    "  CASE WHEN i.indcollation[k.place - 1] <> a.attcollation THEN co.collname::text END,"
    "  am.amname::text, pg_get_expr(i.indpred, i.indrelid), (to_jsonb(i) ->> 'indnullsnotdistinct')::bool,"
    "  array_to_string(ic.reloptions, ','), NOT i.indisvalid, ts.spcname::text, i.indrelid::bigint"
    " FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_am am ON am.oid = ic.relam"
    " LEFT JOIN pg_tablespace ts ON ts.oid = ic.reltablespace"
    " CROSS JOIN LATERAL generate_series(1, i.indnatts::int) k(place)"
    " LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place - 1]"
    " LEFT JOIN pg_opclass oc ON oc.oid = i.indclass[k.place - 1]"
    " LEFT JOIN pg_collation co ON co.oid = i.indcollation[k.place - 1]"
    " WHERE i.indrelid = ANY ($1::oid[]) AND NOT EXISTS (SELECT FROM pg_constraint con WHERE con.conrelid = i.indrelid"
    "  AND con.conindid = i.indexrelid AND con.contype IN ('p', 'u', 'x'))"
    " ORDER BY i.indrelid, ic.relname COLLATE \"C\", k.place";

// A row for each element of each exclusion.
constexpr const char* find_exclusions =
    "SELECT con.conname::text, CASE WHEN i.indkey[k.place - 1] <> 0 THEN a.attname::text END,"
    "  pg_get_indexdef(i.indexrelid, k.place::int, false), o.oprname::text, am.amname::text,"
    "  pg_get_expr(i.indpred, i.indrelid), con.conrelid::bigint"
    " FROM pg_constraint con JOIN pg_index i ON i.indexrelid = con.conindid"
    " JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_am am ON am.oid = ic.relam"
    " CROSS JOIN LATERAL unnest(con.conexclop) WITH ORDINALITY k(operator, place)"
    " JOIN pg_operator o ON o.oid = k.operator"
    " LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place - 1]"
    " WHERE con.conrelid = ANY ($1::oid[]) AND con.contype = 'x' ORDER BY con.conrelid, con.conname, k.place";

constexpr const char* find_labels =
    "SELECT enumlabel::text, enumtypid::bigint FROM pg_enum ORDER BY enumtypid, enumsortorder";

std::string id_list(const std::vector<Relation>& relations) {
  std::string list = "{";
  for (const Relation& relation : relations) list += (list.size() > 1 ? "," : "") + std::to_string(relation.id);
  return list + "}";
}

// ["a", "b"], of names as JSON.
OptionList names_in_json(const std::string& json) {
  OptionList names;
  std::string name;
  bool inside = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] == '\\' && inside) {
      name += json[++i];
    } else if (json[i] == '"') {
      if (inside) names.emplace_back(std::move(name));
      name.clear();
      inside = !inside;
    } else if (inside) {
      name += json[i];
    }
  }
  return names;
}

class TableReader {
 public:
  TableReader(Connection& connection, const std::vector<Relation>& relations)
      : connection_(connection), ids_(id_list(relations)) {
    tables_.reserve(relations.size());
    for (const Relation& relation : relations) {
      places_.emplace(relation.id, tables_.size());
      tables_.push_back({.name = relation.name, .comment = relation.comment, .options = relation.options});
    }
  }

  std::vector<Table> read() {
    if (tables_.empty()) return {};
    for (const Values& row : rows_of(connection_, find_columns, {ids_})) of(row).columns.push_back(column(row));
    read_constraints();
    read_indexes();
    return std::move(tables_);
  }

  std::vector<std::vector<Index>> read_only_indexes() {
    std::vector<std::vector<Index>> result;
    if (!tables_.empty()) read_indexes();
    for (Table& table : tables_) result.push_back(std::move(table.indexes));
    return result;
  }

 private:
  Table& of(const Values& row) { return tables_[places_.at(number(row.back()))]; }

  const std::vector<std::string>& labels(std::int64_t type) {
    if (!labels_read_) {
      for (const Values& row : rows_of(connection_, find_labels)) labels_[number(row[1])].push_back(text(row[0]));
      labels_read_ = true;
    }
    return labels_[type];
  }

  Type type(const Values& row) {
    if (!is_null(row[18])) {
      Type domain{.dialect = "postgresql", .name = "DOMAIN", .arguments = {text(row[18])}};
      if (!is_null(row[19])) domain.options.emplace_back("schema", text(row[19]));
      return domain;
    }
    if (is_null(row[8])) return type_from_catalog(text(row[1]));
    Type enumeration{.name = "Enum"};
    enumeration.arguments.emplace_back(labels(number(row[8])));
    enumeration.options.emplace_back("name", text(row[9]));
    if (!is_null(row[10])) enumeration.options.emplace_back("schema", text(row[10]));
    if (!flag(row[11])) return enumeration;
    Type array{.dialect = "postgresql", .name = "ARRAY"};
    array.arguments.emplace_back(base::Box<Type>(std::move(enumeration)));
    return array;
  }

  Column column(const Values& row) {
    Column result{.name = text(row[0]), .type = type(row)};
    result.nullable = !flag(row[2]);
    result.comment = text(row[4]);
    result.collation = text(row[7]);
    const std::string expression = text(row[3]);
    if (!text(row[5]).empty()) {
      result.identity = Identity{.always = text(row[5]) == "a",
                                 .start = number(row[12]),
                                 .increment = number(row[13]),
                                 .minvalue = number(row[14]),
                                 .maxvalue = number(row[15]),
                                 .cache = number(row[16]),
                                 .cycle = flag(row[17])};
    } else if (!text(row[6]).empty()) {
      result.computed = Computed{.expression = without_parentheses(expression), .persisted = true};
    } else if (!is_null(row[12]) && expression.starts_with("nextval(") &&
               !serial_of(dialect().type_sql(result.type)).empty()) {
      result.autoincrement = true;  // SERIAL
    } else if (!expression.empty()) {
      result.server_default = Sql{expression};
    }
    return result;
  }

  // Only a key counts by SERIAL unasked: elsewhere it is the type.
  static void name_serials(Table& table) {
    for (Column& column : table.columns) {
      if (column.autoincrement != true || column.primary_key) continue;
      column.autoincrement.reset();
      column.type = {.name = "SqlType", .arguments = {std::string(serial_of(dialect().type_sql(column.type)))}};
    }
  }

  void read_constraints() {
    const Table* last_table = nullptr;
    std::string last;
    for (const Values& row : rows_of(connection_, find_constraints, {ids_})) {
      Table& table = of(row);
      const bool first = &table != last_table || text(row[0]) != last;
      last_table = &table;
      last = text(row[0]);
      add_constraint(row, first, table);
    }
    if (std::ranges::any_of(tables_, [](const Table& table) { return !table.excludes.empty(); })) read_exclusions();
    for (Table& table : tables_) {
      if (!table.primary_key) continue;
      const auto& key = table.primary_key->columns;
      for (Column& candidate : table.columns)
        candidate.primary_key = std::find(key.begin(), key.end(), candidate.name) != key.end();
      // A key of one integer is SERIAL where nothing else is said.
      const auto only = std::ranges::find(table.columns, key.front(), &Column::name);
      if (key.size() == 1 && only != table.columns.end() && ansi::is_integer(only->type) && !only->autoincrement &&
          !only->server_default && !only->identity)
        only->autoincrement = false;
    }
    for (Table& table : tables_) name_serials(table);
  }

  void read_exclusions() {
    for (const Values& row : rows_of(connection_, find_exclusions, {ids_}))
      for (Exclude& exclude : of(row).excludes) {
        if (exclude.name->text != text(row[0])) continue;
        exclude.elements.push_back(
            {.expression = is_null(row[1]) ? NameOrSql(Sql{text(row[2])}) : NameOrSql(text(row[1])),
             .operation = text(row[3])});
        set_option(exclude.options, "using", text(row[4]));
        if (!is_null(row[5])) set_option(exclude.options, "where", Sql{without_parentheses(text(row[5]))});
      }
  }

  static void add_constraint(const Values& row, bool first, Table& table) {
    const Name name{text(row[0]), true};
    const std::string kind = text(row[1]);
    DialectOptions options;
    if (flag(row[9])) set_option(options, "deferrable", true);
    if (flag(row[10])) set_option(options, "initially", std::string("DEFERRED"));
    if (!flag(row[11])) set_option(options, "not_valid", true);
    if (!is_null(row[15])) set_option(options, "include", names_in_json(text(row[15])));
    if (kind == "p") {
      if (first) table.primary_key = PrimaryKey{.name = name, .options = options};
      table.primary_key->columns.push_back(text(row[2]));
    } else if (kind == "u") {
      if (flag(row[13])) set_option(options, "nulls_not_distinct", true);
      if (first) table.uniques.push_back({.name = name, .options = options});
      table.uniques.back().columns.push_back(text(row[2]));
    } else if (kind == "f") {
      if (text(row[8]) == "f") set_option(options, "match", std::string("FULL"));
      if (first)
        table.foreign_keys.push_back({.referent = {.table = {text(row[5]), text(row[4])}},
                                      .name = name,
                                      .ondelete = action(text(row[6])),
                                      .onupdate = action(text(row[7])),
                                      .options = options});
      table.foreign_keys.back().columns.push_back(text(row[2]));
      table.foreign_keys.back().referent.columns.push_back(text(row[3]));
    } else if (kind == "c") {
      table.checks.push_back({.condition = without_parentheses(text(row[12])), .name = name, .options = options});
    } else {
      // Its elements are read by themselves.
      set_option(options, "definition", Sql{text(row[14])});
      table.excludes.push_back({.name = name, .options = options});
    }
  }

  void read_indexes() {
    const Table* last_table = nullptr;
    std::string last;
    for (const Values& row : rows_of(connection_, find_indexes, {ids_})) {
      Table& table = of(row);
      if (&table != last_table || text(row[0]) != last) table.indexes.push_back(index(row));
      last_table = &table;
      last = text(row[0]);
      Index& current = table.indexes.back();
      if (flag(row[2])) {
        include(current, text(row[3]));
        continue;
      }
      IndexColumn key{.expression = is_null(row[3]) ? NameOrSql(Sql{text(row[4])}) : NameOrSql(text(row[3])),
                      .desc = flag(row[5]),
                      .opclass = text(row[7]),
                      .collation = text(row[8])};
      // NULLs come first by themselves in a descending index, and last in an ascending one.
      if (flag(row[6]) != key.desc) key.nulls = flag(row[6]) ? "first" : "last";
      current.columns.push_back(std::move(key));
    }
  }

  static Index index(const Values& row) {
    Index result{.name = Name{text(row[0]), true}, .unique = flag(row[1]), .invalid = flag(row[13])};
    if (text(row[9]) != "btree") set_option(result.options, "using", text(row[9]));
    if (!is_null(row[10])) set_option(result.options, "where", Sql{without_parentheses(text(row[10]))});
    if (flag(row[11])) set_option(result.options, "nulls_not_distinct", true);
    if (!is_null(row[14])) set_option(result.options, "tablespace", text(row[14]));
    if (const std::string settings = text(row[12]); !settings.empty())
      set_option(result.options, "with", storage_parameters(settings));
    return result;
  }

  static void include(Index& index, std::string column) {
    const OptionValue* found = index.options.find("postgresql", "include");
    OptionList columns = found ? std::get<OptionList>(*found) : OptionList();
    columns.emplace_back(std::move(column));
    set_option(index.options, "include", std::move(columns));
  }

  Connection& connection_;
  std::string ids_;
  std::vector<Table> tables_;
  std::unordered_map<std::int64_t, std::size_t> places_;
  std::unordered_map<std::int64_t, std::vector<std::string>> labels_;
  bool labels_read_ = false;
};

}  // namespace

std::vector<Table> read_tables(Connection& connection, const std::vector<Relation>& relations) {
  return TableReader(connection, relations).read();
}

std::vector<std::vector<Index>> read_indexes(Connection& connection, const std::vector<Relation>& relations) {
  return TableReader(connection, relations).read_only_indexes();
}

}  // namespace luamigrate::databases::postgresql
