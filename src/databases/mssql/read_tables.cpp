#include "databases/mssql/read_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "databases/mssql/dialect.h"
#include "databases/mssql/types.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::mssql {

using namespace schema;

bool is_set(const Value& value) {
  return flag(value) || number(value) != 0;
}

std::string in_schemas(const std::vector<std::string>& schemas, Values& params) {
  std::vector<std::string> places;
  for (const std::string& schema : schemas) {
    places.emplace_back(schema.empty() ? "SCHEMA_NAME()" : "?");
    if (!schema.empty()) params.emplace_back(schema);
  }
  if (places.empty()) return "1 = 0";
  return fmt::format("s.name IN ({})", fmt::join(places, ", "));
}

std::string_view without_parentheses(std::string_view expression) {
  while (expression.starts_with('(') && expression.ends_with(')')) {
    sql::Tokenizer tokens(expression, dialect().syntax());
    int depth = 0;
    std::size_t place = 0;
    for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next()) {
      place += token.text.size();
      depth += token.text == "(" ? 1 : token.text == ")" ? -1 : 0;
      if (depth == 0) break;
    }
    if (place != expression.size()) break;
    expression = expression.substr(1, expression.size() - 2);
  }
  return expression;
}

namespace {

// In each the schema stands first and the table second; {} is the condition on them.
constexpr const char* find_tables =
    "SELECT s.name, t.name, CAST(p.value AS national character varying(4000)),"
    " CASE WHEN s.name = SCHEMA_NAME() THEN 1 ELSE 0 END,"
    " CAST(DATABASEPROPERTYEX(DB_NAME(), 'Collation') AS national character varying(128))"
    " FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id"
    " LEFT JOIN sys.extended_properties p ON p.class = 1 AND p.major_id = t.object_id AND p.minor_id = 0"
    "  AND p.name = 'MS_Description'"
    " WHERE t.is_ms_shipped = 0 AND {} ORDER BY s.name, t.name";

constexpr const char* find_columns =
    "SELECT s.name, t.name, c.name, y.name, c.max_length, c.precision, c.scale, c.is_nullable, c.collation_name,"
    " d.definition, k.definition, k.is_persisted, i.column_id, CAST(i.seed_value AS bigint),"
    " CAST(i.increment_value AS bigint), CAST(p.value AS national character varying(4000))"
    " FROM sys.columns c JOIN sys.tables t ON t.object_id = c.object_id"
    " JOIN sys.schemas s ON s.schema_id = t.schema_id JOIN sys.types y ON y.user_type_id = c.user_type_id"
    " LEFT JOIN sys.default_constraints d ON d.object_id = c.default_object_id"
    " LEFT JOIN sys.computed_columns k ON k.object_id = c.object_id AND k.column_id = c.column_id"
    " LEFT JOIN sys.identity_columns i ON i.object_id = c.object_id AND i.column_id = c.column_id"
    " LEFT JOIN sys.extended_properties p ON p.class = 1 AND p.major_id = c.object_id AND p.minor_id = c.column_id"
    "  AND p.name = 'MS_Description'"
    " WHERE {} ORDER BY s.name, t.name, c.column_id";

constexpr const char* find_indexes =
    "SELECT s.name, t.name, i.name, i.is_primary_key, i.is_unique_constraint, i.is_unique, i.type,"
    " i.filter_definition, c.name, x.is_descending_key, x.is_included_column"
    " FROM sys.indexes i JOIN sys.tables t ON t.object_id = i.object_id"
    " JOIN sys.schemas s ON s.schema_id = t.schema_id"
    " JOIN sys.index_columns x ON x.object_id = i.object_id AND x.index_id = i.index_id"
    " JOIN sys.columns c ON c.object_id = x.object_id AND c.column_id = x.column_id"
    " WHERE i.is_hypothetical = 0 AND (x.key_ordinal > 0 OR x.is_included_column = 1) AND {}"
    " ORDER BY s.name, t.name, i.index_id, x.is_included_column, x.key_ordinal, x.index_column_id";

constexpr const char* find_foreign_keys =
    "SELECT s.name, t.name, f.name, c.name, o.name, r.name, b.name, f.delete_referential_action_desc,"
    " f.update_referential_action_desc, CASE WHEN o.name = SCHEMA_NAME() THEN 1 ELSE 0 END, f.is_not_trusted"
    " FROM sys.foreign_keys f JOIN sys.tables t ON t.object_id = f.parent_object_id"
    " JOIN sys.schemas s ON s.schema_id = t.schema_id"
    " JOIN sys.foreign_key_columns k ON k.constraint_object_id = f.object_id"
    " JOIN sys.columns c ON c.object_id = k.parent_object_id AND c.column_id = k.parent_column_id"
    " JOIN sys.tables r ON r.object_id = k.referenced_object_id JOIN sys.schemas o ON o.schema_id = r.schema_id"
    " JOIN sys.columns b ON b.object_id = k.referenced_object_id AND b.column_id = k.referenced_column_id"
    " WHERE {} ORDER BY s.name, t.name, f.name, k.constraint_column_id";

constexpr const char* find_checks =
    "SELECT s.name, t.name, k.name, k.definition, k.is_not_trusted"
    " FROM sys.check_constraints k JOIN sys.tables t ON t.object_id = k.parent_object_id"
    " JOIN sys.schemas s ON s.schema_id = t.schema_id WHERE {} ORDER BY s.name, t.name, k.name";

// Of sys.indexes.type.
enum IndexKind : std::int64_t { clustered = 1, nonclustered = 2, clustered_columnstore = 5, columnstore = 6 };

void set_option(DialectOptions& options, std::string name, OptionValue value) {
  options.set({.dialect = "mssql", .name = std::move(name), .value = std::move(value)});
}

// `SET_NULL` of the catalogue.
std::string action(std::string found) {
  if (found == "NO_ACTION") return {};
  std::ranges::replace(found, '_', ' ');
  return found;
}

// A text constant is told as the text it is; what else there may be, as SQL.
DefaultValue default_from(std::string_view definition) {
  const std::string_view plain = without_parentheses(definition);
  std::string_view quoted = plain;
  if (quoted.starts_with('N')) quoted.remove_prefix(1);
  const bool is_text = quoted.size() >= 2 && quoted.starts_with('\'') && quoted.ends_with('\'') &&
                       quoted.substr(1, quoted.size() - 2).find('\'') == std::string_view::npos;
  if (is_text) return std::string(quoted.substr(1, quoted.size() - 2));
  return Sql{std::string(plain)};
}

class TableReader {
 public:
  TableReader(Connection& connection, const std::vector<std::string>& schemas, const std::string& name)
      : connection_(connection), schemas_(schemas), name_(name) {}

  std::vector<Table> read() {
    for (const Values& row : rows(find_tables)) add_table(row);
    if (tables_.empty()) return {};
    for (const Values& row : rows(find_columns))
      if (Table* table = table_of(row)) table->columns.push_back(column(row));
    for (const Values& row : rows(find_foreign_keys))
      if (Table* table = table_of(row)) add_foreign_key(row, *table);
    for (const Values& row : rows(find_checks))
      if (Table* table = table_of(row)) add_check(row, *table);
    for (const Values& row : rows(find_indexes))
      if (Table* table = table_of(row)) add_index_column(row, *table);
    for (Table& table : tables_) mark_key(table);
    return std::move(tables_);
  }

 private:
  std::vector<Values> rows(const char* sql) {
    Values params;
    std::string condition = in_schemas(schemas_, params);
    if (!name_.empty()) {
      condition += " AND t.name = ?";
      params.emplace_back(name_);
    }
    return rows_of(connection_, fmt::format(fmt::runtime(sql), condition), std::move(params));
  }

  Table* table_of(const Values& row) {
    const auto found = places_.find({text(row[0]), text(row[1])});
    return found == places_.end() ? nullptr : &tables_[found->second];
  }

  void add_table(const Values& row) {
    places_[{text(row[0]), text(row[1])}] = tables_.size();
    Table& table = tables_.emplace_back();
    table.name = {is_set(row[3]) ? std::string() : text(row[0]), text(row[1])};
    table.comment = text(row[2]);
    collation_ = text(row[4]);
  }

  Column column(const Values& row) const {
    Column result{.name = text(row[2]),
                  .type = type_from_catalogue(text(row[3]), number(row[4]), number(row[5]), number(row[6]))};
    result.nullable = is_set(row[7]);
    if (text(row[8]) != collation_) result.collation = text(row[8]);
    if (!is_null(row[9])) result.server_default = default_from(text(row[9]));
    if (!is_null(row[10]))
      result.computed =
          Computed{.expression = std::string(without_parentheses(text(row[10]))), .persisted = is_set(row[11])};
    if (!is_null(row[12])) {
      result.identity = Identity{};
      if (number(row[13]) != 1 || number(row[14]) != 1) {
        result.identity->start = number(row[13]);
        result.identity->increment = number(row[14]);
      }
    }
    result.comment = text(row[15]);
    return result;
  }

  static void add_foreign_key(const Values& row, Table& table) {
    const std::string name = text(row[2]);
    if (table.foreign_keys.empty() || table.foreign_keys.back().name->text != name) {
      ForeignKey& key = table.foreign_keys.emplace_back();
      key.name = Name{name, true};
      key.referent.table = {is_set(row[9]) ? std::string() : text(row[4]), text(row[5])};
      key.ondelete = action(text(row[7]));
      key.onupdate = action(text(row[8]));
      if (is_set(row[10])) set_option(key.options, "not_valid", true);
    }
    table.foreign_keys.back().columns.push_back(text(row[3]));
    table.foreign_keys.back().referent.columns.push_back(text(row[6]));
  }

  static void add_check(const Values& row, Table& table) {
    Check& check = table.checks.emplace_back();
    check.condition = std::string(without_parentheses(text(row[3])));
    check.name = Name{text(row[2]), true};
    if (is_set(row[4])) set_option(check.options, "not_valid", true);
  }

  static void add_index_column(const Values& row, Table& table) {
    const Name name{text(row[2]), true};
    const std::string column = text(row[8]);
    const std::int64_t kind = number(row[6]);
    if (is_set(row[3])) {
      if (!table.primary_key) {
        table.primary_key = PrimaryKey{.name = name};
        if (kind == nonclustered) set_option(table.primary_key->options, "clustered", false);
      }
      table.primary_key->columns.push_back(column);
    } else if (is_set(row[4])) {
      if (table.uniques.empty() || table.uniques.back().name != name) {
        Unique& unique = table.uniques.emplace_back();
        unique.name = name;
        if (kind == clustered) set_option(unique.options, "clustered", true);
      }
      table.uniques.back().columns.push_back(column);
    } else {
      if (table.indexes.empty() || table.indexes.back().name != name) start_index(row, name, kind, table);
      Index& index = table.indexes.back();
      if (is_set(row[10]) && kind <= nonclustered)
        include(index, column);
      else
        index.columns.push_back({.expression = column, .desc = is_set(row[9])});
    }
  }

  static void start_index(const Values& row, const Name& name, std::int64_t kind, Table& table) {
    Index& index = table.indexes.emplace_back();
    index.name = name;
    index.unique = is_set(row[5]);
    if (kind == clustered || kind == clustered_columnstore) set_option(index.options, "clustered", true);
    if (kind == clustered_columnstore || kind == columnstore) set_option(index.options, "columnstore", true);
    if (!is_null(row[7])) set_option(index.options, "where", std::string(without_parentheses(text(row[7]))));
  }

  static void include(Index& index, const std::string& column) {
    const OptionValue* found = index.options.find("mssql", "include");
    OptionList columns = found ? std::get<OptionList>(*found) : OptionList();
    columns.emplace_back(column);
    set_option(index.options, "include", std::move(columns));
  }

  static void mark_key(Table& table) {
    if (!table.primary_key) return;
    for (Column& column : table.columns)
      column.primary_key =
          std::ranges::find(table.primary_key->columns, column.name) != table.primary_key->columns.end();
  }

  Connection& connection_;
  const std::vector<std::string>& schemas_;
  const std::string& name_;
  std::string collation_;
  std::vector<Table> tables_;
  std::map<std::pair<std::string, std::string>, std::size_t> places_;
};

}  // namespace

std::vector<Table> read_tables(Connection& connection, const std::vector<std::string>& schemas,
                               const std::string& name) {
  return TableReader(connection, schemas, name).read();
}

}  // namespace luamigrate::databases::mssql
