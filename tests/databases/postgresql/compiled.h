#pragma once

#include <string>
#include <vector>

#include "databases/postgresql/dialect.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::postgresql::test {

using Texts = std::vector<std::string>;

// The SQL of an operation, statement by statement.
template <class Body>
Texts compiled(Body body, const schema::TableLookup& tables = schema::NoTables()) {
  Texts texts;
  for (const Statement& statement : dialect().compile({std::move(body), {}}, tables)) texts.push_back(statement.sql);
  return texts;
}

template <class Body>
std::string refusal(Body body) {
  try {
    compiled(std::move(body));
  } catch (const Error& error) {
    return error.message() + " | " + error.hint();
  }
  return "no error";
}

inline schema::DialectOptions with(std::vector<schema::DialectOption> list) {
  schema::DialectOptions options;
  for (schema::DialectOption& option : list) options.set(std::move(option));
  return options;
}

inline schema::Type type(std::string name, std::vector<schema::TypeArgument> arguments = {}) {
  return {.name = std::move(name), .arguments = std::move(arguments)};
}
inline schema::Type own(std::string name, std::vector<schema::TypeArgument> arguments = {}) {
  return {.dialect = "postgresql", .name = std::move(name), .arguments = std::move(arguments)};
}
inline schema::Type enumeration(std::vector<std::string> labels, std::string name) {
  return {.name = "Enum", .arguments = {std::move(labels)}, .options = {{"name", std::move(name)}}};
}

// Knows one table.
class OneTable final : public schema::TableLookup {
 public:
  explicit OneTable(schema::Table table) : table_(std::move(table)) {}
  std::optional<schema::Table> find_table(const schema::TableName& name) const override {
    return name == table_.name ? std::optional(table_) : std::nullopt;
  }
  bool complete() const override { return true; }

 private:
  schema::Table table_;
};

}  // namespace luamigrate::databases::postgresql::test
