#include "databases/ansi/known_columns.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.h"
#include "luamigrate/error.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::ansi {
namespace {

using namespace schema;

struct Known {
  const TableName& table;
  const std::vector<std::string>& columns;

  // Case is the database's own matter.
  void check(std::string_view name, std::string_view user) const {
    if (std::ranges::any_of(columns, [&](const auto& column) { return sql::equals_ignoring_case(column, name); }))
      return;
    const std::string meant = base::did_you_mean(name, std::vector<std::string_view>(columns.begin(), columns.end()));
    throw Error(ErrorKind::script,
                fmt::format("{} of the table \"{}\" names the column \"{}\", which the table does not have", user,
                            shown(table), name),
                meant.empty() ? "name a column of the table; an expression is written sql(...)" : meant);
  }
  void check(const std::vector<std::string>& names, std::string_view user) const {
    for (const std::string& name : names) check(name, user);
  }

  void operator()(const PrimaryKey& key) const { check(key.columns, "the primary key"); }
  void operator()(const Unique& unique) const { check(unique.columns, "a unique constraint"); }
  void operator()(const Check&) const {}
  void operator()(const ForeignKey& key) const { check(key.columns, "a foreign key"); }
  void operator()(const Exclude& exclude) const {
    for (const ExcludeElement& element : exclude.elements)
      if (const auto* name = std::get_if<std::string>(&element.expression)) check(*name, "an exclude constraint");
  }
  void operator()(const Index& index) const {
    const std::string user = index.name ? fmt::format("the index \"{}\"", index.name->text) : "an index";
    for (const IndexColumn& column : index.columns)
      if (const auto* name = std::get_if<std::string>(&column.expression)) check(*name, user);
  }
};

}  // namespace

void check_known_columns(const TableName& table, const TableParts& parts) {
  std::vector<std::string> columns;
  for (const Column& column : parts.columns) columns.push_back(column.name);
  const Known known{table, columns};
  if (parts.primary_key) known(*parts.primary_key);
  for (const Column& column : parts.columns)
    if (column.primary_key && !parts.in_primary_key(column.name))
      throw Error(ErrorKind::script,
                  fmt::format("the column \"{}\" of the table \"{}\" says primary_key = true, and the table's primary "
                              "key is of other columns: {}",
                              column.name, shown(table), fmt::join(parts.primary_key->columns, ", ")),
                  "name it in primary_key({ ... }) too, or take primary_key = true out");
  for (const TableConstraint& constraint : parts.constraints) std::visit(known, constraint);
  for (const Index& index : parts.indexes) known(index);
}

void check_known_columns(const TableName& table, const std::vector<std::string>& columns, const Index& index) {
  Known{table, columns}(index);
}

void check_named_once(const Dialect& dialect, const std::vector<std::string>& columns) {
  if (!dialect.ignores_case_of_names()) return;
  for (auto column = columns.begin(); column != columns.end(); ++column) {
    const auto same = [&](const std::string& other) { return dialect.same_name(*column, other); };
    const auto again = std::find_if(column + 1, columns.end(), same);
    if (again == columns.end()) continue;
    throw Error(ErrorKind::script, fmt::format("\"{}\" and \"{}\" are the same column", *column, *again),
                "give one value for it: the database ignores the case of names");
  }
}

}  // namespace luamigrate::databases::ansi
