#include "databases/mysql/write_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "databases/mysql/dialect.h"
#include "databases/mysql/prepared.h"

namespace luamigrate::databases::mysql {
namespace {

// The protocol numbers parameters by 16 bits.
constexpr std::size_t most_parameters = 65'535;
constexpr std::size_t most_rows = 1'000;
// Well below what the smallest max_allowed_packet in use lets through, 1 MiB.
constexpr std::size_t most_bytes = 512 * 1024;

std::size_t size_of(const schema::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return text->size();
  if (const auto* blob = std::get_if<schema::Blob>(&value)) return blob->bytes.size();
  if (const auto* json = std::get_if<schema::Json>(&value)) return json->text.size();
  return sizeof(std::int64_t);
}

// `... for column 'age' at row 7`
std::optional<std::size_t> row_in_words(std::string_view words) {
  constexpr std::string_view at_row = "at row ";
  const std::size_t found = words.rfind(at_row);
  if (found == std::string_view::npos) return std::nullopt;
  const std::string_view digits = words.substr(found + at_row.size());
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc() && number > 0 ? std::optional(number) : std::nullopt;
}

// The number is of a row in its statement, which says nothing to who gave many more.
std::string without_row(std::string words) {
  const std::size_t begin = words.rfind(" at row ");
  if (begin == std::string::npos) return words;
  const std::size_t digits = begin + std::string_view(" at row ").size();
  const std::size_t end = std::min(words.find_first_not_of("0123456789", digits), words.size());
  const bool is_last = end > digits && (end == words.size() || words.substr(end).starts_with(" (error "));
  return is_last ? words.erase(begin, end - begin) : words;
}

class InsertWriter final : public RowWriter {
 public:
  InsertWriter(Session& session, const schema::TableName& table, const std::vector<std::string>& columns)
      : session_(session),
        columns_(columns),
        one_row_(dialect().insert_sql(table, columns)),
        portion_(columns.empty() ? most_rows
                                 : std::clamp<std::size_t>(most_parameters / columns.size(), 1, most_rows)) {
    // `INSERT INTO t (a, b) VALUES (?, ?)`: the row stands last.
    constexpr std::string_view values = " VALUES ";
    row_ = one_row_.substr(one_row_.rfind(values) + values.size());
    // A key of 0 is 0, and not the next number.
    session_.run(
        "SET @luamigrate_sql_mode = @@sql_mode, SESSION sql_mode = CONCAT_WS(',', NULLIF(@@sql_mode, ''), "
        "'NO_AUTO_VALUE_ON_ZERO')");
  }
  InsertWriter(const InsertWriter&) = delete;
  InsertWriter& operator=(const InsertWriter&) = delete;
  ~InsertWriter() override {
    try {
      session_.restore("SET SESSION sql_mode = @luamigrate_sql_mode");
    } catch (const Error&) {
      // The session is gone, and its settings with it.
    }
  }

  void write(const std::vector<schema::Value>& values) override {
    std::size_t bytes = 0;
    for (const schema::Value& value : values) bytes += size_of(value);
    if (count_ > 0 && bytes_ + bytes > most_bytes) send();
    if (count_ == rows_.size()) rows_.emplace_back();
    rows_[count_++] = values;
    bytes_ += bytes;
    if (count_ == portion_) send();
  }

  std::int64_t finish() override {
    send();
    return static_cast<std::int64_t>(sent_);
  }

  std::optional<std::size_t> refused_row() const override { return refused_; }

 private:
  void send() {
    if (count_ == 0) return;
    parameters_.clear();
    for (std::size_t i = 0; i < count_; ++i) add_row(i);
    bool prepared = false;  // what is wrong before is no row's, but the table's or the columns'
    try {
      Prepared& statement = statement_for(count_);
      prepared = true;
      statement.execute(parameters_);
    } catch (Error& error) {
      error.facts().sql = one_row_;
      if (prepared) note_refused(error);
      if (!refused_) throw;
      error.facts().database_message = without_row(error.facts().database_message);
      throw error.told_as(without_row(error.message()));
    }
    sent_ += count_;
    count_ = 0;
    bytes_ = 0;
  }

  void add_row(std::size_t row) {
    for (std::size_t i = 0; i < rows_[row].size(); ++i) try {
        parameters_.add(rows_[row][i]);
      } catch (const Error& error) {
        refused_ = sent_ + row + 1;
        throw error.told_as(fmt::format("{}: \"{}\"", error.message(), columns_[i]));
      }
  }

  // That of a whole portion is prepared once.
  Prepared& statement_for(std::size_t rows) {
    std::optional<Prepared>& prepared = rows == portion_ ? whole_ : part_;
    if (prepared && prepared_rows(rows) == rows) return *prepared;
    std::string sql = one_row_;
    for (std::size_t i = 1; i < rows; ++i) sql.append(", ").append(row_);
    prepared.reset();
    prepared.emplace(session_, std::move(sql));
    if (rows != portion_) part_rows_ = rows;
    return *prepared;
  }
  std::size_t prepared_rows(std::size_t rows) const { return rows == portion_ ? portion_ : part_rows_; }

  // MariaDB tells it in the diagnostics, MySQL in the words of some errors.
  void note_refused(const Error& error) {
    if (!error.facts().failure || error.kind() == ErrorKind::connection) return;
    std::optional<std::size_t> row;
    if (session_.is_mariadb()) row = row_in_diagnostics();
    if (!row) row = row_in_words(error.message());
    if (!row && count_ == 1) row = 1;
    if (row) refused_ = sent_ + *row;
  }

  std::optional<std::size_t> row_in_diagnostics() {
    static constexpr std::array<std::string_view, 2> ask{"GET DIAGNOSTICS CONDITION 1 @luamigrate_row = ROW_NUMBER",
                                                         "SELECT @luamigrate_row"};
    for (const std::string_view sql : ask)
      if (mysql_real_query(session_.raw(), sql.data(), sql.size()) != 0) return std::nullopt;
    MYSQL_RES* result = mysql_store_result(session_.raw());
    if (!result) return std::nullopt;
    const MYSQL_ROW row = mysql_fetch_row(result);
    const std::string text = row && row[0] ? row[0] : "";
    mysql_free_result(result);
    return row_in_words("at row " + text);
  }

  Session& session_;
  std::vector<std::string> columns_;
  std::string one_row_, row_;
  std::size_t portion_;
  std::vector<std::vector<schema::Value>> rows_;
  std::size_t count_ = 0;  // of rows_ that wait
  std::size_t bytes_ = 0;
  std::size_t sent_ = 0;
  Parameters parameters_;
  std::optional<Prepared> whole_, part_;
  std::size_t part_rows_ = 0;
  std::optional<std::size_t> refused_;
};

std::string joined(const std::vector<std::string>& names, std::string_view form, std::string_view joint) {
  std::vector<std::string> parts;
  parts.reserve(names.size());
  for (const std::string& name : names) parts.push_back(fmt::format(fmt::runtime(form), dialect().quote(name)));
  return fmt::format("{}", fmt::join(parts, joint));
}

constexpr unsigned invalid_default = 1067, key_too_long = 1071, blob_key_without_length = 1170;

// While it lives a column may have 0000-00-00 for its default, as it may in the table that it comes from.
class ZeroDates {
 public:
  explicit ZeroDates(Session& session) : session_(session) {
    session_.run(
        "SET @luamigrate_sql_mode = @@sql_mode, SESSION sql_mode = "
        "REPLACE(REPLACE(@@sql_mode, 'NO_ZERO_IN_DATE', ''), 'NO_ZERO_DATE', '')");
  }
  ZeroDates(const ZeroDates&) = delete;
  ZeroDates& operator=(const ZeroDates&) = delete;
  ~ZeroDates() {
    try {
      session_.restore("SET SESSION sql_mode = @luamigrate_sql_mode");
    } catch (const Error&) {
      // The session is gone, and its settings with it.
    }
  }

 private:
  Session& session_;
};

class UpdateWriter final : public RowWriter {
 public:
  UpdateWriter(Session& session, const schema::TableName& table, const std::vector<std::string>& columns,
               const std::vector<std::string>& keys)
      : session_(session), gathered_{"", session.next_name()} {
    std::vector<std::string> all = columns;
    all.insert(all.end(), keys.begin(), keys.end());
    const std::string target = dialect().quote(table), source = dialect().quote(gathered_);
    const auto create = [&](const std::string& key) {
      session_.run(fmt::format("CREATE TEMPORARY TABLE {} {}AS SELECT {} FROM {} LIMIT 0", source, key,
                               joined(all, "{}", ", "), target));
    };
    const auto create_with_key_if_possible = [&] {
      try {
        create(fmt::format("(PRIMARY KEY ({})) ", joined(keys, "{}", ", ")));
      } catch (const Error&) {
        // Of a TEXT or a BLOB, and of what is longer than a key may be, the table's own takes the beginning only, or a
        // hash: the rows that wait are few.
        const unsigned number = mysql_errno(session_.raw());
        if (number != blob_key_without_length && number != key_too_long) throw;
        create("");
      }
    };
    try {
      create_with_key_if_possible();
    } catch (const Error&) {
      if (mysql_errno(session_.raw()) != invalid_default) throw;
      const ZeroDates taken(session_);
      create_with_key_if_possible();
    }
    update_ = fmt::format("UPDATE {} AS old JOIN {} AS new ON {} SET {}", target, source,
                          joined(keys, "old.{0} = new.{0}", " AND "), joined(columns, "old.{0} = new.{0}", ", "));
    insert_ = insert_rows(session_, gathered_, all);
  }
  UpdateWriter(const UpdateWriter&) = delete;
  UpdateWriter& operator=(const UpdateWriter&) = delete;
  ~UpdateWriter() override {
    insert_.reset();
    try {
      session_.restore("DROP TEMPORARY TABLE IF EXISTS " + dialect().quote(gathered_));
    } catch (const Error&) {
      // The session ends it.
    }
  }

  void write(const std::vector<schema::Value>& values) override { insert_->write(values); }
  std::optional<std::size_t> refused_row() const override { return insert_->refused_row(); }

  std::int64_t finish() override {
    insert_->finish();
    return session_.run(update_);
  }

 private:
  Session& session_;
  schema::TableName gathered_;
  std::string update_;
  std::unique_ptr<RowWriter> insert_;
};

}  // namespace

std::unique_ptr<RowWriter> insert_rows(Session& session, const schema::TableName& table,
                                       const std::vector<std::string>& columns) {
  return std::make_unique<InsertWriter>(session, table, columns);
}

std::unique_ptr<RowWriter> update_rows(Session& session, const schema::TableName& table,
                                       const std::vector<std::string>& columns, const std::vector<std::string>& keys) {
  return std::make_unique<UpdateWriter>(session, table, columns, keys);
}

}  // namespace luamigrate::databases::mysql
