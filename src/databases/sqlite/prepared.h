// Prepared statements of SQLite, their parameters and their values. SQLiteCpp's own statement keeps its handle to
// itself, and millions of rows want to be read without a detour.
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>

#include "schema/value.h"

namespace luamigrate::databases::sqlite {

struct Finalize {
  void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

// Prepared statements of a connection by their text. One that runs is taken out, so that a text may run in itself.
class StatementCache {
 public:
  // Empty where the text does not compile, or is nothing but comments.
  Prepared take(sqlite3* handle, const std::string& sql);
  void give_back(const std::string& sql, Prepared statement) noexcept;

 private:
  std::unordered_map<std::string, Prepared> idle_;
};

// Binds a parameter (`place` is 0-based) and returns SQLite's code. `ownership` is SQLITE_STATIC where the value
// outlives the statement's run, else SQLITE_TRANSIENT.
int bind_value(sqlite3_stmt* statement, std::size_t place, const schema::Value& value,
               sqlite3_destructor_type ownership);

// A value of the row that the statement stands on into `result`, whose storage is used again.
void read_value(sqlite3_stmt* statement, std::size_t column, schema::Value& result);

}  // namespace luamigrate::databases::sqlite
