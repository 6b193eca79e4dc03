#include "databases/sqlite/object_text.h"

#include "databases/sqlite/names.h"

namespace luamigrate::databases::sqlite {
namespace {

using Tokens = std::vector<sql::Token>;

std::string slice(const Tokens& tokens, std::size_t from, std::size_t to) {
  if (from >= to) return {};
  const std::string_view last = tokens[to - 1].text;
  return {tokens[from].text.data(), last.data() + last.size()};
}

// Behind `CREATE [TEMP] VIEW|TRIGGER [IF NOT EXISTS] [schema.]name`.
std::size_t after_name(const Tokens& tokens, std::string_view kind) {
  std::size_t i = 0;
  while (i < tokens.size() && !is_word(tokens[i], kind)) ++i;
  ++i;
  if (i + 2 < tokens.size() && is_word(tokens[i], "IF") && is_word(tokens[i + 1], "NOT")) i += 3;
  ++i;
  if (i < tokens.size() && is_symbol(tokens[i], ".")) i += 2;
  return i;
}

bool same_token(const sql::Token& a, const sql::Token& b) {
  if (sql::is_name(a) && sql::is_name(b)) return same_name(unquoted(a.text), unquoted(b.text));
  return a.kind == b.kind && a.text == b.text;
}

}  // namespace

ops::CreateView parse_create_view(const std::string& schema, const std::string& name, std::string_view text) {
  const Tokens tokens = significant_tokens(text);
  ops::CreateView view{.name = name, .schema = schema};
  std::size_t i = after_name(tokens, "VIEW");
  if (i < tokens.size() && is_symbol(tokens[i], "("))
    for (++i; i < tokens.size() && !is_word(tokens[i], "AS"); ++i)
      if (sql::is_name(tokens[i])) view.columns.push_back(unquoted(tokens[i].text));
  view.select = slice(tokens, i + 1, tokens.size());
  return view;
}

ops::CreateTrigger parse_create_trigger(const std::string& schema, const std::string& name, const std::string& table,
                                        std::string_view text) {
  const Tokens tokens = significant_tokens(text);
  ops::CreateTrigger trigger{.name = name, .table = table, .schema = schema};
  std::size_t i = after_name(tokens, "TRIGGER");
  const std::size_t events = i;
  while (i < tokens.size() && !is_word(tokens[i], "ON")) ++i;
  trigger.when = slice(tokens, events, i);
  std::size_t condition = 0;
  for (; i < tokens.size() && !is_word(tokens[i], "BEGIN"); ++i) {
    if (is_word(tokens[i], "EACH")) trigger.for_each = ops::TriggerScope::row;
    if (condition == 0 && is_word(tokens[i], "WHEN")) condition = i + 1;
  }
  if (condition != 0) trigger.condition = slice(tokens, condition, i);
  std::size_t end = tokens.size();
  while (end > i && !is_word(tokens[end - 1], "END")) --end;
  if (end > i + 1) trigger.body = slice(tokens, i + 1, end - 1);
  return trigger;
}

bool same_sql(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const Tokens left = significant_tokens(a);
  const Tokens right = significant_tokens(b);
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i)
    if (!same_token(left[i], right[i])) return false;
  return true;
}

}  // namespace luamigrate::databases::sqlite
