#include "databases/mssql/cursor.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "databases/mssql/parameters.h"
#include "databases/mssql/text16.h"

namespace luamigrate::databases::mssql {
namespace {

using schema::Value;

constexpr std::size_t rows_at_once = 200;
constexpr std::size_t piece_bytes = 32 * 1024;
constexpr SQLULEN widest_bound = 4000;
// Source: msodbcsql.h.
constexpr SQLSMALLINT udt_type = -151;

enum class Form { boolean, integer, real, text, bytes };

Form form_of(SQLSMALLINT type) {
  switch (type) {
    case SQL_BIT: return Form::boolean;
    case SQL_TINYINT:
    case SQL_SMALLINT:
    case SQL_INTEGER:
    case SQL_BIGINT: return Form::integer;
    case SQL_REAL:
    case SQL_FLOAT:
    case SQL_DOUBLE: return Form::real;
    case SQL_BINARY:
    case SQL_VARBINARY:
    case SQL_LONGVARBINARY:
    case udt_type: return Form::bytes;
    default: return Form::text;  // NUMERIC, dates, times and UUIDs too
  }
}

SQLSMALLINT c_type_of(Form form) {
  switch (form) {
    case Form::boolean: return SQL_C_BIT;
    case Form::integer: return SQL_C_SBIGINT;
    case Form::real: return SQL_C_DOUBLE;
    case Form::bytes: return SQL_C_BINARY;
    case Form::text: return SQL_C_WCHAR;
  }
  return SQL_C_WCHAR;
}

bool is_text_type(SQLSMALLINT type) {
  return type == SQL_CHAR || type == SQL_VARCHAR || type == SQL_WCHAR || type == SQL_WVARCHAR;
}

// How many bytes a value of the column takes at most; 0: not known, or many.
std::size_t width_of(const ColumnDescription& column) {
  const Form form = form_of(column.type);
  if (form == Form::boolean) return 1;
  if (form == Form::integer || form == Form::real) return sizeof(std::int64_t);
  const bool has_width = column.size > 0 && column.size <= widest_bound;
  if (form == Form::bytes)
    return has_width && column.type != SQL_LONGVARBINARY && column.type != udt_type ? column.size : 0;
  if (is_text_type(column.type)) return has_width ? (column.size + 1) * sizeof(SQLWCHAR) : 0;
  const bool is_short = column.type == SQL_DECIMAL || column.type == SQL_NUMERIC || column.type == SQL_GUID ||
                        column.type == SQL_TYPE_DATE || column.type == SQL_TYPE_TIME ||
                        column.type == SQL_TYPE_TIMESTAMP;
  return is_short ? 80 * sizeof(SQLWCHAR) : 0;
}

template <class T>
T read(const char* from) {
  T value{};
  std::memcpy(&value, from, sizeof value);
  return value;
}

std::string text_from(const char* data, std::size_t bytes) {
  Text16 units(bytes / sizeof(SQLWCHAR));
  if (!units.empty()) std::memcpy(units.data(), data, units.size() * sizeof(SQLWCHAR));
  return from_utf16(units.data(), units.size());
}

// A driver leaves out the zero before the point.
std::string number_text(std::string text, SQLSMALLINT type) {
  if (type != SQL_DECIMAL && type != SQL_NUMERIC) return text;
  if (text.starts_with('.')) text.insert(0, 1, '0');
  if (text.starts_with("-.")) text.insert(1, 1, '0');
  return text;
}

Value value_from(const ColumnDescription& column, const char* data, std::size_t bytes) {
  switch (form_of(column.type)) {
    case Form::boolean: return *data != '\0';
    case Form::integer: return read<std::int64_t>(data);
    case Form::real: return read<double>(data);
    case Form::bytes: return schema::Blob{std::string(data, bytes)};
    case Form::text: return number_text(text_from(data, bytes), column.type);
  }
  return schema::Null{};
}

class OdbcRows final : public Cursor {
 public:
  OdbcRows(Session& session, const Statement& statement, bool beside)
      : session_(session), bound_(session, statement), handle_(session.statement()) {
    // Without several active statements the server holds the rows, and hands them over block by block.
    if (beside && !session.reads_beside())
      SQLSetStmtAttrW(handle_.get(), SQL_ATTR_CURSOR_TYPE, reinterpret_cast<SQLPOINTER>(SQL_CURSOR_STATIC), 0);
    bound_.execute(handle_.get());
    find_rows();
    for (const ColumnDescription& column : described_) columns_.push_back(column.name);
    if (session.widths_are_sure() && std::ranges::all_of(described_, [](const auto& c) { return width_of(c) > 0; }))
      bind_blocks();
  }

  const std::vector<std::string>& columns() const override { return columns_; }

  bool next(std::vector<Value>& values) override {
    if (described_.empty()) return false;
    if (blocks_.empty()) return next_in_pieces(values);
    if (place_ >= fetched_) {
      place_ = 0;
      fetched_ = 0;
      if (!fetch() || fetched_ == 0) return false;
    }
    values.resize(described_.size());
    for (std::size_t i = 0; i < described_.size(); ++i) {
      const Block& block = blocks_[i];
      const SQLLEN length = block.lengths[place_];
      if (length == SQL_NULL_DATA) {
        values[i] = schema::Null{};
        continue;
      }
      if (length < 0 || static_cast<std::size_t>(length) > block.width)
        throw Error(ErrorKind::database,
                    fmt::format("a value of the column \"{}\" is longer than the driver said it could be", columns_[i]),
                    "write CAST(... AS nvarchar(max)) around it in the query");
      values[i] = value_from(described_[i], block.data.data() + place_ * block.width, static_cast<std::size_t>(length));
    }
    ++place_;
    return true;
  }

 private:
  struct Block {
    std::size_t width = 0;
    std::vector<char> data;
    std::vector<SQLLEN> lengths;
  };

  // Behind counts of statements before the one that returns rows.
  void find_rows() {
    for (;;) {
      described_ = describe_columns(session_, handle_.get(), bound_.sql());
      if (!described_.empty()) return;
      const SQLRETURN more = SQLMoreResults(handle_.get());
      session_.check(more, handle_.get(), bound_.sql());
      if (more == SQL_NO_DATA) return;
    }
  }

  void bind_blocks() {
    const auto size = reinterpret_cast<SQLPOINTER>(rows_at_once);
    SQLSetStmtAttrW(handle_.get(), SQL_ATTR_ROW_BIND_TYPE, reinterpret_cast<SQLPOINTER>(SQL_BIND_BY_COLUMN), 0);
    if (!SQL_SUCCEEDED(SQLSetStmtAttrW(handle_.get(), SQL_ATTR_ROW_ARRAY_SIZE, size, 0))) return;
    SQLSetStmtAttrW(handle_.get(), SQL_ATTR_ROWS_FETCHED_PTR, &fetched_, 0);
    for (std::size_t i = 0; i < described_.size(); ++i) {
      Block& block = blocks_.emplace_back();
      block.width = width_of(described_[i]);
      block.data.resize(block.width * rows_at_once);
      block.lengths.resize(rows_at_once);
    }
    for (std::size_t i = 0; i < blocks_.size(); ++i)
      session_.check(
          SQLBindCol(handle_.get(), static_cast<SQLUSMALLINT>(i + 1), c_type_of(form_of(described_[i].type)),
                     blocks_[i].data.data(), static_cast<SQLLEN>(blocks_[i].width), blocks_[i].lengths.data()),
          handle_.get(), bound_.sql());
  }

  // What else the statement answers behind its rows may be an error.
  bool fetch() {
    const SQLRETURN result = SQLFetch(handle_.get());
    session_.check(result, handle_.get(), bound_.sql());
    if (result != SQL_NO_DATA) return true;
    described_.clear();
    SQLFreeStmt(handle_.get(), SQL_UNBIND);
    for (SQLRETURN more = SQLMoreResults(handle_.get()); more != SQL_NO_DATA; more = SQLMoreResults(handle_.get()))
      session_.check(more, handle_.get(), bound_.sql());
    return false;
  }

  bool next_in_pieces(std::vector<Value>& values) {
    if (!fetch()) return false;
    values.resize(described_.size());
    for (std::size_t i = 0; i < described_.size(); ++i) values[i] = get(i);
    return true;
  }

  Value get(std::size_t i) {
    const ColumnDescription& column = described_[i];
    const Form form = form_of(column.type);
    if (piece_.empty()) piece_.resize(piece_bytes);
    std::string whole;
    const std::size_t end = form == Form::text ? sizeof(SQLWCHAR) : 0;  // the zero behind a text
    for (;;) {
      SQLLEN length = 0;
      const SQLRETURN result = SQLGetData(handle_.get(), static_cast<SQLUSMALLINT>(i + 1), c_type_of(form),
                                          piece_.data(), static_cast<SQLLEN>(piece_.size()), &length);
      if (result == SQL_NO_DATA) break;
      if (result != SQL_SUCCESS && result != SQL_SUCCESS_WITH_INFO) session_.check(result, handle_.get(), bound_.sql());
      if (length == SQL_NULL_DATA) return schema::Null{};
      if (form != Form::text && form != Form::bytes)
        return value_from(column, piece_.data(), static_cast<std::size_t>(length));
      const std::size_t room = piece_.size() - end;
      const bool is_last = length != SQL_NO_TOTAL && static_cast<std::size_t>(length) <= room;
      whole.append(piece_.data(), is_last ? static_cast<std::size_t>(length) : room);
      if (is_last) break;
    }
    return value_from(column, whole.data(), whole.size());
  }

  Session& session_;
  BoundStatement bound_;
  std::vector<ColumnDescription> described_;
  std::vector<std::string> columns_;
  std::vector<Block> blocks_;
  SQLULEN fetched_ = 0;
  std::size_t place_ = 0;
  std::vector<char> piece_;
  StatementHandle handle_;  // the first to go: it knows the addresses of the others
};

class HeldRows final : public Cursor {
 public:
  HeldRows(Session& session, const Statement& statement) {
    OdbcRows rows(session, statement, false);
    columns_ = rows.columns();
    for (std::vector<Value> row; rows.next(row);) rows_.push_back(std::move(row));
  }
  const std::vector<std::string>& columns() const override { return columns_; }
  bool next(std::vector<Value>& values) override {
    if (place_ == rows_.size()) return false;
    values = std::move(rows_[place_++]);
    return true;
  }

 private:
  std::vector<std::string> columns_;
  std::vector<std::vector<Value>> rows_;
  std::size_t place_ = 0;
};

}  // namespace

std::unique_ptr<Cursor> open_cursor(Session& session, const Statement& statement, bool held) {
  if (held) return std::make_unique<HeldRows>(session, statement);
  return std::make_unique<OdbcRows>(session, statement, true);
}

}  // namespace luamigrate::databases::mssql
