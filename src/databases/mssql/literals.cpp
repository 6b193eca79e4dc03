// Values as SQL text, and what a script must not hold as it is.
#include <fmt/format.h>

#include <algorithm>

#include "databases/mssql/dialect.h"
#include "luamigrate/error.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::mssql {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

// Whether the line that begins at `place` is GO, alone or with a number.
bool is_go_line(std::string_view text, std::size_t place) {
  std::string_view line = text.substr(place, text.find('\n', place) - place);
  while (!line.empty() && is_space(line.front())) line.remove_prefix(1);
  if (line.size() < 2 || !sql::equals_ignoring_case(line.substr(0, 2), "go")) return false;
  return std::ranges::all_of(line.substr(2), [](char c) { return is_space(c) || (c >= '0' && c <= '9'); });
}

// A backslash at the end of a line joins it with the next one in a constant of SQL Server.
constexpr std::string_view joint = "\\\n";

}  // namespace

// A constant without N is in the code page of the database, and loses what that has no character for. Where there is no
// such character N is left out: a comparison with a column of VARCHAR can use its index then.
std::string MssqlDialect::text_literal(std::string_view text) const {
  const bool is_ascii = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
  const std::string literal = AnsiDialect::text_literal(text);
  std::string result = is_ascii ? "" : "N";
  for (std::size_t i = 0; i < literal.size(); ++i) {
    result += literal[i];
    if (literal[i] != '\\') continue;
    // Doubled with its line's end, one of the two is the joint that is taken out.
    const std::string_view rest = std::string_view(literal).substr(i + 1);
    const std::string_view line_end = rest.starts_with("\r\n") ? "\r\n" : rest.starts_with('\n') ? "\n" : "";
    if (!line_end.empty()) result += fmt::format("\\{}{}", line_end, line_end);
    i += line_end.size();
  }
  return result;
}

std::string MssqlDialect::blob_literal(std::string_view bytes) const {
  std::string result = "0x";
  for (const char c : bytes) result += fmt::format("{:02X}", static_cast<unsigned char>(c));
  return result;
}

// With an exponent it is a FLOAT; without one it would be a DECIMAL, which has other rules of arithmetic.
std::string MssqlDialect::number_literal(double value) const {
  std::string text = AnsiDialect::number_literal(value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text.find('e') == std::string::npos ? text + "e0" : text;
}

// sqlcmd puts variables in for $(name) and ends a batch at a line with GO, in strings and comments too.
std::string MssqlDialect::in_script(const sql::Token& token) const {
  if (token.text.size() < 2) return std::string(token.text);
  std::string result;
  for (std::size_t i = 0; i < token.text.size(); ++i) {
    const bool variable = token.text.substr(i).starts_with("$(");
    const bool go = i > 0 && token.text[i - 1] == '\n' && is_go_line(token.text, i);
    if ((variable || go) && token.kind == sql::TokenKind::quoted_name)
      throw Error(ErrorKind::unsupported,
                  fmt::format("a script cannot hold the name {}: sqlcmd reads it as its own", token.text),
                  "run this revision online");
    if (go && token.kind == sql::TokenKind::comment) result += "-- ";
    if (go && token.kind == sql::TokenKind::string) {
      while (is_space(token.text[i])) result += token.text[i++];
      result += token.text[i++];
      result += joint;
    }
    result += token.text[i];
    if (variable && token.kind == sql::TokenKind::string) result += joint;
    if (variable && token.kind == sql::TokenKind::comment) result += ' ';
  }
  return result;
}

}  // namespace luamigrate::databases::mssql
