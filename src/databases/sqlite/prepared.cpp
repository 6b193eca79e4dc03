#include "databases/sqlite/prepared.h"

#include <new>
#include <utility>

#include "databases/sqlite/literals.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::sqlite {
namespace {

constexpr std::size_t cache_capacity = 64;

struct Bind {
  sqlite3_stmt* statement;
  int place;  // 1-based
  sqlite3_destructor_type ownership;

  int operator()(const schema::Null&) const { return sqlite3_bind_null(statement, place); }
  int operator()(bool value) const { return sqlite3_bind_int(statement, place, value ? 1 : 0); }
  int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement, place, value); }
  int operator()(double value) const {
    refuse_nan(value);
    return sqlite3_bind_double(statement, place, value);
  }
  int operator()(const std::string& value) const {
    return sqlite3_bind_text64(statement, place, value.data(), value.size(), ownership, SQLITE_UTF8);
  }
  int operator()(const schema::Blob& value) const {
    return sqlite3_bind_blob64(statement, place, value.bytes.data(), value.bytes.size(), ownership);
  }
  int operator()(const schema::Json& value) const { return (*this)(value.text); }
};

// Whether there is more in the text than space and comments.
bool holds_a_statement(sqlite3* handle, const char* text, const char* end) {
  while (text != end) {
    sqlite3_stmt* statement = nullptr;
    const char* tail = end;
    const int code = sqlite3_prepare_v2(handle, text, static_cast<int>(end - text), &statement, &tail);
    const Prepared owner(statement);
    if (code != SQLITE_OK || statement) return true;
    text = tail;
  }
  return false;
}

}  // namespace

Prepared StatementCache::take(sqlite3* handle, const std::string& sql) {
  if (const auto found = idle_.find(sql); found != idle_.end()) {
    Prepared statement = std::move(found->second);
    idle_.erase(found);
    return statement;
  }
  sqlite3_stmt* statement = nullptr;
  const char* const end = sql.data() + sql.size();
  const char* tail = end;
  sqlite3_prepare_v2(handle, sql.data(), static_cast<int>(sql.size()), &statement, &tail);
  Prepared result(statement);
  // SQLite would never look at the rest.
  if (result && holds_a_statement(handle, tail, end)) {
    Error error(ErrorKind::script, "there is a second statement behind the first in one text of SQL",
                "give each to an op.execute of its own");
    error.facts().sql = sql;
    throw error;
  }
  return result;
}

void StatementCache::give_back(const std::string& sql, Prepared statement) noexcept {
  if (sqlite3_reset(statement.get()) != SQLITE_OK) return;
  sqlite3_clear_bindings(statement.get());
  try {
    if (idle_.size() >= cache_capacity) idle_.clear();
    idle_.emplace(sql, std::move(statement));
  } catch (const std::bad_alloc&) {
    // Then it is prepared again the next time.
  }
}

int bind_value(sqlite3_stmt* statement, std::size_t place, const schema::Value& value,
               sqlite3_destructor_type ownership) {
  return std::visit(Bind{statement, static_cast<int>(place + 1), ownership}, value);
}

void read_value(sqlite3_stmt* statement, std::size_t place, schema::Value& result) {
  const int column = static_cast<int>(place);
  // Bytes of none come as a null pointer.
  const auto assign = [&](std::string& text, const void* data) {
    text.assign(data ? static_cast<const char*>(data) : "",
                static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
  };
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: result = std::int64_t{sqlite3_column_int64(statement, column)}; return;
    case SQLITE_FLOAT: result = sqlite3_column_double(statement, column); return;
    case SQLITE_TEXT: {
      if (!std::holds_alternative<std::string>(result)) result.emplace<std::string>();
      assign(std::get<std::string>(result), sqlite3_column_text(statement, column));
      return;
    }
    case SQLITE_BLOB: assign(result.emplace<schema::Blob>().bytes, sqlite3_column_blob(statement, column)); return;
    default: result = schema::Null{};
  }
}

}  // namespace luamigrate::databases::sqlite
