#include "databases/sqlite/inspector.h"

#include <fmt/format.h>

#include <algorithm>

#include "databases/sqlite/create_table_text.h"
#include "databases/sqlite/database.h"
#include "databases/sqlite/type_of.h"

namespace luamigrate::databases::sqlite {
namespace {

using schema::Value;

std::string text(const Value& value) {
  const auto* found = std::get_if<std::string>(&value);
  return found ? *found : std::string();
}

std::int64_t number(const Value& value) {
  const auto* found = std::get_if<std::int64_t>(&value);
  return found ? *found : 0;
}

// The condition of a CHECK, the expression of a generated column: what stands in the outer parentheses of a clause.
std::string inside_parentheses(const std::string& clause) {
  const std::size_t open = clause.find('(');
  const std::size_t close = clause.rfind(')');
  if (open == std::string::npos || close == std::string::npos) return {};
  return clause.substr(open + 1, close - open - 1);
}

// What follows the WHERE of a CREATE INDEX; SQLite keeps the text as it was written.
std::string predicate_of(const std::string& definition) {
  static constexpr std::string_view word = "WHERE";
  int depth = 0;
  for (std::size_t i = 0; i + word.size() < definition.size(); ++i) {
    if (definition[i] == '(') ++depth;
    if (definition[i] == ')') --depth;
    if (depth == 0 && same_name(std::string_view(definition).substr(i, word.size()), word)) {
      const std::size_t begin = definition.find_first_not_of(" \t\r\n", i + word.size());
      return begin == std::string::npos ? std::string() : definition.substr(begin);
    }
  }
  return {};
}

// The items in the parentheses of a CREATE INDEX, as they were written.
std::vector<std::string> index_items(const std::string& definition) {
  std::vector<std::string> items;
  int depth = 0;
  for (const char c : definition.substr(std::min(definition.find('('), definition.size()))) {
    if (c == '(' && ++depth == 1) {
      items.emplace_back();
      continue;
    }
    if (c == ')' && --depth == 0) break;
    if (c == ',' && depth == 1)
      items.emplace_back();
    else
      items.back() += c;
  }
  return items;
}

std::string expression_of(std::string item) {
  const std::size_t begin = item.find_first_not_of(" \t\r\n");
  const std::size_t end = item.find_last_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  item = item.substr(begin, end + 1 - begin);
  for (const std::string_view order : {" DESC", " ASC", " desc", " asc"})
    if (item.ends_with(order)) return item.substr(0, item.size() - order.size());
  return item;
}

class SqliteInspector final : public Inspector {
 public:
  explicit SqliteInspector(Connection& connection) : connection_(connection) {}

  std::vector<schema::TableName> table_names(std::string_view schema) override {
    std::vector<schema::TableName> names;
    for (const auto& row : rows(fmt::format("SELECT name FROM {} WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
                                            "ESCAPE '\\' ORDER BY name",
                                            catalogue(schema))))
      names.push_back({std::string(schema), text(row[0])});
    return names;
  }

  bool has_table(const schema::TableName& table) override {
    const std::string sql = fmt::format("SELECT 1 FROM {} WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE",
                                        catalogue(table.schema));
    if (!rows(sql, {table.name}).empty()) return true;
    return table.schema.empty() &&
           !rows("SELECT 1 FROM sqlite_temp_master WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE",
                 {table.name})
                .empty();
  }

  bool has_index(const schema::TableName& table, std::string_view index) override {
    return !rows(fmt::format(
                     "SELECT 1 FROM {} WHERE type = 'index' AND tbl_name = ? COLLATE NOCASE AND name = ? COLLATE "
                     "NOCASE",
                     catalogue(table.schema)),
                 {table.name, std::string(index)})
                .empty();
  }

  std::optional<schema::Table> find_table(const schema::TableName& name) const override {
    const auto found = rows(fmt::format("SELECT name, sql FROM {} WHERE type = 'table' AND name = ? COLLATE NOCASE",
                                        catalogue(name.schema)),
                            {name.name});
    if (found.empty()) return std::nullopt;
    schema::Table table;
    table.name = {name.schema, text(found[0][0])};
    table.definition = text(found[0][1]);
    const CreateTableText parsed = parse_create_table(table.definition);
    read_columns(table, parsed);
    read_constraints(table, parsed);
    read_indexes(table);
    read_dependents(table);
    return table;
  }

 private:
  using Rows = std::vector<std::vector<Value>>;

  Rows rows(const std::string& sql, const std::vector<Value>& params = {}) const {
    Rows result;
    const auto cursor = connection_.query({.sql = sql, .params = params});
    std::vector<Value> values;
    while (cursor->next(values)) result.push_back(values);
    return result;
  }

  static std::string catalogue(std::string_view schema) {
    return schema.empty() ? "sqlite_master" : dialect().quote(schema) + ".sqlite_master";
  }

  // A pragma about a table as a query, with the schema it is in.
  Rows pragma(std::string_view pragma, const std::string& argument, const std::string& schema) const {
    return rows(fmt::format("SELECT * FROM pragma_{}(?, ?)", pragma), {argument, schema.empty() ? "main" : schema});
  }

  // cid, name, type, notnull, dflt_value, pk, hidden
  void read_columns(schema::Table& table, const CreateTableText& parsed) const {
    std::vector<std::pair<std::int64_t, std::string>> key;
    for (const auto& row : pragma("table_xinfo", table.name.name, table.name.schema)) {
      schema::Column column{.name = text(row[1]), .type = type_of(text(row[2]))};
      const std::int64_t place_in_key = number(row[5]);
      column.nullable = number(row[3]) == 0 && place_in_key == 0;
      column.primary_key = place_in_key > 0;
      if (place_in_key > 0) key.emplace_back(place_in_key, column.name);
      if (const std::string value = text(row[4]); !value.empty()) column.server_default = schema::Sql{value};
      if (const ColumnText* written = parsed.find_column(column.name)) read_clauses(column, *written);
      table.columns.push_back(std::move(column));
    }
    if (key.empty()) return;
    std::ranges::sort(key);
    table.primary_key.emplace();
    for (auto& [place, column] : key) table.primary_key->columns.push_back(std::move(column));
  }

  static void read_clauses(schema::Column& column, const ColumnText& written) {
    if (const ClauseText* clause = written.find(ClauseKind::collate)) {
      const std::size_t space = clause->text.find_last_of(" \t\r\n");
      column.collation = unquoted(clause->text.substr(space + 1));
    }
    if (const ClauseText* clause = written.find(ClauseKind::generated))
      column.computed = schema::Computed{inside_parentheses(clause->text), mentions(clause->text, "STORED")};
    if (const ClauseText* clause = written.find(ClauseKind::primary_key))
      if (mentions(clause->text, "AUTOINCREMENT")) column.autoincrement = true;
  }

  static schema::OptionalName name_of(const ClauseText& clause) {
    return clause.name.empty() ? std::nullopt : schema::OptionalName({clause.name, true});
  }

  void read_constraints(schema::Table& table, const CreateTableText& parsed) const {
    std::vector<const ClauseText*> references;  // in the order in which the file declares them
    for (const ColumnText& column : parsed.columns) {
      for (const ClauseText& clause : column.clauses) {
        if (clause.kind == ClauseKind::primary_key && table.primary_key) table.primary_key->name = name_of(clause);
        if (clause.kind == ClauseKind::unique)
          table.uniques.push_back({.columns = {column.name}, .name = name_of(clause)});
        if (clause.kind == ClauseKind::check)
          table.checks.push_back({.condition = inside_parentheses(clause.text), .name = name_of(clause)});
        if (clause.kind == ClauseKind::references) references.push_back(&clause);
      }
    }
    for (const ClauseText& clause : parsed.constraints) {
      if (clause.kind == ClauseKind::primary_key && table.primary_key) table.primary_key->name = name_of(clause);
      if (clause.kind == ClauseKind::unique)
        table.uniques.push_back({.columns = clause.columns, .name = name_of(clause)});
      if (clause.kind == ClauseKind::check)
        table.checks.push_back({.condition = inside_parentheses(clause.text), .name = name_of(clause)});
      if (clause.kind == ClauseKind::references) references.push_back(&clause);
    }
    read_foreign_keys(table, references);
  }

  // id, seq, table, from, to, on_update, on_delete, match: the last key declared has the id 0.
  void read_foreign_keys(schema::Table& table, const std::vector<const ClauseText*>& clauses) const {
    std::vector<schema::ForeignKey> keys(clauses.size());
    for (const auto& row : pragma("foreign_key_list", table.name.name, table.name.schema)) {
      const auto id = static_cast<std::size_t>(number(row[0]));
      if (id >= keys.size()) continue;
      const std::size_t place = keys.size() - 1 - id;
      schema::ForeignKey& key = keys[place];
      key.name = name_of(*clauses[place]);
      key.referent.table = {table.name.schema, text(row[2])};
      key.columns.push_back(text(row[3]));
      if (const std::string to = text(row[4]); !to.empty()) key.referent.columns.push_back(to);
      if (const std::string action = text(row[5]); action != "NO ACTION") key.onupdate = action;
      if (const std::string action = text(row[6]); action != "NO ACTION") key.ondelete = action;
    }
    table.foreign_keys = std::move(keys);
  }

  // seq, name, unique, origin, partial. Indexes that carry out a constraint have an origin of their own.
  void read_indexes(schema::Table& table) const {
    for (const auto& row : pragma("index_list", table.name.name, table.name.schema)) {
      if (text(row[3]) != "c") continue;
      const std::string name = text(row[1]);
      schema::Index index{.name = schema::Name{name, true}, .unique = number(row[2]) != 0};
      const auto definition = rows(
          fmt::format("SELECT sql FROM {} WHERE type = 'index' AND name = ?", catalogue(table.name.schema)), {name});
      const std::string sql = definition.empty() ? std::string() : text(definition[0][0]);
      const std::vector<std::string> items = index_items(sql);
      std::size_t place = 0;
      // seqno, cid, name, desc, coll, key
      for (const auto& part : pragma("index_xinfo", name, table.name.schema)) {
        if (number(part[5]) == 0) continue;
        schema::IndexColumn column;
        if (number(part[1]) == -2)
          column.expression = schema::Sql{place < items.size() ? expression_of(items[place]) : std::string()};
        else
          column.expression = text(part[2]);
        column.desc = number(part[3]) != 0;
        index.columns.push_back(std::move(column));
        ++place;
      }
      if (number(row[4]) != 0) index.options.set({"", "where", schema::Sql{predicate_of(sql)}});
      table.indexes.push_back(std::move(index));
    }
    std::ranges::sort(table.indexes, {}, [](const schema::Index& index) { return index.name->text; });
  }

  // What goes with the table when it is dropped, in the order in which it was made.
  void read_dependents(schema::Table& table) const {
    for (const auto& row :
         rows(fmt::format("SELECT type, name, sql FROM {} WHERE tbl_name = ? COLLATE NOCASE AND type IN ('index', "
                          "'trigger') AND sql IS NOT NULL ORDER BY rowid",
                          catalogue(table.name.schema)),
              {table.name.name})) {
      const auto kind = text(row[0]) == "index" ? schema::StoredObjectKind::index : schema::StoredObjectKind::trigger;
      table.dependents.push_back({kind, text(row[1]), text(row[2])});
    }
    read_views(table);
  }

  // Views over the table, and over those views: each after the ones that it reads.
  void read_views(schema::Table& table) const {
    Rows views = rows(fmt::format("SELECT name, sql FROM {} WHERE type = 'view' ORDER BY rowid",
                                  catalogue(table.name.schema)));
    std::vector<std::string> sources = {table.name.name};
    for (std::size_t source = 0; source < sources.size(); ++source) {
      for (const auto& view : views) {
        const std::string name = text(view[0]);
        if (std::ranges::find(sources, name) != sources.end() || !mentions(text(view[1]), sources[source])) continue;
        sources.push_back(name);
        table.dependents.push_back({schema::StoredObjectKind::view, name, text(view[1])});
      }
    }
  }

  Connection& connection_;
};

}  // namespace

std::unique_ptr<Inspector> inspect(Connection& connection) {
  return std::make_unique<SqliteInspector>(connection);
}

}  // namespace luamigrate::databases::sqlite
