// Comma-separated values, as RFC 4180 has them: quotes around a field may hold separators, line ends and doubled
// quotes.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace luamigrate::base {

// Reads records piece by piece from where they come from, and holds no more than one of them and what was read beside.
class CsvReader {
 public:
  // Puts at most `size` bytes there and tells how many; none: it was all.
  using Source = std::function<std::size_t(char* bytes, std::size_t size)>;

  CsvReader(Source source, char separator) : source_(std::move(source)), separator_(separator) {}

  // The fields of the next record, good until the next call; false: there is none. Throws Error{script} with the line
  // where a quote is not closed, text stands behind one, or a record takes more than 16 MB.
  bool next(std::vector<std::string_view>& fields);

  // Whether this one of them stands in quotes, 0-based: then it is a text, whatever it says.
  bool is_quoted(std::size_t field) const { return fields_[field].is_quoted; }

  std::size_t line() const noexcept { return line_; }  // where the last record began, 1-based

 private:
  struct Field {
    std::size_t begin, end;  // in buffer_
    bool is_quoted, has_doubled_quotes;
  };
  enum class Found { record, too_little };

  Found scan();
  Found scan_quoted(std::size_t& at, Field& field);
  bool read_more();
  std::string_view text_of(const Field& field);
  [[noreturn]] void fail(const char* what) const;

  Source source_;
  char separator_;
  std::string buffer_;
  std::size_t begin_ = 0;  // of the next record in buffer_
  std::size_t next_ = 0;   // behind it
  bool at_end_ = false, at_start_ = true;
  std::size_t line_ = 0, next_line_ = 1;
  std::vector<Field> fields_;
};

}  // namespace luamigrate::base
