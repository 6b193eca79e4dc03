// Rows on their way into a table: one prepared statement, its parameters bound as arrays, so that a portion of rows is
// one call of the driver.
#include "databases/mssql/write_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "databases/mssql/dialect.h"
#include "databases/mssql/parameters.h"
#include "databases/mssql/text16.h"

namespace luamigrate::databases::mssql {
namespace {

constexpr std::size_t most_rows = 1'000;
constexpr std::size_t most_bytes = 4 * 1024 * 1024;

std::vector<ColumnDescription> described(Session& session, const schema::TableName& table,
                                         const std::vector<std::string>& columns) {
  if (columns.empty()) return {};
  std::vector<std::string> names;
  for (const std::string& column : columns) names.push_back(dialect().quote(column));
  const std::string sql = fmt::format("SELECT {} FROM {} WHERE 1 = 0", fmt::join(names, ", "), dialect().quote(table));
  const StatementHandle handle = session.statement();
  Text16 text = to_utf16(sql);
  session.check(SQLExecDirectW(handle.get(), text.data(), static_cast<SQLINTEGER>(text.size())), handle.get(), sql);
  return describe_columns(session, handle.get(), sql);
}

class ArrayWriter final : public RowWriter {
 public:
  ArrayWriter(Session& session, std::string sql, std::vector<ColumnDescription> columns)
      : session_(session), sql_(std::move(sql)), columns_(std::move(columns)), parameters_(columns_.size()) {
    session_.require_usable(sql_);
    prepare();
  }

  void write(const std::vector<schema::Value>& values) override {
    if (count_ > 0 && !fits(values)) send();
    for (std::size_t i = 0; i < parameters_.size(); ++i) parameters_[i].add(values[i], is_binary(columns_[i].type));
    ++count_;
    if (count_ == most_rows || parameters_.empty()) send();
  }

  std::int64_t finish() override {
    send();
    return touched_;
  }

  std::optional<std::size_t> refused_row() const override { return refused_; }

 private:
  void prepare() {
    handle_ = session_.statement();
    Text16 text = to_utf16(sql_);
    session_.check(SQLPrepareW(handle_.get(), text.data(), static_cast<SQLINTEGER>(text.size())), handle_.get(), sql_);
  }

  bool fits(const std::vector<schema::Value>& values) const {
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
      if (!parameters_[i].takes(values[i], is_binary(columns_[i].type))) return false;
      bytes += parameters_[i].room_with(values[i]);
    }
    return bytes <= most_bytes;
  }

  void send() {
    if (count_ == 0) return;
    session_.require_usable(sql_);
    statuses_.assign(count_, SQL_PARAM_UNUSED);
    SQLULEN processed = 0;
    const auto set = [&](SQLINTEGER attribute, SQLPOINTER value) {
      return SQLSetStmtAttrW(handle_.get(), attribute, value, 0);
    };
    set(SQL_ATTR_PARAM_BIND_TYPE, reinterpret_cast<SQLPOINTER>(SQL_PARAM_BIND_BY_COLUMN));
    set(SQL_ATTR_PARAM_STATUS_PTR, statuses_.data());
    set(SQL_ATTR_PARAMS_PROCESSED_PTR, &processed);
    session_.check(set(SQL_ATTR_PARAMSET_SIZE, reinterpret_cast<SQLPOINTER>(count_)), handle_.get(), sql_);
    for (std::size_t i = 0; i < parameters_.size(); ++i)
      session_.check(parameters_[i].bind(session_, handle_.get(), static_cast<SQLUSMALLINT>(i + 1), &columns_[i]),
                     handle_.get(), sql_);
    try {
      const SQLRETURN result = SQLExecute(handle_.get());
      note_refused();
      // With some rows refused it is a success with information; the refused ones have to be heard of.
      session_.check(refused_ ? SQL_ERROR : result, handle_.get(), sql_);
      const std::int64_t touched = session_.finish(handle_.get(), sql_, true);
      note_refused();
      touched_ += touched >= 0 ? touched : static_cast<std::int64_t>(count_);
    } catch (Error& error) {
      note_refused();
      if (!refused_ && count_ == 1) refused_ = sent_ + 1;
      if (error.kind() == ErrorKind::connection) refused_.reset();
      throw;
    }
    sent_ += count_;
    count_ = 0;
    SQLFreeStmt(handle_.get(), SQL_CLOSE);
    for (Parameter& parameter : parameters_) parameter.clear();
  }

  // SQL Server's drivers tell it of each row; others call many wrong where one is.
  void note_refused() {
    const auto wrong = std::ranges::find(statuses_, SQL_PARAM_ERROR);
    const bool is_told = session_.is_sql_server() || std::ranges::count(statuses_, SQL_PARAM_ERROR) == 1;
    if (!refused_ && is_told && wrong != statuses_.end())
      refused_ = sent_ + static_cast<std::size_t>(wrong - statuses_.begin()) + 1;
  }

  Session& session_;
  std::string sql_;
  std::vector<ColumnDescription> columns_;
  std::vector<Parameter> parameters_;
  std::vector<SQLUSMALLINT> statuses_;
  std::size_t count_ = 0;  // rows that wait
  std::size_t sent_ = 0;
  std::int64_t touched_ = 0;
  std::optional<std::size_t> refused_;
  StatementHandle handle_;
};

// An identity column takes values only while this is on, for one table of a session.
class IdentityInsert {
 public:
  IdentityInsert(Session& session, const schema::TableName& table, const std::vector<ColumnDescription>& columns)
      : session_(session) {
    if (std::ranges::none_of(columns, &ColumnDescription::is_identity)) return;
    table_ = dialect().quote(table);
    session_.run(fmt::format("SET IDENTITY_INSERT {} ON", table_));
  }
  IdentityInsert(const IdentityInsert&) = delete;
  IdentityInsert& operator=(const IdentityInsert&) = delete;
  ~IdentityInsert() {
    if (!table_.empty()) session_.restore(fmt::format("SET IDENTITY_INSERT {} OFF", table_));
  }

 private:
  Session& session_;
  std::string table_;
};

class InsertWriter final : public RowWriter {
 public:
  InsertWriter(Session& session, const schema::TableName& table, const std::vector<std::string>& columns)
      : InsertWriter(session, table, columns, described(session, table, columns)) {}

  void write(const std::vector<schema::Value>& values) override { rows_.write(values); }
  std::int64_t finish() override { return rows_.finish(); }
  std::optional<std::size_t> refused_row() const override { return rows_.refused_row(); }

 private:
  InsertWriter(Session& session, const schema::TableName& table, const std::vector<std::string>& columns,
               const std::vector<ColumnDescription>& descriptions)
      : identity_(session, table, descriptions), rows_(session, dialect().insert_sql(table, columns), descriptions) {}

  IdentityInsert identity_;
  ArrayWriter rows_;
};

}  // namespace

std::unique_ptr<RowWriter> insert_rows(Session& session, const schema::TableName& table,
                                       const std::vector<std::string>& columns) {
  return std::make_unique<InsertWriter>(session, table, columns);
}

std::unique_ptr<RowWriter> update_rows(Session& session, const schema::TableName& table,
                                       const std::vector<std::string>& columns, const std::vector<std::string>& keys) {
  std::vector<std::string> all = columns;
  all.insert(all.end(), keys.begin(), keys.end());
  return std::make_unique<ArrayWriter>(session, dialect().update_sql(table, columns, keys),
                                       described(session, table, all));
}

}  // namespace luamigrate::databases::mssql
