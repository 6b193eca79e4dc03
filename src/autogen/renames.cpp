#include "autogen/renames.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "sql/names.h"

namespace luamigrate::autogen {
namespace {

using ColumnNames = std::map<std::string, std::string>;

// Without those whose new name is taken, by something that does not get another one itself.
template <class Name>
void keep_possible(std::map<Name, Name>& names, const std::function<bool(const Name&)>& is_there) {
  const auto is_taken = [&](const auto& entry) {
    return entry.first == entry.second || (is_there(entry.second) && !names.contains(entry.second));
  };
  while (std::erase_if(names, is_taken) != 0) {
  }
}

// Of a chain the last one first, which makes room for the one before it.
template <class Name>
std::vector<std::pair<Name, Name>> in_order(std::map<Name, Name> names) {
  std::vector<std::pair<Name, Name>> result;
  while (!names.empty()) {
    auto next = std::ranges::find_if(names, [&](const auto& entry) { return !names.contains(entry.second); });
    if (next == names.end()) next = names.begin();
    result.push_back(*next);
    names.erase(next);
  }
  return result;
}

std::map<schema::TableName, schema::TableName> find_table_renames(const Wanted& wanted,
                                                                  const databases::Catalogue& live) {
  std::map<schema::TableName, schema::TableName> names;
  for (const WantedTable& table : wanted.tables) {
    const schema::TableName old{table.table.name.schema, table.model.renamed_from};
    if (!old.name.empty() && live.find_table(old)) names.emplace(old, table.table.name);
  }
  keep_possible<schema::TableName>(names, [&](const auto& name) { return live.find_table(name) != nullptr; });
  return names;
}

// As a catalogue shows it: MySQL and MariaDB have all names in backticks, others only those that need quotes.
std::string written_as(std::string_view before, const std::string& name, const databases::Dialect& dialect) {
  if (!before.starts_with('`')) return dialect.quote(name);
  std::string result = "`";
  for (const char c : name) result.append(c == '`' ? 2 : 1, c);
  return result + "`";
}

}  // namespace

std::string with_names(std::string_view sql, const ColumnNames& names, const databases::Dialect& dialect) {
  return sql::with_columns(sql, dialect.syntax(), [&](std::string_view written) -> std::optional<std::string> {
    const auto found = names.find(sql::unquoted(written));
    if (found == names.end()) return std::nullopt;
    return written_as(written, found->second, dialect);
  });
}

namespace {

// Within one table.
class NewColumnNames {
 public:
  NewColumnNames(const ColumnNames& names, const databases::Dialect& dialect) : names_(names), dialect_(dialect) {}

  void operator()(std::string& column) const {
    if (const auto found = names_.find(column); found != names_.end()) column = found->second;
  }
  void operator()(std::vector<std::string>& columns) const {
    for (std::string& column : columns) (*this)(column);
  }
  void operator()(schema::NameOrSql& expression) const {
    if (auto* name = std::get_if<std::string>(&expression)) (*this)(*name);
    if (auto* sql = std::get_if<schema::Sql>(&expression)) text(sql->text);
  }
  void text(std::string& sql) const { sql = with_names(sql, names_, dialect_); }
  // SQL; and what is said of columns by name, in a list or a map.
  void in_options(schema::DialectOptions& options) const {
    static constexpr std::array<std::string_view, 3> by_column{"include", "length", "ops"};
    for (schema::DialectOption option : std::vector(options.all())) {
      const bool names_columns = std::ranges::find(by_column, option.name) != by_column.end();
      if (auto* sql = std::get_if<schema::Sql>(&option.value)) text(sql->text);
      if (auto* list = std::get_if<schema::OptionList>(&option.value); list && names_columns)
        for (schema::NameOrSql& item : *list) (*this)(item);
      if (auto* map = std::get_if<schema::OptionMap>(&option.value); map && names_columns) {
        for (auto& [column, value] : *map) (*this)(column);
        std::ranges::sort(*map);
      }
      options.set(std::move(option));
    }
  }

  void table(schema::Table& table) const {
    for (schema::Column& column : table.columns) {
      (*this)(column.name);
      if (column.computed) text(column.computed->expression);
      text(column.check);
    }
    if (table.primary_key) key(*table.primary_key);
    for (schema::Unique& unique : table.uniques) key(unique);
    for (schema::Exclude& exclude : table.excludes) {
      for (schema::ExcludeElement& element : exclude.elements) (*this)(element.expression);
      in_options(exclude.options);
    }
    for (schema::Check& check : table.checks) text(check.condition);
    for (schema::ForeignKey& key : table.foreign_keys) (*this)(key.columns);
    for (schema::Index& index : table.indexes) {
      for (schema::IndexColumn& column : index.columns) (*this)(column.expression);
      in_options(index.options);
    }
  }

 private:
  template <class Key>
  void key(Key& key) const {
    (*this)(key.columns);
    in_options(key.options);
  }

  const ColumnNames& names_;
  const databases::Dialect& dialect_;
};

}  // namespace

const schema::TableName& Renames::old_name(const schema::TableName& table) const {
  for (const auto& [old, now] : tables)
    if (now == table) return old;
  return table;
}

const std::string& Renames::old_name(const schema::TableName& table, const std::string& column) const {
  if (const auto found = columns.find(table); found != columns.end())
    for (const auto& [old, now] : found->second)
      if (now == column) return old;
  return column;
}

std::string Renames::old_text(const schema::TableName& table, const std::string& sql,
                              const databases::Dialect& dialect) const {
  const auto found = columns.find(table);
  if (found == columns.end()) return sql;
  ColumnNames back;
  for (const auto& [old, now] : found->second) back.emplace(now, old);
  return with_names(sql, back, dialect);
}

Renames find_renames(const Wanted& wanted, const databases::Catalogue& live) {
  Renames result;
  result.tables = find_table_renames(wanted, live);
  for (const WantedTable& table : wanted.tables) {
    if (std::ranges::all_of(table.table.columns, &std::string::empty, &schema::Column::renamed_from)) continue;
    const schema::Table* found = live.find_table(result.old_name(table.table.name));
    if (!found) continue;
    ColumnNames names;
    for (const schema::Column& column : table.table.columns)
      if (!column.renamed_from.empty() && found->find_column(column.renamed_from))
        names.emplace(column.renamed_from, column.name);
    keep_possible<std::string>(names, [&](const std::string& name) { return found->find_column(name) != nullptr; });
    if (!names.empty()) result.columns.emplace(table.table.name, std::move(names));
  }
  return result;
}

namespace {

// Where keys without a name are numbered (InnoDB's `<table>_ibfk_1`), they follow the table's name.
void rename_numbered_keys(schema::Table& table, const std::string& old_table) {
  const std::string before = old_table + "_ibfk_";
  for (schema::ForeignKey& key : table.foreign_keys)
    if (key.name && key.name->text.starts_with(before)) key.name->text.replace(0, old_table.size(), table.name.name);
}

}  // namespace

databases::Catalogue renamed(databases::Catalogue live, const Renames& renames, const databases::Dialect& dialect) {
  const ColumnNames none;
  const auto names_of = [&](const schema::TableName& table) -> const ColumnNames& {
    const auto found = renames.columns.find(table);
    return found == renames.columns.end() ? none : found->second;
  };
  const auto rename = [&](schema::TableName& table) {
    if (const auto found = renames.tables.find(table); found != renames.tables.end()) table = found->second;
  };
  for (schema::Table& table : live.tables) {
    const std::string old_name = table.name.name;
    rename(table.name);
    if (dialect.indexes_foreign_keys()) rename_numbered_keys(table, old_name);
    if (!names_of(table.name).empty()) NewColumnNames(names_of(table.name), dialect).table(table);
    for (schema::ForeignKey& key : table.foreign_keys) {
      rename(key.referent.table);
      NewColumnNames(names_of(key.referent.table), dialect)(key.referent.columns);
    }
  }
  for (ops::CreateTrigger& trigger : live.objects.triggers) {
    schema::TableName table{trigger.schema, trigger.table};
    rename(table);
    trigger.table = table.name;
  }
  return live;
}

void report_renames(const Renames& renames, const Report& report) {
  for (const auto& [old, now] : in_order(renames.tables)) {
    const auto renaming = [](const schema::TableName& from, const schema::TableName& to) {
      return ops::Operation{ops::RenameTable{.name = from.name, .new_name = to.name, .schema = from.schema}, {}};
    };
    report({.kind = "rename_table",
            .description = fmt::format("{}: is \"{}\" in the database", schema::shown(now), schema::shown(old)),
            .stage = Stage::renames,
            .table = now,
            .upgrade = {renaming(old, now)},
            .downgrade = {renaming(now, old)}});
  }
  for (const auto& [table, columns] : renames.columns)
    for (const auto& [old, now] : in_order(columns)) {
      const auto renaming = [&table = table](const std::string& from, const std::string& to) {
        return ops::Operation{
            ops::AlterColumn{.table = table.name, .column = from, .schema = table.schema, .new_column_name = to}, {}};
      };
      report({.kind = "rename_column",
              .description = fmt::format("{}.{}: is \"{}\" in the database", schema::shown(table), now, old),
              .stage = Stage::renames,
              .table = table,
              .object = now,
              .upgrade = {renaming(old, now)},
              .downgrade = {renaming(now, old)}});
    }
}

}  // namespace luamigrate::autogen
