#include "databases/postgresql/cursor.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "databases/postgresql/values.h"
#include "luamigrate/error.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::postgresql {
namespace {

// The first token that is code; an opening parenthesis may stand before SELECT.
sql::Token first_word(sql::Tokenizer& tokens) {
  sql::Token token = tokens.next_significant();
  while (token.text == "(") token = tokens.next_significant();
  return token;
}

// Only a query that changes nothing can have a cursor.
bool can_have_cursor(std::string_view sql, const sql::Syntax& syntax) {
  static constexpr std::array<std::string_view, 4> queries{"select", "with", "values", "table"};
  static constexpr std::array<std::string_view, 5> changes{"insert", "update", "delete", "merge", "into"};
  sql::Tokenizer tokens(sql, syntax);
  if (!sql::is_one_of(first_word(tokens), queries)) return false;
  sql::Token before;
  for (sql::Token token = tokens.next_significant(); token.kind != sql::TokenKind::end;
       token = tokens.next_significant()) {
    // SELECT ... FOR UPDATE and FOR NO KEY UPDATE lock and change nothing.
    const bool locks = sql::equals_ignoring_case(before.text, "for") || sql::equals_ignoring_case(before.text, "key");
    if (!locks && sql::is_one_of(token, changes)) return false;
    before = token;
  }
  return true;
}

// FOR UPDATE, FOR NO KEY UPDATE, FOR SHARE, FOR KEY SHARE.
bool locks_rows(std::string_view sql, const sql::Syntax& syntax) {
  static constexpr std::array<std::string_view, 4> locks{"update", "no", "share", "key"};
  sql::Tokenizer tokens(sql, syntax);
  sql::Token before;
  for (sql::Token token = tokens.next_significant(); token.kind != sql::TokenKind::end;
       token = tokens.next_significant()) {
    if (sql::equals_ignoring_case(before.text, "for") && sql::is_one_of(token, locks)) return true;
    before = token;
  }
  return false;
}

std::vector<std::string> column_names(const pqxx::result& result) {
  std::vector<std::string> names;
  for (pqxx::row::size_type i = 0; i < result.columns(); ++i) names.emplace_back(result.column_name(i));
  return names;
}

// Rows that have arrived. Going on from row to row and from field to field is cheap, and a new row or field is not:
// each counts as a holder of the result.
class Portion {
 public:
  void set(pqxx::result result) {
    result_ = std::move(result);
    row_ = result_.begin();
    left_ = result_.size();
  }
  bool next(std::vector<schema::Value>& values) {
    if (left_ == 0) return false;
    --left_;
    values.resize(row_.size());
    auto field = row_.begin();
    for (schema::Value& value : values) {
      read_value(field, value);
      ++field;
    }
    ++row_;
    return true;
  }
  std::size_t size() const { return result_.size(); }

  // Bytes of a row on average, of some that are spread over all.
  std::size_t usual_row_size() const {
    constexpr pqxx::result::size_type looked_at = 10;
    const pqxx::result::size_type step = result_.size() / looked_at + 1;
    std::size_t bytes = 0, rows = 0;
    for (pqxx::result::size_type row = 0; row < result_.size(); row += step, ++rows)
      for (const pqxx::field& field : result_[row]) bytes += field.size();
    return rows > 0 ? std::max<std::size_t>(bytes / rows, 1) : 1;
  }

 private:
  pqxx::result result_;
  pqxx::result::const_iterator row_;
  std::size_t left_ = 0;
};

class WholeResult final : public Cursor {
 public:
  explicit WholeResult(pqxx::result result) : columns_(column_names(result)) { rows_.set(std::move(result)); }
  const std::vector<std::string>& columns() const override { return columns_; }
  bool next(std::vector<schema::Value>& values) override { return rows_.next(values); }

 private:
  std::vector<std::string> columns_;
  Portion rows_;
};

// The rows that a cursor of the server's has, by portions, of which the next is on its way while one is read.
class ServerCursor final : public Cursor {
 public:
  // `bound`: null where the cursor is to outlive the transaction, which has no price before it is committed: the server
  // keeps a copy of the rows that are left then.
  ServerCursor(Session& session, const Statement& statement, std::size_t* bound)
      : session_(session),
        sql_(statement.sql),
        name_(session.next_cursor_name()),
        bound_(bound),
        in_transaction_(session.in_transaction()),
        transaction_(session.transaction()) {
    const char* hold = bound_ ? "" : "WITH HOLD ";
    about_the_query([&] {
      session_.run(fmt::format("DECLARE {} NO SCROLL CURSOR {}FOR {}", name_, hold, sql_), statement.params);
      if (bound_) ++*bound_;
      unreleased_ = bound_;
      receive(session_.run(fetch()));
    });
  }
  ServerCursor(const ServerCursor&) = delete;
  ServerCursor& operator=(const ServerCursor&) = delete;
  ~ServerCursor() override {
    release();
    if (session_.failed() || !session_.open()) return;
    try {
      // What went away with its transaction cannot be closed: that would spoil the one that runs now.
      if (is_in_its_transaction() || outlived()) session_.run("CLOSE " + name_);
    } catch (const std::exception&) {
      // It went away with a savepoint, or the connection is busy with something else: the transaction ends it.
    }
  }

  const std::vector<std::string>& columns() const override { return columns_; }

  bool next(std::vector<schema::Value>& values) override {
    if (rows_.next(values)) return true;
    if (rows_.size() < asked_) return false;
    about_the_query([&] {
      receive(ahead_ ? std::exchange(ahead_, nullptr)->take() : session_.run(fetch()));
      // From the third portion on: who wants few rows is not to wait for many.
      if (rows_.size() == asked_ && received_++ > 0) ahead_ = session_.send(fetch(), sql_);
    });
    return rows_.next(values);
  }

 private:
  static constexpr std::size_t first_portion = 100;  // often only the first row is wanted
  static constexpr std::size_t most_rows = 2'000;
  static constexpr std::size_t most_bytes = std::size_t{1024} * 1024;

  // Asks for as many as will be of a good size, by what the rows were like so far.
  std::string fetch() {
    if (asked_ > 0) wanted_ = std::clamp<std::size_t>(most_bytes / row_bytes_, 1, std::min(most_rows, 10 * wanted_));
    return fmt::format("FETCH {} FROM {}", wanted_, name_);
  }

  void receive(pqxx::result result) {
    if (columns_.empty()) columns_ = column_names(result);
    asked_ = wanted_;
    rows_.set(std::move(result));
    if (rows_.size() < asked_) release();
    row_bytes_ = rows_.usual_row_size();
  }

  bool is_in_its_transaction() const {
    return in_transaction_ && session_.in_transaction() && session_.transaction() == transaction_;
  }
  bool outlived() const {
    if (bound_) return false;
    return !in_transaction_ || !session_.run("SELECT 1 FROM pg_cursors WHERE name = '" + name_ + "'").empty();
  }

  // The end of the transaction takes no rows from it any more.
  void release() {
    std::size_t* const bound = std::exchange(unreleased_, nullptr);
    if (bound && is_in_its_transaction()) --*bound;
  }

  template <class Work>
  void about_the_query(const Work& work) const {
    try {
      work();
    } catch (Error& error) {
      error.facts().sql = sql_;
      throw;
    }
  }

  Session& session_;
  std::string sql_;
  std::string name_;
  std::size_t* bound_;
  std::size_t* unreleased_ = nullptr;  // bound_, as long as it is counted there
  bool in_transaction_;
  unsigned transaction_;
  std::vector<std::string> columns_;
  Portion rows_;
  std::size_t row_bytes_ = 1;
  std::size_t wanted_ = first_portion;  // of the FETCH that was written last
  std::size_t asked_ = 0;               // of the one that rows_ came by
  std::size_t received_ = 0;            // portions behind the first
  std::shared_ptr<Session::Sent> ahead_;
};

}  // namespace

std::unique_ptr<Cursor> open_cursor(Session& session, const Statement& statement, const sql::Syntax& syntax,
                                    bool may_outlive, std::size_t& bound) {
  if (!can_have_cursor(statement.sql, syntax)) return whole_result(session, statement);
  // Outside a transaction a cursor would end with its own statement. One with locks cannot do without it.
  const bool is_bound = session.in_transaction() && (!may_outlive || locks_rows(statement.sql, syntax));
  return std::make_unique<ServerCursor>(session, statement, is_bound ? &bound : nullptr);
}

std::unique_ptr<Cursor> whole_result(Session& session, const Statement& statement) {
  return std::make_unique<WholeResult>(session.run(statement.sql, statement.params));
}

bool counts_rows(std::string_view sql, const sql::Syntax& syntax) {
  static constexpr std::array<std::string_view, 11> words{"select", "with",  "values", "table", "insert", "update",
                                                          "delete", "merge", "copy",   "fetch", "move"};
  sql::Tokenizer tokens(sql, syntax);
  return sql::is_one_of(first_word(tokens), words);
}

bool vacuums_everything(std::string_view sql, const sql::Syntax& syntax) {
  static constexpr std::array<std::string_view, 1> vacuum{"vacuum"};
  static constexpr std::array<std::string_view, 5> options{"full", "freeze", "verbose", "analyze", "analyse"};
  sql::Tokenizer tokens(sql, syntax);
  if (!sql::is_one_of(first_word(tokens), vacuum)) return false;
  int depth = 0;
  for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next()) {
    if (token.text == "(") ++depth;
    if (token.text == ")") --depth;
    const bool is_name = token.kind == sql::TokenKind::word || token.kind == sql::TokenKind::quoted_name;
    if (depth == 0 && is_name && !sql::is_one_of(token, options)) return false;
  }
  return true;
}

}  // namespace luamigrate::databases::postgresql
