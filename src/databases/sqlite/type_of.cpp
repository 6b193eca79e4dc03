#include "databases/sqlite/type_of.h"

#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "databases/sqlite/names.h"

namespace luamigrate::databases::sqlite {
namespace {

// The numbers in "NUMERIC(10, 2)"; nothing where something else stands there.
std::optional<std::vector<std::int64_t>> numbers_in(std::string_view inside) {
  std::vector<std::int64_t> numbers;
  while (true) {
    inside.remove_prefix(std::min(inside.find_first_not_of(" \t\n"), inside.size()));
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(inside.data(), inside.data() + inside.size(), number);
    if (error != std::errc()) return std::nullopt;
    numbers.push_back(number);
    inside.remove_prefix(static_cast<std::size_t>(end - inside.data()));
    inside.remove_prefix(std::min(inside.find_first_not_of(" \t\n"), inside.size()));
    if (inside.empty()) return numbers;
    if (inside.front() != ',') return std::nullopt;
    inside.remove_prefix(1);
  }
}

}  // namespace

schema::Type type_of(std::string_view declared) {
  struct Word {
    std::string_view sql;
    std::string_view name;
    std::size_t most_arguments;
  };
  static constexpr std::array<Word, 20> words = {{{"INTEGER", "Integer", 0},
                                                  {"INT", "Integer", 0},
                                                  {"SMALLINT", "SmallInteger", 0},
                                                  {"BIGINT", "BigInteger", 0},
                                                  {"NUMERIC", "Numeric", 2},
                                                  {"DECIMAL", "Numeric", 2},
                                                  {"FLOAT", "Float", 1},
                                                  {"REAL", "Float", 0},
                                                  {"DOUBLE", "Double", 0},
                                                  {"DOUBLE PRECISION", "Double", 0},
                                                  {"BOOLEAN", "Boolean", 0},
                                                  {"VARCHAR", "String", 1},
                                                  {"TEXT", "Text", 0},
                                                  {"CHAR", "Char", 1},
                                                  {"DATE", "Date", 0},
                                                  {"TIME", "Time", 0},
                                                  {"DATETIME", "DateTime", 0},
                                                  {"TIMESTAMP", "DateTime", 0},
                                                  {"BLOB", "Binary", 0},
                                                  {"JSON", "JSON", 0}}};
  const std::size_t open = declared.find('(');
  std::string_view word = declared.substr(0, open);
  word = word.substr(0, word.find_last_not_of(" \t\n") + 1);
  std::vector<std::int64_t> arguments;
  const schema::Type unknown{.name = "SqlType", .arguments = {std::string(declared)}};
  if (open != std::string_view::npos) {
    const std::size_t close = declared.rfind(')');
    const auto numbers = numbers_in(declared.substr(open + 1, close - open - 1));
    if (!numbers) return unknown;
    arguments = *numbers;
  }
  for (const Word& known : words) {
    if (!same_name(known.sql, word) || arguments.size() > known.most_arguments) continue;
    schema::Type type{.name = std::string(known.name)};
    for (const std::int64_t argument : arguments) type.arguments.emplace_back(argument);
    return type;
  }
  return unknown;
}

}  // namespace luamigrate::databases::sqlite
