// A database in memory on which operations are carried out as a run does it.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "databases/sqlite/connection.h"
#include "databases/sqlite/dialect.h"
#include "databases/sqlite/inspector.h"
#include "luamigrate/error.h"
#include "sql/split.h"

namespace luamigrate::databases::sqlite::test {

using Texts = std::vector<std::string>;

inline std::string exactly(const schema::Value& value) {
  struct Text {
    std::string operator()(schema::Null) const { return "NULL"; }
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return fmt::format("{:#}", number); }
    std::string operator()(const std::string& text) const { return "'" + text + "'"; }
    std::string operator()(const schema::Blob& blob) const { return "X'" + blob.bytes + "'"; }
    std::string operator()(const schema::Json& json) const { return json.text; }
  };
  return std::visit(Text{}, value);
}

inline schema::Type type(std::string name, std::vector<schema::TypeArgument> arguments = {}) {
  return {.name = std::move(name), .arguments = std::move(arguments)};
}

inline schema::DialectOptions with(std::vector<schema::DialectOption> list) {
  schema::DialectOptions options;
  for (schema::DialectOption& option : list) options.set(std::move(option));
  return options;
}

inline schema::Name named(std::string text) {
  return {std::move(text), true};
}

// "message | hint" of the error that `call` throws.
template <class Call>
std::string refusal(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.message() + " | " + error.hint();
  }
  return "no error";
}

// The SQL of an operation, statement by statement.
template <class Body>
Texts compiled(Body body, const schema::TableLookup& tables = schema::NoTables()) {
  Texts texts;
  for (const Statement& statement : dialect().compile({std::move(body), {}}, tables)) texts.push_back(statement.sql);
  return texts;
}

class Laboratory {
 public:
  explicit Laboratory(std::string_view sql = {}, const Url& url = {.scheme = "sqlite"})
      : connection_(connect(url, {})), inspector_(inspect(*connection_)) {
    execute(sql);
  }

  Connection& connection() { return *connection_; }
  Inspector& inspector() { return *inspector_; }

  void execute(std::string_view sql) {
    for (const std::string_view statement : sql::split_statements(sql, dialect().syntax()))
      connection_->execute({.sql = std::string(statement)});
  }

  // In one transaction, with the checks before COMMIT; an error rolls back.
  template <class Body>
  void run(Body body) {
    connection_->begin();
    try {
      Texts checks;
      for (const Statement& statement : dialect().compile({std::move(body), {}}, *inspector_)) {
        connection_->execute(statement);
        if (!statement.check_before_commit.empty()) checks.push_back(statement.check_before_commit);
      }
      for (const std::string& check : checks)
        if (const Texts broken = rows(check); !broken.empty())
          throw Error(ErrorKind::database, "check before COMMIT: " + broken.front());
      connection_->commit();
    } catch (const Error&) {
      connection_->rollback();
      throw;
    }
  }

  // Each row as "1|'a'|NULL".
  Texts rows(const std::string& sql) {
    Texts result;
    const auto cursor = connection_->query({.sql = sql});
    std::vector<schema::Value> values;
    while (cursor->next(values)) {
      std::string row;
      for (const schema::Value& value : values) row += (row.empty() ? "" : "|") + exactly(value);
      result.push_back(row);
    }
    return result;
  }

  std::string definition(const std::string& name) {
    const schema::Value sql =
        scalar(*connection_, {.sql = "SELECT sql FROM sqlite_master WHERE name = '" + name + "'"});
    return std::holds_alternative<std::string>(sql) ? std::get<std::string>(sql) : "none";
  }

  // Whatever is in the database but the text of one table and the indexes that carry out constraints: every object,
  // every row, every sequence.
  Texts everything_but(const std::string& table) {
    Texts result =
        rows("SELECT type, name, tbl_name, CASE WHEN name = '" + table +
             "' THEN '' ELSE sql END FROM sqlite_master WHERE name NOT LIKE 'sqlite_autoindex%' ORDER BY 1, 2");
    for (const std::string& quoted :
         rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY 1")) {
      const std::string name = quoted.substr(1, quoted.size() - 2);
      for (const std::string& row : rows("SELECT * FROM \"" + name + "\"")) result.push_back(name + ": " + row);
    }
    return result;
  }

 private:
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<Inspector> inspector_;
};

}  // namespace luamigrate::databases::sqlite::test
