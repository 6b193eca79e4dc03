#include "databases/sqlite/index_text.h"

#include "databases/sqlite/names.h"

namespace luamigrate::databases::sqlite {
namespace {

using sql::Token;

using Tokens = std::vector<Token>;

std::string slice(const Tokens& tokens, std::size_t from, std::size_t to) {
  if (from >= to) return {};
  const std::string_view last = tokens[to - 1].text;
  return {tokens[from].text.data(), last.data() + last.size()};
}

IndexText::Item read_item(const Tokens& tokens, std::size_t begin, std::size_t end) {
  IndexText::Item item;
  if (end > begin + 1 && (is_word(tokens[end - 1], "ASC") || is_word(tokens[end - 1], "DESC"))) --end;
  if (end > begin + 2 && is_word(tokens[end - 2], "COLLATE")) {
    item.collation = unquoted(tokens[end - 1].text);
    end -= 2;
  }
  item.expression = slice(tokens, begin, end);
  return item;
}

}  // namespace

IndexText parse_create_index(std::string_view text) {
  const Tokens tokens = significant_tokens(text);
  IndexText index{.unique = tokens.size() > 1 && is_word(tokens[1], "UNIQUE")};
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const bool opens = is_symbol(tokens[i], "(");
    const bool closes = is_symbol(tokens[i], ")");
    if ((depth == 1 && (closes || is_symbol(tokens[i], ",")))) {
      index.items.push_back(read_item(tokens, begin, i));
      begin = i + 1;
    }
    if (opens && ++depth == 1) begin = i + 1;
    if (!closes || --depth > 0) continue;
    if (i + 1 < tokens.size() && is_word(tokens[i + 1], "WHERE")) index.where = slice(tokens, i + 2, tokens.size());
    break;
  }
  return index;
}

std::string table_of_trigger(std::string_view text) {
  const Tokens tokens = significant_tokens(text);
  for (std::size_t i = 0; i + 1 < tokens.size() && !is_word(tokens[i], "BEGIN"); ++i) {
    if (!is_word(tokens[i], "ON")) continue;
    const bool qualified = i + 3 < tokens.size() && is_symbol(tokens[i + 2], ".");
    return unquoted(tokens[qualified ? i + 3 : i + 1].text);
  }
  return {};
}

std::string with_schema(std::string_view text, std::string_view quoted_schema) {
  std::string result(text);
  const Tokens tokens = significant_tokens(text);
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (!is_word(tokens[i], "INDEX") && !is_word(tokens[i], "TRIGGER")) continue;
    const auto place = static_cast<std::size_t>(tokens[i + 1].text.data() - text.data());
    result.insert(place, std::string(quoted_schema) + ".");
    break;
  }
  return result;
}

}  // namespace luamigrate::databases::sqlite
