// What a quoted string or a number cannot say.
#include <fmt/format.h>

#include <cmath>

#include "databases/script_lines.h"
#include "databases/sqlite/dialect.h"
#include "databases/sqlite/literals.h"
#include "luamigrate/error.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::sqlite {

std::string SqliteDialect::text_literal(std::string_view text) const {
  if (text.find('\0') == std::string_view::npos) return AnsiDialect::text_literal(text);
  return fmt::format("CAST({} AS TEXT)", blob_literal(text));
}

void refuse_nan(double value) {
  if (std::isnan(value))
    throw Error(ErrorKind::script, "SQLite has no NaN, and would keep it as NULL", "write null where that is meant");
}

std::string SqliteDialect::number_literal(double value) const {
  refuse_nan(value);
  if (std::isinf(value)) return value > 0 ? "9e999" : "-9e999";
  return AnsiDialect::number_literal(value);
}

std::string SqliteDialect::in_script(const sql::Token& token) const {
  if (!loses_carriage_return(token, "sqlite3")) return std::string(token.text);
  std::string text;
  for (std::size_t i = 1; i + 1 < token.text.size(); ++i) {
    text += token.text[i];
    if (token.text[i] == '\'') ++i;  // doubled
  }
  return fmt::format("(CAST({} AS TEXT))", blob_literal(text));
}

}  // namespace luamigrate::databases::sqlite
