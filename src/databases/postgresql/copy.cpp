#include "databases/postgresql/copy.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <pqxx/tablewriter>

#include "databases/postgresql/dialect.h"
#include "databases/postgresql/values.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::postgresql {
namespace {

constexpr std::size_t worth_sending = std::size_t{16} * 1024;

// What stands behind `COPY users, line ` in the server's words `CONTEXT:  COPY users, line 7, column age: "x"`. A value
// may say the same behind the column; one with such lines of its own, in the error above, is taken for it.
std::string_view copied_place(std::string_view words, const std::string& table) {
  constexpr std::string_view context = "\nCONTEXT:  ";
  const std::string copy = "COPY " + table + ", line ";
  std::size_t line = words.find(context);
  if (line == std::string_view::npos) return {};
  line += context.size();
  while (!words.substr(line).starts_with(copy)) {  // what a trigger was at stands above it
    line = words.find('\n', line);
    if (line == std::string_view::npos) return {};
    ++line;
  }
  return words.substr(line + copy.size());
}

std::optional<std::size_t> copied_line(std::string_view place) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(place.data(), place.data() + place.size(), number);
  return error == std::errc() ? std::optional(number) : std::nullopt;
}

// Which column: behind the line stands `, column age: "x"` or `, column age: null input`. A name may hold anything.
const std::string* copied_column(std::string_view place, const std::vector<std::string>& columns) {
  constexpr std::string_view mark = ", column ";
  place.remove_prefix(std::min(place.find_first_not_of("0123456789"), place.size()));
  if (!place.starts_with(mark)) return nullptr;
  place.remove_prefix(mark.size());
  const std::string* longest = nullptr;
  for (const std::string& column : columns)
    if (place.starts_with(column + ": ") && (!longest || longest->size() < column.size())) longest = &column;
  return longest;
}

Error in_column(const Error& error, std::string_view column) {
  return error.told_as(fmt::format("{}, in the column \"{}\"", error.message(), column));
}

class CopyWriter final : public RowWriter {
 public:
  CopyWriter(Session& session, const schema::TableName& table, const std::vector<std::string>& columns)
      : session_(session), table_(table.name), columns_(columns) {
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
      const std::string_view place = copied_place(error.facts().database_message, table_);
      refused_ = copied_line(place);
      stream_.reset();
      work_.reset();
      const std::string* const column = copied_column(place, columns_);
      throw column ? in_column(error, *column) : error;
    }
  }

  Session& session_;
  std::string table_;
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

std::vector<std::string> with_each(const std::vector<std::string>& names, std::string_view form) {
  std::vector<std::string> parts;
  parts.reserve(names.size());
  for (const std::string& name : names) parts.push_back(fmt::format(fmt::runtime(form), dialect().quote(name)));
  return parts;
}

// Rows on their way, in a table of this session alone that has columns of theirs. It serves as long as the transaction
// and the columns stay as they are: each one that is made anew, and dropped, holds locks until the transaction ends.
class GatheredRows {
 public:
  GatheredRows(Session& session, const schema::TableName& table, const std::vector<std::string>& columns)
      : session_(session), name_{"pg_temp", {}} {
    const std::string target = dialect().quote(table);
    const std::string listed = fmt::format("{}", fmt::join(with_each(columns, "{}"), ", "));
    std::string& known = session.gathered_in(target + " " + listed);
    if (known.empty() || !has_columns_of(known, target, columns.size())) {
      known = session.next_cursor_name() + "_rows";
      session_.run(fmt::format("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA", known,
                               listed, target));
    }
    name_.name = known;
    copy_ = std::make_unique<CopyWriter>(session_, name_, columns);
  }

  std::string quoted_name() const { return dialect().quote(name_); }
  void write(const std::vector<schema::Value>& values) { copy_->write(values); }
  std::optional<std::size_t> refused_row() const { return copy_->refused_row(); }
  std::int64_t complete() { return copy_->finish(); }
  void clear() { session_.run("TRUNCATE " + quoted_name()); }

 private:
  // Whether it is still there, and its columns are what those of the target are now.
  bool has_columns_of(const std::string& name, const std::string& target, std::size_t count) const {
    const pqxx::result found = session_.run(
        "SELECT count(*) FROM pg_attribute a JOIN pg_attribute b ON b.attname = a.attname AND b.atttypid = a.atttypid"
        " AND b.atttypmod = a.atttypmod AND b.attcollation = a.attcollation"
        " WHERE a.attrelid = to_regclass($1) AND b.attrelid = to_regclass($2) AND a.attnum > 0",
        {"pg_temp." + name, target});
    return found[0][0].as<std::size_t>() == count;
  }

  Session& session_;
  schema::TableName name_;
  std::unique_ptr<CopyWriter> copy_;
};

// The rows go from where they are gathered into theirs by one statement.
class CopyUpdates final : public RowWriter {
 public:
  CopyUpdates(Session& session, const schema::TableName& table, const std::vector<std::string>& columns,
              const std::vector<std::string>& keys)
      : session_(session), rows_(session, table, joined(columns, keys)) {
    update_ = fmt::format("UPDATE {} AS old SET {} FROM {} AS new WHERE {}", dialect().quote(table),
                          fmt::join(with_each(columns, "{0} = new.{0}"), ", "), rows_.quoted_name(),
                          fmt::join(with_each(keys, "old.{0} = new.{0}"), " AND "));
  }

  void write(const std::vector<schema::Value>& values) override { rows_.write(values); }
  std::optional<std::size_t> refused_row() const override { return rows_.refused_row(); }

  std::int64_t finish() override {
    rows_.complete();
    const pqxx::result updated = session_.run(update_);
    rows_.clear();
    return static_cast<std::int64_t>(updated.affected_rows());
  }

 private:
  static std::vector<std::string> joined(std::vector<std::string> names, const std::vector<std::string>& more) {
    names.insert(names.end(), more.begin(), more.end());
    return names;
  }

  Session& session_;
  GatheredRows rows_;
  std::string update_;
};

// Whether the server refuses to copy into the table: into a view without a trigger that takes rows (the bits of tgtype
// are those of INSTEAD OF and INSERT), and past row security that holds for this user.
bool refuses_copy(Session& session, const schema::TableName& table) {
  const pqxx::result found = session.run(
      "SELECT row_security_active(c.oid) OR (c.relkind = 'v' AND NOT EXISTS (SELECT 1 FROM pg_trigger t"
      " WHERE t.tgrelid = c.oid AND t.tgtype & 64 <> 0 AND t.tgtype & 4 <> 0))"
      " FROM pg_class c WHERE c.oid = to_regclass($1)",
      {dialect().quote(table)});
  return !found.empty() && found[0][0].as<bool>();
}

// For such a table: what is gathered goes in by one INSERT.
class CopyInserts final : public RowWriter {
 public:
  CopyInserts(Session& session, const schema::TableName& table, const std::vector<std::string>& columns)
      : session_(session), rows_(session, table, columns) {
    const std::string names = fmt::format("{}", fmt::join(with_each(columns, "{}"), ", "));
    // As COPY has it, a value given for GENERATED ALWAYS AS IDENTITY is the value.
    insert_ = fmt::format("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {}", dialect().quote(table),
                          names, names, rows_.quoted_name());
  }

  void write(const std::vector<schema::Value>& values) override { rows_.write(values); }
  std::optional<std::size_t> refused_row() const override { return refused_ ? refused_ : rows_.refused_row(); }

  std::int64_t finish() override {
    const std::int64_t count = rows_.complete();
    session_.run("SAVEPOINT luamigrate_inserts");
    try {
      session_.run(insert_);
    } catch (const Error& error) {
      if (is_about_rows(error)) find_refused(static_cast<std::size_t>(count));
      throw;
    }
    session_.run("RELEASE SAVEPOINT luamigrate_inserts");
    rows_.clear();
    return count;
  }

 private:
  static bool is_about_rows(const Error& error) {
    return error.kind() == ErrorKind::database && error.facts().failure != DatabaseFailure::cancelled;
  }

  // The row is the last one of the fewest that fail; where none at all fail too it is no row.
  void find_refused(std::size_t count) {
    try {
      if (fails(0)) return;
      std::size_t good = 0, bad = count;
      while (bad - good > 1) {
        const std::size_t middle = good + (bad - good) / 2;
        (fails(middle) ? bad : good) = middle;
      }
      refused_ = bad;
    } catch (const Error&) {
      // The error that is known says enough.
    }
  }

  bool fails(std::size_t count) {
    session_.run("ROLLBACK TO SAVEPOINT luamigrate_inserts");
    try {
      session_.run(fmt::format("{} LIMIT {}", insert_, count));
      return false;
    } catch (const Error& error) {
      if (!is_about_rows(error)) throw;
      return true;
    }
  }

  Session& session_;
  GatheredRows rows_;
  std::string insert_;
  std::optional<std::size_t> refused_;
};

}  // namespace

std::unique_ptr<RowWriter> copy_updates(Session& session, const schema::TableName& table,
                                        const std::vector<std::string>& columns, const std::vector<std::string>& keys) {
  return std::make_unique<CopyUpdates>(session, table, columns, keys);
}

std::unique_ptr<RowWriter> copy_rows(Session& session, const schema::TableName& table,
                                     const std::vector<std::string>& columns) {
  if (columns.empty()) return std::make_unique<DefaultsWriter>(session, table);
  if (session.in_transaction() && refuses_copy(session, table))
    return std::make_unique<CopyInserts>(session, table, columns);
  return std::make_unique<CopyWriter>(session, table, columns);
}

}  // namespace luamigrate::databases::postgresql
