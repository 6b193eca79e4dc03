#include "databases/sqlite/inspector.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "databases/rows.h"
#include "databases/sqlite/create_table_text.h"
#include "databases/sqlite/dialect.h"
#include "databases/sqlite/index_text.h"
#include "databases/sqlite/names.h"
#include "databases/sqlite/object_text.h"
#include "databases/sqlite/type_of.h"

namespace luamigrate::databases::sqlite {
namespace {

using schema::StoredObjectKind;
using schema::Value;

schema::OptionalName name_of(const ClauseText& clause) {
  return clause.name.empty() ? std::nullopt : schema::OptionalName({clause.name, true});
}

// The word behind ON CONFLICT; empty: none is said.
std::string on_conflict(const ClauseText* clause) {
  if (!clause) return {};
  const std::vector<sql::Token> tokens = significant_tokens(clause->text);
  for (std::size_t i = 2; i < tokens.size(); ++i)
    if (is_word(tokens[i - 2], "ON") && is_word(tokens[i - 1], "CONFLICT")) return base::upper(tokens[i].text);
  return {};
}
void read_conflict(schema::DialectOptions& options, std::string name, const ClauseText* clause) {
  if (std::string word = on_conflict(clause); !word.empty()) options.set({"sqlite", std::move(name), std::move(word)});
}

void read_clauses(schema::Column& column, const ColumnText& written) {
  read_conflict(column.options, "on_conflict_not_null", written.find(ClauseKind::not_null));
  read_conflict(column.options, "on_conflict_primary_key", written.find(ClauseKind::primary_key));
  if (const ClauseText* clause = written.find(ClauseKind::collate))
    column.collation = unquoted(significant_tokens(clause->text).back().text);
  if (same_name(column.collation, "BINARY")) column.collation.clear();  // as where nothing is said
  if (const ClauseText* clause = written.find(ClauseKind::generated))
    column.computed = schema::Computed{inside_parentheses(*clause), mentions(clause->text, "STORED")};
  if (const ClauseText* clause = written.find(ClauseKind::primary_key))
    if (mentions(clause->text, "AUTOINCREMENT")) column.autoincrement = true;
}

// What no pragma tells about a foreign key.
void read_reference(schema::ForeignKey& key, const ClauseText& clause) {
  key.name = name_of(clause);
  const std::vector<sql::Token> tokens = significant_tokens(clause.text);
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    if (is_word(tokens[i], "DEFERRABLE")) key.options.set({"", "deferrable", !is_word(tokens[i - 1], "NOT")});
    if (is_word(tokens[i - 1], "INITIALLY"))
      key.options.set({"", "initially", std::string(is_word(tokens[i], "DEFERRED") ? "DEFERRED" : "IMMEDIATE")});
  }
}

class SqliteInspector final : public Inspector {
 public:
  explicit SqliteInspector(Connection& connection) : connection_(connection) {}

  std::vector<schema::TableName> table_names(std::string_view schema) override {
    std::vector<schema::TableName> names;
    for (const auto& row :
         rows_of(connection_, fmt::format("SELECT name FROM {} WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
                                          "ESCAPE '\\' ORDER BY name",
                                          catalogue(schema))))
      names.push_back({std::string(schema), text(row[0])});
    return names;
  }

  bool has_table(const schema::TableName& table) override {
    return std::ranges::any_of(places(table), [&](const std::string& schema) {
      return !rows_of(connection_,
                      fmt::format("SELECT 1 FROM {} WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE",
                                  catalogue(schema)),
                      {table.name})
                  .empty();
    });
  }

  bool has_index(const schema::TableName& table, std::string_view index) override {
    return std::ranges::any_of(places(table), [&](const std::string& schema) {
      return !rows_of(connection_,
                      fmt::format("SELECT 1 FROM {} WHERE type = 'index' AND tbl_name = ? COLLATE NOCASE AND name = ? "
                                  "COLLATE NOCASE",
                                  catalogue(schema)),
                      {table.name, std::string(index)})
                  .empty();
    });
  }

  std::optional<schema::Table> find_table(const schema::TableName& name) const override {
    for (const std::string& schema : places(name)) {
      const std::vector<Values> found = rows_of(
          connection_,
          fmt::format("SELECT name, sql FROM {} WHERE type = 'table' AND name = ? COLLATE NOCASE", catalogue(schema)),
          {name.name});
      if (found.empty()) continue;
      const std::string table = text(found[0][0]);
      schema::Table result = make_table({schema, table}, text(found[0][1]), read_parts(schema, table));
      read_dependents(result);
      return result;
    }
    return std::nullopt;
  }

  std::vector<schema::StoredObject> triggers_of_view(const schema::ObjectName& view) const override {
    for (const std::string& schema : places({view.schema, view.name})) {
      const std::string master = catalogue(schema);
      if (rows_of(connection_, fmt::format("SELECT 1 FROM {} WHERE type = 'view' AND name = ? COLLATE NOCASE", master),
                  {view.name})
              .empty())
        continue;
      std::vector<schema::StoredObject> triggers;
      for (const auto& row : rows_of(connection_,
                                     fmt::format("SELECT name, sql FROM {} WHERE type = 'trigger' AND tbl_name = ? "
                                                 "COLLATE NOCASE ORDER BY rowid",
                                                 master),
                                     {view.name}))
        triggers.push_back({StoredObjectKind::trigger, text(row[0]),
                            schema.empty() ? text(row[1]) : with_schema(text(row[1]), dialect().quote(schema))});
      return triggers;
    }
    return {};
  }

  // EXPLAIN prepares the query and runs nothing of it.
  std::optional<bool> gives_columns(std::string_view query, std::size_t count) const override {
    const auto is_right = [&](const std::string& sql) {
      try {
        connection_.query({.sql = "EXPLAIN " + sql});
        return true;
      } catch (const Error&) {
        return false;
      }
    };
    const std::string rows = fmt::format("SELECT * FROM ({}\n)", query);
    if (!is_right(rows)) return std::nullopt;
    std::string nulls = "NULL";
    for (std::size_t i = 1; i < count; ++i) nulls += ", NULL";
    return is_right(fmt::format("SELECT {} UNION ALL {}", nulls, rows));
  }

  Catalogue read_catalogue(const CatalogueRequest& request) override {
    Catalogue result{.default_schema = "main"};
    std::vector<std::string> schemas = request.schemas;
    if (request.all_schemas) {
      schemas = {""};
      for (const auto& row :
           rows_of(connection_, "SELECT name FROM pragma_database_list WHERE name NOT IN ('main', 'temp')"))
        schemas.push_back(text(row[0]));
    }
    for (const std::string& schema : schemas) {
      if (!schema.empty() && !is_attached(schema))
        throw Error(ErrorKind::config,
                    fmt::format("a schema of SQLite is a database that is attached, and \"{}\" is not", schema),
                    "leave the schema out, or attach that database when connecting");
      read_schema(schema == "main" ? "" : schema, result);
      if (request.others) read_others(schema == "main" ? "" : schema, result);
    }
    name_referents(result);
    return result;
  }

 private:
  bool ignores_case_of_columns() const override { return true; }

  bool is_attached(const std::string& schema) const {
    return !rows_of(connection_, "SELECT 1 FROM pragma_database_list WHERE name = ? COLLATE NOCASE", {schema}).empty();
  }

  // A key without columns of the other table means its primary key. SQLite takes names in any case.
  static void name_referents(Catalogue& catalogue) {
    const auto called = [](const schema::TableName& name) { return std::pair(name.schema, base::lower(name.name)); };
    std::map<std::pair<std::string, std::string>, const schema::Table*> tables;
    for (const schema::Table& table : catalogue.tables) tables.emplace(called(table.name), &table);
    for (schema::Table& table : catalogue.tables)
      for (schema::ForeignKey& key : table.foreign_keys) {
        const auto found = tables.find(called(key.referent.table));
        if (found == tables.end()) continue;
        const schema::Table* const referent = found->second;
        key.referent.table = referent->name;
        if (key.referent.columns.empty() && referent->primary_key)
          key.referent.columns = referent->primary_key->columns;
        for (std::string& name : key.referent.columns) {
          const auto column = std::ranges::find_if(
              referent->columns, [&](const schema::Column& one) { return sql::equals_ignoring_case(one.name, name); });
          if (column != referent->columns.end()) name = column->name;
        }
      }
  }

  void read_schema(const std::string& schema, Catalogue& result) const {
    const Parts parts = read_parts(schema, {});
    // Virtual tables and the tables in which they keep what they hold are their module's.
    for (const auto& row :
         rows_of(connection_,
                 fmt::format("SELECT m.name, m.sql FROM {} m JOIN pragma_table_list l ON l.name = m.name "
                             "AND l.schema = ? WHERE m.type = 'table' AND l.type = 'table' AND m.name "
                             "NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name",
                             catalogue(schema)),
                 {schema.empty() ? "main" : schema}))
      result.tables.push_back(make_table({schema, text(row[0])}, text(row[1]), parts));
    for (const auto& row : rows_of(
             connection_,
             fmt::format("SELECT type, name, tbl_name, sql FROM {} WHERE type IN ('view', 'trigger') ORDER BY rowid",
                         catalogue(schema)))) {
      if (text(row[0]) == "view")
        result.objects.views.push_back(parse_create_view(schema, text(row[1]), text(row[3])));
      else
        result.objects.triggers.push_back(parse_create_trigger(schema, text(row[1]), text(row[2]), text(row[3])));
    }
  }

  // Virtual tables, and what the texts of tables say beside what is read of them.
  void read_others(const std::string& schema, Catalogue& result) const {
    for (const auto& row : rows_of(
             connection_,
             fmt::format("SELECT m.name, m.sql FROM {} m JOIN pragma_table_list l ON l.name = m.name AND l.schema = ?"
                         " WHERE m.type = 'table' AND l.type = 'virtual' ORDER BY m.rowid",
                         catalogue(schema)),
             {schema.empty() ? "main" : schema}))
      result.others.push_back({OtherObject::Place::tables, text(row[1]),
                               "DROP TABLE " + dialect().quote(schema::ObjectName{schema, text(row[0])})});
    for (const schema::Table& table : result.tables) {
      if (table.name.schema != schema) continue;
      const CreateTableText written = parse_create_table(table.definition);
      const auto tell = [&](const ClauseText& clause) {
        if (says_more(clause))
          result.untold.push_back(
              fmt::format("order or collation in {} of the table {}", clause.text, table.name.name));
      };
      for (const ColumnText& column : written.columns)
        for (const ClauseText& clause : column.clauses) tell(clause);
      for (const ClauseText& clause : written.constraints) tell(clause);
    }
  }
  // A key in another order than usual, or by a collation of its own.
  static bool says_more(const ClauseText& clause) {
    return (clause.kind == ClauseKind::primary_key || clause.kind == ClauseKind::unique) &&
           std::ranges::any_of(significant_tokens(clause.text), [](const sql::Token& token) {
             return token.kind == sql::TokenKind::word && (is_word(token, "DESC") || is_word(token, "COLLATE"));
           });
  }

  // The schemas where a table without one is looked for, as SQLite does: a temporary table hides others.
  static std::vector<std::string> places(const schema::TableName& table) {
    if (!table.schema.empty()) return {table.schema};
    return {"temp", ""};
  }

  static std::string catalogue(std::string_view schema) {
    return schema.empty() ? "sqlite_master" : dialect().quote(schema) + ".sqlite_master";
  }

  // What pragmas tell about tables, by table, and about indexes, by index.
  struct Parts {
    using Named = std::map<std::string, std::vector<Values>>;
    Named columns, foreign_keys, indexes;
    Named index_columns, index_texts;
  };

  // Of one table, or of all where `table` is empty: one query for each kind of part.
  Parts read_parts(const std::string& schema, const std::string& table) const {
    const std::string master = catalogue(schema);
    const std::string place = schema.empty() ? "main" : schema;
    const std::string_view filter = table.empty() ? "" : " AND m.tbl_name = ?2";
    std::vector<Value> params{place};
    if (!table.empty()) params.emplace_back(table);
    const auto grouped = [&](std::string_view pragma, std::string_view type) {
      Parts::Named result;
      for (auto& row :
           rows_of(connection_,
                   fmt::format("SELECT p.*, m.name FROM {} m JOIN pragma_{}(m.name, ?1) p WHERE m.type = '{}'{}",
                               master, pragma, type, filter),
                   params)) {
        std::string name = text(row.back());
        row.pop_back();
        result[std::move(name)].push_back(std::move(row));
      }
      return result;
    };
    Parts parts{.columns = grouped("table_xinfo", "table"),
                .foreign_keys = grouped("foreign_key_list", "table"),
                .indexes = grouped("index_list", "table"),
                .index_columns = grouped("index_xinfo", "index"),
                .index_texts = {}};
    params.erase(params.begin());
    for (auto& row : rows_of(connection_,
                             fmt::format("SELECT m.name, m.sql FROM {} m WHERE m.type = 'index'{}", master,
                                         table.empty() ? "" : " AND m.tbl_name = ?1"),
                             params))
      parts.index_texts[text(row[0])].push_back({row[1]});
    return parts;
  }

  static const std::vector<Values>& of(const Parts::Named& named, const std::string& name) {
    static const std::vector<Values> none;
    const auto found = named.find(name);
    return found == named.end() ? none : found->second;
  }

  static schema::Table make_table(schema::TableName name, std::string definition, const Parts& parts) {
    schema::Table table;
    table.name = std::move(name);
    table.definition = std::move(definition);
    const bool is_virtual = is_word(significant_tokens(table.definition)[1], "VIRTUAL");
    const CreateTableText written = is_virtual ? CreateTableText{} : parse_create_table(table.definition);
    if (written.strict()) table.options.set({"sqlite", "strict", true});
    if (written.without_rowid()) table.options.set({"sqlite", "without_rowid", true});
    if (written.autoincrement()) table.options.set({"sqlite", "autoincrement", true});
    read_columns(table, written, parts);
    read_constraints(table, written, parts);
    read_indexes(table, parts);
    return table;
  }

  // The word of the generic type is none that such a table knows.
  static schema::Type as_strict(schema::Type type) {
    return type.name == "Float" ? schema::Type{.name = "SqlType", .arguments = {std::string("REAL")}} : std::move(type);
  }

  // cid, name, type, notnull, dflt_value, pk, hidden
  static void read_columns(schema::Table& table, const CreateTableText& written, const Parts& parts) {
    std::vector<std::pair<std::int64_t, std::string>> key;
    const auto& rows = of(parts.columns, table.name.name);
    table.columns.reserve(rows.size());
    for (const auto& row : rows) {
      schema::Column column{.name = text(row[1]), .type = type_of(text(row[2]))};
      if (written.strict()) column.type = as_strict(std::move(column.type));
      const std::int64_t place_in_key = number(row[5]);
      column.nullable = number(row[3]) == 0 && place_in_key == 0;
      column.primary_key = place_in_key > 0;
      if (place_in_key > 0) key.emplace_back(place_in_key, column.name);
      if (const std::string value = text(row[4]); !value.empty()) column.server_default = schema::Sql{value};
      if (const ColumnText* clauses = written.find_column(column.name)) read_clauses(column, *clauses);
      table.columns.push_back(std::move(column));
    }
    if (key.empty()) return;
    std::ranges::sort(key);
    table.primary_key.emplace();
    for (auto& [place, column] : key) table.primary_key->columns.push_back(std::move(column));
    const ClauseText* clause = written.primary_key();
    if (!clause) return;
    table.primary_key->name = name_of(*clause);
    // A key of one column says it with the column, wherever it stands.
    if (clause->columns.size() > 1) read_conflict(table.primary_key->options, "on_conflict", clause);
    if (clause->columns.size() == 1)
      for (schema::Column& column : table.columns)
        if (column.primary_key) read_conflict(column.options, "on_conflict_primary_key", clause);
  }

  static void read_constraints(schema::Table& table, const CreateTableText& written, const Parts& parts) {
    std::vector<const ClauseText*> references;  // in the order in which the text declares them
    const auto read = [&](const ClauseText& clause, const std::vector<std::string>& columns) {
      if (clause.kind == ClauseKind::unique) {
        table.uniques.push_back({.columns = columns, .name = name_of(clause)});
        read_conflict(table.uniques.back().options, "on_conflict", &clause);
      }
      if (clause.kind == ClauseKind::check)
        table.checks.push_back({.condition = inside_parentheses(clause), .name = name_of(clause)});
      if (clause.kind == ClauseKind::references) references.push_back(&clause);
    };
    for (const ColumnText& column : written.columns)
      for (const ClauseText& clause : column.clauses) read(clause, {column.name});
    for (const ClauseText& clause : written.constraints) read(clause, clause.columns);
    read_foreign_keys(table, references, parts);
  }

  // id, seq, table, from, to, on_update, on_delete, match: the last key declared has the id 0.
  static void read_foreign_keys(schema::Table& table, const std::vector<const ClauseText*>& clauses,
                                const Parts& parts) {
    std::vector<schema::ForeignKey> keys(clauses.size());
    for (const auto& row : of(parts.foreign_keys, table.name.name)) {
      const auto id = static_cast<std::size_t>(number(row[0]));
      if (id >= keys.size()) continue;
      schema::ForeignKey& key = keys[keys.size() - 1 - id];
      key.referent.table = {table.name.schema, text(row[2])};
      key.columns.push_back(text(row[3]));
      if (const std::string to = text(row[4]); !to.empty()) key.referent.columns.push_back(to);
      if (const std::string action = text(row[5]); action != "NO ACTION") key.onupdate = action;
      if (const std::string action = text(row[6]); action != "NO ACTION") key.ondelete = action;
    }
    for (std::size_t i = 0; i < keys.size(); ++i) read_reference(keys[i], *clauses[i]);
    table.foreign_keys = std::move(keys);
  }

  // seq, name, unique, origin, partial. Indexes that carry out a constraint have an origin of their own.
  static void read_indexes(schema::Table& table, const Parts& parts) {
    for (const auto& row : of(parts.indexes, table.name.name))
      if (text(row[3]) == "c") table.indexes.push_back(read_index(text(row[1]), number(row[2]) != 0, parts));
    std::ranges::sort(table.indexes, {}, [](const schema::Index& index) { return index.name->text; });
  }

  static schema::Index read_index(const std::string& name, bool unique, const Parts& parts) {
    schema::Index index{.name = schema::Name{name, true}, .unique = unique};
    const std::vector<Values>& definition = of(parts.index_texts, name);
    const IndexText written = parse_create_index(definition.empty() ? std::string() : text(definition[0][0]));
    if (!written.where.empty()) index.options.set({"", "where", schema::Sql{written.where}});
    // seqno, cid, name, desc, coll, key
    for (const auto& part : of(parts.index_columns, name)) {
      if (number(part[5]) == 0) continue;
      const IndexText::Item item =
          index.columns.size() < written.items.size() ? written.items[index.columns.size()] : IndexText::Item{};
      schema::IndexColumn column{
          .expression = text(part[2]), .desc = number(part[3]) != 0, .collation = item.collation};
      constexpr std::int64_t expression = -2;
      if (number(part[1]) == expression) column.expression = schema::Sql{item.expression};
      index.columns.push_back(std::move(column));
    }
    return index;
  }

  // What goes with the table when it is dropped, in the order in which it was made; then views over it, and triggers
  // of other tables and of views that name it or one of those.
  void read_dependents(schema::Table& table) const {
    const std::string master = catalogue(table.name.schema);
    for (const auto& row :
         rows_of(connection_,
                 fmt::format("SELECT type, name, sql FROM {} WHERE tbl_name = ? COLLATE NOCASE AND type "
                             "IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY rowid",
                             master),
                 {table.name.name}))
      table.dependents.push_back(
          {text(row[0]) == "index" ? StoredObjectKind::index : StoredObjectKind::trigger, text(row[1]), text(row[2])});
    read_views(table);
    std::vector<std::string> sources{table.name.name};
    for (const schema::StoredObject& object : table.dependents)
      if (object.kind == StoredObjectKind::view) sources.push_back(object.name);
    for (const auto& row :
         rows_of(connection_,
                 fmt::format("SELECT name, sql FROM {} WHERE type = 'trigger' AND tbl_name <> ? COLLATE "
                             "NOCASE ORDER BY rowid",
                             master),
                 {table.name.name}))
      if (std::ranges::any_of(sources, [&](const std::string& source) { return mentions(text(row[1]), source); }))
        table.dependents.push_back({StoredObjectKind::trigger, text(row[0]), text(row[1])});
  }

  // Views over the table, and over those views: each after the ones that it reads.
  void read_views(schema::Table& table) const {
    const std::vector<Values> views = rows_of(
        connection_,
        fmt::format("SELECT name, sql FROM {} WHERE type = 'view' ORDER BY rowid", catalogue(table.name.schema)));
    std::vector<std::string> sources = {table.name.name};
    std::vector<std::size_t> over;  // the table, in whatever order they are found
    for (std::size_t source = 0; source < sources.size(); ++source) {
      for (std::size_t i = 0; i < views.size(); ++i) {
        if (contains_name(sources, text(views[i][0])) || !mentions(text(views[i][1]), sources[source])) continue;
        sources.push_back(text(views[i][0]));
        over.push_back(i);
      }
    }
    std::ranges::sort(over);
    const auto reads_one_of = [&](std::size_t view, const std::vector<std::size_t>& others) {
      return std::ranges::any_of(others, [&](std::size_t other) {
        return other != view && mentions(text(views[view][1]), text(views[other][0]));
      });
    };
    while (!over.empty()) {
      const auto free = std::ranges::find_if(over, [&](std::size_t view) { return !reads_one_of(view, over); });
      // A circle of views cannot be read, but it can be made.
      const auto next = free == over.end() ? over.begin() : free;
      table.dependents.push_back({StoredObjectKind::view, text(views[*next][0]), text(views[*next][1])});
      over.erase(next);
    }
  }

  Connection& connection_;
};

}  // namespace

std::unique_ptr<Inspector> inspect(Connection& connection) {
  return std::make_unique<SqliteInspector>(connection);
}

}  // namespace luamigrate::databases::sqlite
