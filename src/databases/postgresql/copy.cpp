#include "databases/postgresql/copy.h"

#include <fmt/format.h>

#include <charconv>
#include <pqxx/tablewriter>

#include "databases/postgresql/dialect.h"
#include "databases/postgresql/values.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::postgresql {
namespace {

constexpr std::size_t worth_sending = std::size_t{16} * 1024;

// Which line the server's words name: `CONTEXT:  COPY users, line 7, column age: "x"`.
std::optional<std::size_t> copied_line(std::string_view words) {
  constexpr std::string_view copy = "COPY ", line = ", line ";
  const std::size_t context = words.rfind(copy);
  const std::size_t found = context == std::string_view::npos ? context : words.find(line, context);
  if (found == std::string_view::npos) return std::nullopt;
  const std::string_view digits = words.substr(found + line.size());
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc() ? std::optional(number) : std::nullopt;
}

// Which column: behind the line stands `, column age: "x"` or `, column age: null input`. A name may hold anything.
const std::string* copied_column(std::string_view words, const std::vector<std::string>& columns) {
  constexpr std::string_view mark = ", column ";
  const std::size_t context = words.rfind("COPY ");
  const std::size_t found = context == std::string_view::npos ? context : words.find(mark, context);
  if (found == std::string_view::npos) return nullptr;
  const std::string_view behind = words.substr(found + mark.size());
  const std::string* longest = nullptr;
  for (const std::string& column : columns)
    if (behind.starts_with(column + ": ") && (!longest || longest->size() < column.size())) longest = &column;
  return longest;
}

Error in_column(const Error& error, std::string_view column) {
  return error.told_as(fmt::format("{}, in the column \"{}\"", error.message(), column));
}

class CopyWriter final : public RowWriter {
 public:
  CopyWriter(Session& session, const schema::TableName& table, const std::vector<std::string>& columns)
      : session_(session), columns_(columns) {
    std::vector<std::string> quoted;
    for (const std::string& column : columns) quoted.push_back(dialect().quote(column));
    const std::string target = dialect().quote(table);
    sql_ = fmt::format("COPY {} ({}) FROM STDIN", target, fmt::join(quoted, ", "));
    guarded([&] {
      work_ = std::make_unique<pqxx::nontransaction>(session_.raw());
      // Its successor stream_to takes only rows whose number of columns the compiler knows.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
      stream_ = std::make_unique<pqxx::tablewriter>(*work_, target, quoted.begin(), quoted.end());
#pragma GCC diagnostic pop
    });
  }
  CopyWriter(const CopyWriter&) = delete;
  CopyWriter& operator=(const CopyWriter&) = delete;
  ~CopyWriter() override {
    if (!stream_) return;
    // Closing the stream would keep the rows sent so far. A line with a field too many makes the server drop them.
    try {
      std::string line = "\\N";
      for (std::size_t i = 0; i < columns_.size(); ++i) line += "\t\\N";
      stream_->write_raw_line(line);
      stream_->complete();
    } catch (const pqxx::failure& refused) {
      session_.failure(refused, sql_);
    }
  }

  void write(const std::vector<schema::Value>& values) override {
    std::size_t column = 0;
    const std::size_t begin = lines_.size();
    try {
      for (; column < values.size(); ++column) {
        if (column > 0) lines_ += '\t';
        add_copy_field(lines_, values[column]);
      }
    } catch (const Error& error) {
      lines_.resize(begin);
      refused_ = static_cast<std::size_t>(rows_) + 1;
      throw in_column(error, columns_[column]);
    }
    lines_ += '\n';
    ++rows_;
    if (lines_.size() >= worth_sending) send();
  }

  std::int64_t finish() override {
    send();
    guarded([&] { stream_->complete(); });
    stream_.reset();
    work_.reset();
    session_.deliver_notices();
    return rows_;
  }

  std::optional<std::size_t> refused_row() const override {
    return refused_;
  }

 private:
  void send() {
    if (lines_.empty()) return;
    guarded([&] { stream_->write_raw_line(lines_); });  // which takes one end of a line off and puts it on again
    lines_.clear();
  }

  template <class Work>
  void guarded(Work work) {
    try {
      work();
    } catch (const pqxx::failure& thrown) {
      Error error = session_.failure(thrown, sql_);
      refused_ = copied_line(error.facts().database_message);
      stream_.reset();
      work_.reset();
      const std::string* const column = copied_column(error.facts().database_message, columns_);
      throw column ? in_column(error, *column) : error;
    }
  }

  Session& session_;
  std::vector<std::string> columns_;
  std::string sql_;
  std::unique_ptr<pqxx::nontransaction> work_;
  std::unique_ptr<pqxx::tablewriter> stream_;
  std::string lines_;  // not sent yet
  std::int64_t rows_ = 0;
  std::optional<std::size_t> refused_;
};

// COPY needs a column; rows without any take the default of all.
class DefaultsWriter final : public RowWriter {
 public:
  DefaultsWriter(Session& session, const schema::TableName& table)
      : session_(session), sql_(dialect().insert_sql(table, {})) {}

  void write(const std::vector<schema::Value>&) override {
    session_.run(sql_);
    ++rows_;
  }
  std::int64_t finish() override { return rows_; }
  std::optional<std::size_t> refused_row() const override { return static_cast<std::size_t>(rows_) + 1; }

 private:
  Session& session_;
  std::string sql_;
  std::int64_t rows_ = 0;
};

// The rows go into a table of this session alone, and from there into theirs by one statement.
class CopyUpdates final : public RowWriter {
 public:
  CopyUpdates(Session& session, const schema::TableName& table, const std::vector<std::string>& columns,
              const std::vector<std::string>& keys)
      : session_(session), gathered_{"pg_temp", session.next_cursor_name() + "_rows"} {
    std::vector<std::string> all = columns;
    all.insert(all.end(), keys.begin(), keys.end());
    const auto with_each = [](const std::vector<std::string>& names, std::string_view form) {
      std::vector<std::string> parts;
      parts.reserve(names.size());
      for (const std::string& name : names) parts.push_back(fmt::format(fmt::runtime(form), dialect().quote(name)));
      return parts;
    };
    const std::string target = dialect().quote(table), source = dialect().quote(gathered_);
    session_.run(fmt::format("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA",
                             dialect().quote(gathered_.name), fmt::join(with_each(all, "{}"), ", "), target));
    update_ = fmt::format("UPDATE {} AS old SET {} FROM {} AS new WHERE {}", target,
                          fmt::join(with_each(columns, "{0} = new.{0}"), ", "), source,
                          fmt::join(with_each(keys, "old.{0} = new.{0}"), " AND "));
    drop_ = fmt::format("DROP TABLE {}", source);
    copy_ = std::make_unique<CopyWriter>(session_, gathered_, all);
  }

  void write(const std::vector<schema::Value>& values) override { copy_->write(values); }
  std::optional<std::size_t> refused_row() const override { return copy_->refused_row(); }

  std::int64_t finish() override {
    copy_->finish();
    const pqxx::result updated = session_.run(update_);
    session_.run(drop_);
    return static_cast<std::int64_t>(updated.affected_rows());
  }

 private:
  Session& session_;
  schema::TableName gathered_;
  std::string update_;
  std::string drop_;
  std::unique_ptr<CopyWriter> copy_;
};

}  // namespace

std::unique_ptr<RowWriter> copy_updates(Session& session, const schema::TableName& table,
                                        const std::vector<std::string>& columns, const std::vector<std::string>& keys) {
  return std::make_unique<CopyUpdates>(session, table, columns, keys);
}

std::unique_ptr<RowWriter> copy_rows(Session& session, const schema::TableName& table,
                                     const std::vector<std::string>& columns) {
  if (columns.empty()) return std::make_unique<DefaultsWriter>(session, table);
  return std::make_unique<CopyWriter>(session, table, columns);
}

}  // namespace luamigrate::databases::postgresql
