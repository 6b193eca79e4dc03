#include "databases/mssql/parameters.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "databases/mssql/dialect.h"
#include "databases/mssql/text16.h"
#include "sql/parameters.h"

namespace luamigrate::databases::mssql {
namespace {

using schema::Value;

// What fits a parameter of VARCHAR, NVARCHAR and VARBINARY; a longer one is one of (max).
constexpr std::size_t most_bytes = 8000;

std::string_view text_of(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* json = std::get_if<schema::Json>(&value)) return json->text;
  if (const auto* blob = std::get_if<schema::Blob>(&value)) return blob->bytes;
  return {};
}

Parameter::Kind kind_of(const Value& value, bool as_bytes) {
  using enum Parameter::Kind;
  static constexpr std::array kinds{null, boolean, integer, real, text, bytes, text};
  const Parameter::Kind kind = kinds[value.index()];
  return kind == text && as_bytes ? bytes : kind;
}

std::size_t width_of(const Value& value) {
  return std::max<std::size_t>(text_of(value).size(), sizeof(std::int64_t));
}

}  // namespace

bool is_binary(SQLSMALLINT type) {
  return type == SQL_BINARY || type == SQL_VARBINARY || type == SQL_LONGVARBINARY;
}

std::vector<ColumnDescription> describe_columns(Session& session, SQLHANDLE statement, const std::string& sql) {
  SQLSMALLINT count = 0;
  session.check(SQLNumResultCols(statement, &count), statement, sql);
  std::vector<ColumnDescription> columns;
  for (SQLUSMALLINT i = 1; i <= static_cast<SQLUSMALLINT>(count); ++i) {
    ColumnDescription& column = columns.emplace_back();
    SQLWCHAR name[512] = {};
    SQLSMALLINT length = 0, nullable = 0;
    session.check(
        SQLDescribeColW(statement, i, name, 512, &length, &column.type, &column.size, &column.digits, &nullable),
        statement, sql);
    column.name = from_utf16(name, std::min<std::size_t>(static_cast<std::size_t>(length), 511));
    SQLLEN counted = 0;
    if (session.is_sql_server() &&
        SQL_SUCCEEDED(SQLColAttributeW(statement, i, SQL_DESC_AUTO_UNIQUE_VALUE, nullptr, 0, nullptr, &counted)))
      column.is_identity = counted != 0;
  }
  return columns;
}

void Parameter::clear() {
  kind_ = Kind::null;
  is_ascii_ = true;
  widest_ = 0;
  values_.clear();
  lengths_.clear();
}

bool Parameter::takes(const Value& value, bool as_bytes) const {
  const Kind kind = kind_of(value, as_bytes);
  return kind_ == Kind::null || kind == Kind::null || kind == kind_;
}

std::size_t Parameter::room_with(const Value& value) const {
  return std::max(widest_, width_of(value)) * (lengths_.size() + 1);
}

void Parameter::add(const Value& value, bool as_bytes) {
  const Kind kind = kind_of(value, as_bytes);
  if (kind != Kind::null) kind_ = kind;
  if (kind == Kind::text) is_ascii_ = is_ascii_ && is_ascii(text_of(value));
  widest_ = std::max(widest_, width_of(value));
  values_.push_back(value);
  lengths_.push_back(SQL_NULL_DATA);
}

// Each value in its place of `width` bytes, which `unit` divides.
void Parameter::lay_out(std::size_t width, std::size_t unit) {
  data_.assign(width * values_.size(), '\0');
  for (std::size_t i = 0; i < values_.size(); ++i) {
    char* const place = data_.data() + i * width;
    const auto put = [&](const void* from, std::size_t bytes) {
      if (bytes > 0) std::memcpy(place, from, bytes);
      lengths_[i] = static_cast<SQLLEN>(bytes);
    };
    if (const auto* flag = std::get_if<bool>(&values_[i])) {
      const unsigned char bit = *flag ? 1 : 0;
      put(&bit, 1);
    } else if (const auto* integer = std::get_if<std::int64_t>(&values_[i])) {
      put(integer, sizeof *integer);
    } else if (const auto* real = std::get_if<double>(&values_[i])) {
      put(real, sizeof *real);
    } else if (!std::holds_alternative<schema::Null>(values_[i])) {
      const std::string_view text = text_of(values_[i]);
      if (unit == sizeof(SQLWCHAR)) {
        const Text16 wide = to_utf16(text);
        put(wide.data(), wide.size() * sizeof(SQLWCHAR));
      } else {
        put(text.data(), text.size());
      }
    }
  }
}

SQLRETURN Parameter::bind(Session& session, SQLHANDLE statement, SQLUSMALLINT number,
                          const ColumnDescription* described) {
  SQLSMALLINT c_type = SQL_C_CHAR, type = SQL_VARCHAR, digits = 0;
  SQLULEN size = std::max<std::size_t>(widest_, 1);
  std::size_t width = std::max<std::size_t>(widest_, 1), unit = 1;
  const bool is_long = widest_ > most_bytes;
  // Without a length it is a type of (max) to Microsoft's driver; others take the old long types.
  const bool has_max = session.is_sql_server();
  switch (kind_) {
    case Kind::null:
      if (described && !session.is_sql_server()) break;
      if (described) {
        type = described->type;
        size = std::max<SQLULEN>(described->size, 1);
        digits = described->digits;
      }
      if (described && is_binary(type)) c_type = SQL_C_BINARY;
      break;
    case Kind::boolean: c_type = SQL_C_BIT, type = SQL_BIT, size = 1; break;
    case Kind::integer: c_type = SQL_C_SBIGINT, type = SQL_BIGINT, size = 19; break;
    case Kind::real: c_type = SQL_C_DOUBLE, type = SQL_DOUBLE, size = 53; break;
    case Kind::bytes:
      c_type = SQL_C_BINARY;
      type = is_long && !has_max ? SQL_LONGVARBINARY : SQL_VARBINARY;
      if (is_long && has_max) size = 0;
      break;
    case Kind::text:
      // Narrow where it can be: a column of VARCHAR that is compared with NVARCHAR does not use its index.
      if (is_ascii_) {
        type = is_long && !has_max ? SQL_LONGVARCHAR : SQL_VARCHAR;
        if (is_long && has_max) size = 0;
      } else {
        unit = sizeof(SQLWCHAR);
        width = std::max<std::size_t>(widest_, 1) * unit;
        c_type = SQL_C_WCHAR;
        const bool wide_long = widest_ > most_bytes / unit;
        type = wide_long && !has_max ? SQL_WLONGVARCHAR : SQL_WVARCHAR;
        if (wide_long && has_max) size = 0;
      }
      break;
  }
  lay_out(width, unit);
  return SQLBindParameter(statement, number, SQL_PARAM_INPUT, c_type, type, size, digits, data_.data(),
                          static_cast<SQLLEN>(width), lengths_.data());
}

BoundStatement::BoundStatement(Session& session, const Statement& statement) : session_(session), sql_(statement.sql) {
  const std::vector<sql::Placeholder> places = sql::find_placeholders(sql_, dialect().syntax());
  for (auto place = places.rbegin(); place != places.rend(); ++place)
    if (place->position < statement.params.size() &&
        std::holds_alternative<schema::Null>(statement.params[place->position]))
      sql_.replace(place->offset, place->length, "NULL");
  for (const Value& value : statement.params)
    if (!std::holds_alternative<schema::Null>(value)) parameters_.emplace_back().add(value, false);
}

void BoundStatement::execute(SQLHANDLE handle) {
  session_.require_usable(sql_);
  for (std::size_t i = 0; i < parameters_.size(); ++i)
    session_.check(parameters_[i].bind(session_, handle, static_cast<SQLUSMALLINT>(i + 1), nullptr), handle, sql_);
  Text16 text = to_utf16(sql_);
  session_.check(SQLExecDirectW(handle, text.data(), static_cast<SQLINTEGER>(text.size())), handle, sql_);
}

}  // namespace luamigrate::databases::mssql
