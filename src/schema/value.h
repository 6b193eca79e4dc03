// Values that travel between Lua, parameters and rows, and the texts that stand for SQL.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace luamigrate::schema {

struct Null {
  friend bool operator==(const Null&, const Null&) = default;
};

struct Blob {
  std::string bytes;
  friend bool operator==(const Blob&, const Blob&) = default;
};

// A JSON document, as text.
struct Json {
  std::string text;
  friend bool operator==(const Json&, const Json&) = default;
};

// SQL text, put in as it stands: what `sql("now()")` makes.
struct Sql {
  std::string text;
  friend bool operator==(const Sql&, const Sql&) = default;
};

// A parameter or a field of a row. NUMERIC, dates, times and UUIDs are text in the database's own form, so that no
// precision is lost. Text is UTF-8.
using Value = std::variant<Null, bool, std::int64_t, double, std::string, Blob, Json>;

// Values by column name, in the order of the columns.
using Row = std::vector<std::pair<std::string, Value>>;

Row row_of(const std::vector<std::string>& columns, const std::vector<Value>& values);

// Parameters of a statement: none (the text is not looked at), by position (`?`), or by name (`:name`).
using PositionalParameters = std::vector<Value>;
using NamedParameters = std::vector<std::pair<std::string, Value>>;  // sorted by name
using Parameters = std::variant<std::monostate, PositionalParameters, NamedParameters>;

// What a server default is: a literal or SQL text; Null means "none".
using DefaultValue = std::variant<Null, bool, std::int64_t, double, std::string, Sql>;

// A text that can be taken away: Null drops it.
using NullableText = std::variant<Null, std::string>;

// A name of a column, or an SQL expression in its place.
using NameOrSql = std::variant<std::string, Sql>;

// How many bytes of text or bytes it holds.
std::size_t text_size(const Value& value);

// For messages; bytes are not shown.
std::string shown(const Value& value);

}  // namespace luamigrate::schema
