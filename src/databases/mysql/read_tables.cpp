#include "databases/mysql/read_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <sstream>
#include <utility>

#include "base/text.h"
#include "databases/ansi/table_parts.h"
#include "databases/mysql/dialect.h"
#include "databases/mysql/read_objects.h"
#include "databases/mysql/types.h"
#include "sql/names.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::mysql {

using namespace schema;

std::string in_schemas(std::string_view column, const std::vector<std::string>& schemas, Values& params) {
  std::vector<std::string> places;
  for (const std::string& schema : schemas) {
    places.emplace_back(schema.empty() ? "DATABASE()" : "?");
    if (!schema.empty()) params.emplace_back(schema);
  }
  if (places.empty()) return "FALSE";
  return fmt::format("{} IN ({})", column, fmt::join(places, ", "));
}

namespace {

void set_option(DialectOptions& options, std::string name, OptionValue value) {
  options.set({.dialect = "mysql", .name = std::move(name), .value = std::move(value)});
}

// In each the schema stands first and the table second; {} is the condition on them. An engine and a collation are told
// where they are not the default ones.
constexpr const char* find_tables =
    "SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.TABLE_COMMENT, NULLIF(t.ENGINE, @@default_storage_engine),"
    "  NULLIF(t.TABLE_COLLATION, s.DEFAULT_COLLATION_NAME), COALESCE(t.TABLE_SCHEMA = DATABASE(), 0), t.CREATE_OPTIONS"
    " FROM information_schema.TABLES t JOIN information_schema.SCHEMATA s ON s.SCHEMA_NAME = t.TABLE_SCHEMA"
    " WHERE t.TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') AND {} ORDER BY t.TABLE_SCHEMA, t.TABLE_NAME";

constexpr const char* find_partitions =
    "SELECT TABLE_SCHEMA, TABLE_NAME, PARTITION_NAME, PARTITION_METHOD, PARTITION_EXPRESSION, PARTITION_DESCRIPTION,"
    "  PARTITION_COMMENT, MAX(SUBPARTITION_METHOD), MAX(SUBPARTITION_EXPRESSION), COUNT(SUBPARTITION_NAME)"
    " FROM information_schema.PARTITIONS WHERE PARTITION_METHOD IS NOT NULL AND {}"
    " GROUP BY TABLE_SCHEMA, TABLE_NAME, PARTITION_ORDINAL_POSITION, PARTITION_NAME, PARTITION_METHOD,"
    "  PARTITION_EXPRESSION, PARTITION_DESCRIPTION, PARTITION_COMMENT"
    " ORDER BY TABLE_SCHEMA, TABLE_NAME, PARTITION_ORDINAL_POSITION";

constexpr const char* find_columns =
    "SELECT c.TABLE_SCHEMA, c.TABLE_NAME, c.COLUMN_NAME, c.COLUMN_TYPE, c.IS_NULLABLE, c.COLUMN_DEFAULT, c.EXTRA,"
    "  c.COLUMN_COMMENT, NULLIF(c.COLLATION_NAME, t.TABLE_COLLATION), c.GENERATION_EXPRESSION"
    " FROM information_schema.COLUMNS c JOIN information_schema.TABLES t"
    "  ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME"
    " WHERE {} ORDER BY c.TABLE_SCHEMA, c.TABLE_NAME, c.ORDINAL_POSITION";

// EXPRESSION is MySQL's.
constexpr const char* find_indexes =
    "SELECT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME, COLLATION, SUB_PART, INDEX_TYPE, "
    "{expression}"
    " FROM information_schema.STATISTICS WHERE {} ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX";

constexpr const char* find_foreign_keys =
    "SELECT k.TABLE_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME,"
    "  NULLIF(k.REFERENCED_TABLE_SCHEMA, k.TABLE_SCHEMA), k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME,"
    "  r.DELETE_RULE, r.UPDATE_RULE"
    " FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS r"
    "  ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME"
    "  AND r.TABLE_NAME = k.TABLE_NAME"
    " WHERE {} AND k.REFERENCED_TABLE_NAME IS NOT NULL"
    " ORDER BY k.TABLE_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION";

// A check that MariaDB has in a column goes with it; MySQL has all of them in the table.
constexpr const char* find_checks_mariadb =
    "SELECT CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE, LEVEL"
    " FROM information_schema.CHECK_CONSTRAINTS WHERE {} ORDER BY CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME";
constexpr const char* find_checks_mysql =
    "SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.CONSTRAINT_NAME, c.CHECK_CLAUSE, 'Table'"
    " FROM information_schema.TABLE_CONSTRAINTS t JOIN information_schema.CHECK_CONSTRAINTS c"
    "  ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME"
    " WHERE t.CONSTRAINT_TYPE = 'CHECK' AND {} ORDER BY t.TABLE_SCHEMA, t.TABLE_NAME, t.CONSTRAINT_NAME";

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

std::string in_backticks(std::string name) {
  return "`" + replaced(std::move(name), "`", "``") + "`";
}

// The catalogue writes names in the quotes of the session, and texts in single ones always: under ANSI_QUOTES "a" is a
// name.
std::string with_backticks(const std::string& expression) {
  static constexpr sql::Syntax syntax{.backtick_identifiers = true, .backslash_escapes = true};
  if (expression.find('"') == std::string::npos) return expression;
  std::string result;
  sql::Tokenizer tokens(expression, syntax);
  for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next())
    result += token.text.starts_with('"') ? in_backticks(sql::unquoted(token.text)) : std::string(token.text);
  return result;
}

// `((a > 0))` as MySQL shows it, and the quotes that it escapes.
std::string plain(std::string expression, bool mariadb) {
  if (!mariadb) expression = replaced(std::move(expression), "\\'", "'");
  expression = with_backticks(expression);
  if (mariadb) return expression;
  if (!expression.starts_with('(') || !expression.ends_with(')')) return expression;
  int depth = 0;
  for (std::size_t i = 0; i + 1 < expression.size(); ++i) {
    depth += expression[i] == '(' ? 1 : expression[i] == ')' ? -1 : 0;
    if (depth == 0) return expression;
  }
  return expression.substr(1, expression.size() - 2);
}

// NO ACTION and RESTRICT are the same here, and the default.
std::string action(const std::string& rule) {
  return rule == "NO ACTION" || rule == "RESTRICT" ? std::string() : rule;
}

class TableReader {
 public:
  TableReader(Connection& connection, const std::vector<std::string>& schemas, const std::string& name)
      : connection_(connection),
        schemas_(schemas),
        name_(name),
        mariadb_(contains(text(rows_of(connection, "SELECT VERSION()").at(0).at(0)), "MariaDB")) {}

  std::vector<Table> read() {
    for (const Values& row : rows(find_tables, "t.TABLE_SCHEMA", "t.TABLE_NAME")) add_table(row);
    if (tables_.empty()) return {};
    if (has_partitions_)
      for (const Values& row : rows(find_partitions, "TABLE_SCHEMA", "TABLE_NAME"))
        if (Table* table = table_of(row)) add_partition(row, *table);
    for (const Values& row : rows(find_columns, "c.TABLE_SCHEMA", "c.TABLE_NAME"))
      if (Table* table = table_of(row)) table->columns.push_back(column(row));
    for (const Values& row : rows(find_foreign_keys, "k.TABLE_SCHEMA", "k.TABLE_NAME"))
      if (Table* table = table_of(row)) add_foreign_key(row, *table);
    if (mariadb_)
      for (const Values& row : rows(find_checks_mariadb, "CONSTRAINT_SCHEMA", "TABLE_NAME")) add_check(row);
    else
      for (const Values& row : rows(find_checks_mysql, "t.TABLE_SCHEMA", "t.TABLE_NAME")) add_check(row);
    const std::string indexes = replaced(find_indexes, "{expression}", mariadb_ ? "NULL" : "EXPRESSION");
    for (const Values& row : rows(indexes, "TABLE_SCHEMA", "TABLE_NAME"))
      if (Table* table = table_of(row)) add_index_column(row, *table);
    for (Table& table : tables_) finish(table);
    return std::move(tables_);
  }

 private:
  std::vector<Values> rows(std::string_view sql, std::string_view schema_column, std::string_view name_column) {
    Values params;
    std::string condition = in_schemas(schema_column, schemas_, params);
    if (!name_.empty()) {
      condition += fmt::format(" AND {} = ?", name_column);
      params.emplace_back(name_);
    }
    return rows_of(connection_, replaced(std::string(sql), "{}", condition), std::move(params));
  }

  Table* table_of(const Values& row) {
    const auto found = places_.find({text(row[0]), text(row[1])});
    return found == places_.end() ? nullptr : &tables_[found->second];
  }

  void add_table(const Values& row) {
    places_[{text(row[0]), text(row[1])}] = tables_.size();
    Table& table = tables_.emplace_back();
    table.name = {number(row[5]) == 1 ? std::string() : text(row[0]), text(row[1])};
    table.comment = text(row[2]);
    if (!is_null(row[3])) set_option(table.options, "engine", text(row[3]));
    if (!is_null(row[4])) set_option(table.options, "collate", text(row[4]));
    add_options(text(row[6]), table);
  }

  // `row_format=COMPRESSED key_block_size=8 partitioned`
  void add_options(const std::string& text, Table& table) {
    std::istringstream words(text);
    for (std::string word; words >> word;) {
      const std::size_t sign = word.find('=') + 1;  // 0: there is none
      const std::string name = word.substr(0, sign), value = word.substr(sign);
      std::int64_t size = 0;
      if (name == "row_format=") set_option(table.options, "row_format", base::upper(value));
      std::from_chars(value.data(), value.data() + value.size(), size);
      if (name == "key_block_size=" && size > 0) set_option(table.options, "key_block_size", size);
      has_partitions_ = has_partitions_ || word == "partitioned";
    }
  }

  // `RANGE (year(d)) (PARTITION a VALUES LESS THAN (2000), ...)`, as it stands behind PARTITION BY; the name of each
  // partition is kept, those of subpartitions are the server's.
  void add_partition(const Values& row, Table& table) {
    const std::string method = text(row[3]), values = text(row[5]), comment = text(row[6]);
    std::string sql = table.options.text("mysql", "partition_by");
    if (sql.empty()) {
      sql = fmt::format("{} ({})", method, text(row[4]));
      if (!is_null(row[7]))
        sql += fmt::format(" SUBPARTITION BY {} ({}) SUBPARTITIONS {}", text(row[7]), text(row[8]), number(row[9]));
      sql += " (";
    } else {
      sql.back() = ',';
      sql += ' ';
    }
    sql += "PARTITION " + dialect().quote(text(row[2]));
    if (method.starts_with("RANGE"))
      sql += fmt::format(" VALUES LESS THAN ({})", values);
    else if (method.starts_with("LIST"))
      sql += values == "MAXVALUE" || (values == "0" && is_default(row)) ? " DEFAULT"
                                                                        : fmt::format(" VALUES IN ({})", values);
    if (!comment.empty()) sql += " COMMENT = " + dialect().literal(comment);
    set_option(table.options, "partition_by", Sql{sql + ")"});
  }

  // MariaDB's catalogue calls the partition for all other numbers that of the number 0.
  bool is_default(const Values& row) {
    const ObjectName table{text(row[0]), text(row[1])};
    const auto shown = rows_of(connection_, "SHOW CREATE TABLE " + dialect().quote(table));
    return contains(text(shown.at(0).at(1)), "PARTITION " + in_backticks(text(row[2])) + " DEFAULT");
  }

  Column column(const Values& row) const {
    Column result{.name = text(row[2]), .type = type_from_catalogue(text(row[3]))};
    result.nullable = text(row[4]) == "YES";
    result.comment = text(row[7]);
    result.collation = text(row[8]);
    const std::string extra = text(row[6]);
    if (contains(extra, "INVISIBLE")) set_option(result.options, "invisible", true);
    if (contains(extra, "auto_increment")) result.autoincrement = true;
    if (contains(extra, "VIRTUAL GENERATED") || contains(extra, "STORED GENERATED"))
      result.computed =
          Computed{.expression = plain(text(row[9]), mariadb_), .persisted = contains(extra, "STORED GENERATED")};
    else
      result.server_default = default_of(row, result, extra);
    return result;
  }

  // The default with what is written behind it, ON UPDATE.
  std::optional<DefaultValue> default_of(const Values& row, const Column& column, const std::string& extra) const {
    const std::string found = text(row[5]);
    const std::size_t update = extra.find("on update ");
    const std::string on_update = update == std::string::npos ? "" : "ON UPDATE " + extra.substr(update + 10);
    const bool none = is_null(row[5]) || (mariadb_ && found == "NULL");
    if (none && on_update.empty()) return std::nullopt;
    if (none) return Sql{column.nullable == true ? "NULL " + on_update : on_update};
    // MariaDB shows SQL; MySQL shows the value itself where it is one.
    if (!mariadb_ && !contains(extra, "DEFAULT_GENERATED") && on_update.empty() && !found.starts_with("b'"))
      return DefaultValue(found);
    std::string expression = without_schema(plain(found, mariadb_), text(row[0]));
    if (!on_update.empty()) expression += " " + on_update;
    return Sql{std::move(expression)};
  }

  void add_check(const Values& row) {
    Table* table = table_of(row);
    if (!table) return;
    const std::string name = text(row[2]);
    const std::string condition = plain(text(row[3]), mariadb_);
    if (text(row[4]) != "Column") {
      table->checks.push_back({.condition = condition, .name = Name{name, true}});
      return;
    }
    const std::string owner = owner_of_check(*table, name, condition);
    for (Column& column : table->columns) {
      if (column.name != owner) continue;
      // JSON is a text with a check to MariaDB.
      if (condition == fmt::format("json_valid(`{}`)", owner) && column.type.name == "LONGTEXT") {
        column.type = {.name = "JSON"};
        column.collation.clear();
      } else {
        column.check = condition;
      }
    }
  }

  // The column whose check it is: MariaDB (seen in 10.11) goes on calling a check like its column was called before
  // RENAME COLUMN, in the condition it writes the new name.
  std::string owner_of_check(const Table& table, const std::string& name, const std::string& condition) const {
    const Column* const named = table.find_column(name);
    if (named && sql::mentions(condition, name, dialect().syntax())) return name;
    const auto shown = rows_of(connection_, "SHOW CREATE TABLE " + dialect().quote(table.name));
    std::istringstream lines(with_backticks(text(shown.at(0).at(1))));
    for (std::string line; std::getline(lines, line);)
      for (const Column& column : table.columns)
        if (base::trimmed(line).starts_with(in_backticks(column.name) + " ") &&
            contains(line, fmt::format(" CHECK ({})", condition)))
          return column.name;
    return name;
  }

  static void add_foreign_key(const Values& row, Table& table) {
    const std::string name = text(row[2]);
    if (table.foreign_keys.empty() || table.foreign_keys.back().name->text != name)
      table.foreign_keys.push_back({.referent = {.table = {text(row[4]), text(row[5])}},
                                    .name = Name{name, true},
                                    .ondelete = action(text(row[7])),
                                    .onupdate = action(text(row[8]))});
    table.foreign_keys.back().columns.push_back(text(row[3]));
    table.foreign_keys.back().referent.columns.push_back(text(row[6]));
  }

  void add_index_column(const Values& row, Table& table) const {
    const std::string name = text(row[2]);
    if (name == "PRIMARY") {
      if (!table.primary_key) table.primary_key = PrimaryKey{.name = Name{name, true}};
      table.primary_key->columns.push_back(text(row[4]));
      return;
    }
    if (table.indexes.empty() || table.indexes.back().name->text != name) {
      Index& index = table.indexes.emplace_back();
      index.name = Name{name, true};
      index.unique = number(row[3]) == 0;
      const std::string kind = text(row[7]);
      if (kind == "FULLTEXT" || kind == "SPATIAL")
        set_option(index.options, "prefix", kind);
      else if (kind != "BTREE")
        set_option(index.options, "using", kind);
    }
    Index& index = table.indexes.back();
    index.columns.push_back(
        {.expression = is_null(row[8]) ? NameOrSql(text(row[4])) : NameOrSql(Sql{plain(text(row[8]), mariadb_)}),
         .desc = text(row[5]) == "D"});
    const bool whole = is_null(row[6]) || index.options.find("mysql", "prefix");
    if (!whole) add_length(index, text(row[4]), number(row[6]));
  }

  static void add_length(Index& index, std::string column, std::int64_t length) {
    const OptionValue* found = index.options.find("mysql", "length");
    OptionMap lengths = found ? std::get<OptionMap>(*found) : OptionMap();
    lengths.emplace_back(std::move(column), length);
    std::sort(lengths.begin(), lengths.end());
    set_option(index.options, "length", std::move(lengths));
  }

  // It is called like the key, or like its first column where the database has called the key `t_ibfk_1`.
  static bool is_made_for(const ForeignKey& key, const std::string& index) {
    return index == key.name->text || (contains(key.name->text, "_ibfk_") && index == key.columns.front());
  }

  // A unique index on plain columns is what a unique constraint is here. The index that a foreign key made for itself
  // is none of its own.
  static void finish(Table& table) {
    std::vector<Index> indexes;
    for (Index& index : table.indexes) {
      std::vector<std::string> columns;
      for (const IndexColumn& column : index.columns)
        if (const auto* plain_column = std::get_if<std::string>(&column.expression); plain_column && !column.desc)
          columns.push_back(*plain_column);
      const bool simple = columns.size() == index.columns.size() && index.options.empty();
      const bool of_key = simple && std::ranges::any_of(table.foreign_keys, [&](const ForeignKey& key) {
                            return is_made_for(key, index.name->text) && key.columns == columns;
                          });
      if (simple && index.unique)
        table.uniques.push_back({.columns = std::move(columns), .name = index.name});
      else if (!of_key)
        indexes.push_back(std::move(index));
    }
    table.indexes = std::move(indexes);
    if (!table.primary_key) return;
    const std::vector<std::string>& key = table.primary_key->columns;
    for (Column& column : table.columns) {
      column.primary_key = std::ranges::find(key, column.name) != key.end();
      // A key of one integer counts where nothing else is said.
      if (column.primary_key && key.size() == 1 && ansi::is_integer(column.type) && !column.autoincrement &&
          !column.server_default)
        column.autoincrement = false;
    }
  }

  Connection& connection_;
  const std::vector<std::string>& schemas_;
  const std::string& name_;
  bool mariadb_;
  bool has_partitions_ = false;
  std::vector<Table> tables_;
  std::map<std::pair<std::string, std::string>, std::size_t> places_;
};

}  // namespace

std::vector<Table> read_tables(Connection& connection, const std::vector<std::string>& schemas,
                               const std::string& name) {
  return TableReader(connection, schemas, name).read();
}

}  // namespace luamigrate::databases::mysql
