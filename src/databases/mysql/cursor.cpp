#include "databases/mysql/cursor.h"

#include <algorithm>
#include <array>

#include "databases/mysql/dialect.h"
#include "databases/mysql/prepared.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::mysql {
namespace {

class PreparedRows final : public Cursor {
 public:
  PreparedRows(Prepared prepared, const std::vector<schema::Value>& params, bool held)
      : prepared_(std::move(prepared)) {
    Parameters parameters;
    for (const schema::Value& value : params) parameters.add(value);
    prepared_.start_query(parameters, held);
    columns_ = prepared_.column_names();
  }
  const std::vector<std::string>& columns() const override { return columns_; }
  bool next(std::vector<schema::Value>& values) override { return prepared_.next(values); }

 private:
  Prepared prepared_;
  std::vector<std::string> columns_;
};

// What the server does not prepare, it answers in texts.
class TextRows final : public Cursor {
 public:
  TextRows(Session& session, const std::string& sql) {
    if (mysql_real_query(session.raw(), sql.data(), sql.size()) != 0) throw session.failure(sql);
    result_.reset(mysql_store_result(session.raw()));
    if (mysql_errno(session.raw()) != 0) throw session.failure(sql);
    for (int more = mysql_next_result(session.raw()); more >= 0; more = mysql_next_result(session.raw())) {
      if (more > 0) throw session.failure(sql);
      if (MYSQL_RES* other = mysql_use_result(session.raw())) mysql_free_result(other);
    }
    if (result_)
      for (unsigned i = 0; i < mysql_num_fields(result_.get()); ++i)
        columns_.emplace_back(mysql_fetch_field_direct(result_.get(), i)->name);
    session.statement_is_over();
  }
  const std::vector<std::string>& columns() const override { return columns_; }

  bool next(std::vector<schema::Value>& values) override {
    const MYSQL_ROW row = result_ ? mysql_fetch_row(result_.get()) : nullptr;
    if (!row) return false;
    const unsigned long* lengths = mysql_fetch_lengths(result_.get());
    values.clear();
    for (std::size_t i = 0; i < columns_.size(); ++i)
      values.push_back(row[i] ? schema::Value(std::string(row[i], lengths[i])) : schema::Value(schema::Null{}));
    return true;
  }

 private:
  struct Free {
    void operator()(MYSQL_RES* result) const { mysql_free_result(result); }
  };
  std::unique_ptr<MYSQL_RES, Free> result_;
  std::vector<std::string> columns_;
};

// Of other statements, SHOW and CALL, the server may or may not hold the rows.
bool is_select(std::string_view sql) {
  static constexpr std::array<std::string_view, 3> words{"select", "with", "values"};
  sql::Tokenizer tokens(sql, dialect().syntax());
  sql::Token token = tokens.next_significant();
  while (token.text == "(") token = tokens.next_significant();
  return sql::is_one_of(token, words);
}

}  // namespace

std::unique_ptr<Cursor> open_cursor(Session& session, const Statement& statement, bool held) {
  Prepared prepared(session, statement.sql);
  if (prepared.refused()) return std::make_unique<TextRows>(session, with_literals(dialect(), statement));
  return std::make_unique<PreparedRows>(std::move(prepared), statement.params, held && is_select(statement.sql));
}

}  // namespace luamigrate::databases::mysql
