#include "databases/sqlite/create_table_text.h"

#include <algorithm>
#include <utility>

#include "databases/sqlite/names.h"

namespace luamigrate::databases::sqlite {
namespace {

bool is_space(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// PRIMARY KEY (id) ON CONFLICT FAIL -> PRIMARY KEY ON CONFLICT FAIL
std::string without_parentheses(std::string_view clause) {
  std::string_view before, after;
  for (const sql::Token& token : significant_tokens(clause)) {
    const auto begin = static_cast<std::size_t>(token.text.data() - clause.data());
    if (is_symbol(token, "(") && before.empty()) before = clause.substr(0, begin);
    if (is_symbol(token, ")")) after = clause.substr(begin + 1);
  }
  return std::string(before.substr(0, before.find_last_not_of(" \t\r\n") + 1)) + std::string(after);
}

// The layout for an item behind `previous`, which is the last of its kind; `first` is the first of all.
std::string layout(const Surroundings& previous, const Surroundings& first, bool is_first) {
  if (!is_first && is_space(previous.before) && !previous.before.empty()) return previous.before;
  return is_space(first.before) && first.before.find('\n') != std::string::npos ? first.before : " ";
}

// Appends to a list of items; a comment to the end of the line is never allowed to swallow what follows it.
class ItemList {
 public:
  void add(const Surroundings& around, const std::string& item) {
    if (!first_) {
      text_ += ',';
      add_gap(comment_);
    }
    first_ = false;
    add_gap(around.before);
    text_ += item;
    add_gap(around.after);
    comment_ = around.after_comma;
  }
  std::string close(const std::string& before_close) {
    add_gap(comment_);
    add_gap(before_close);
    return std::move(text_) + (in_comment_ ? "\n)" : ")");
  }

 private:
  void add_gap(const std::string& gap) {
    if (in_comment_ && !gap.starts_with('\n')) text_ += '\n';
    text_ += gap;
    const std::size_t line = gap.rfind('\n') == std::string::npos ? 0 : gap.rfind('\n') + 1;
    in_comment_ = gap.find("--", line) != std::string::npos;
  }

  std::string text_;
  std::string comment_;
  bool first_ = true;
  bool in_comment_ = false;
};

}  // namespace

std::string inside_parentheses(const ClauseText& clause) {
  const std::vector<sql::Token> tokens = significant_tokens(clause.text);
  const char* begin = nullptr;
  int depth = 0;
  for (const sql::Token& token : tokens) {
    if (is_symbol(token, "(") && ++depth == 1) begin = token.text.data() + 1;
    if (is_symbol(token, ")") && --depth == 0) return {begin, token.text.data()};
  }
  return {};
}

const ClauseText* ColumnText::find(ClauseKind kind) const {
  for (const ClauseText& clause : clauses)
    if (clause.kind == kind) return &clause;
  return nullptr;
}

void ColumnText::remove(ClauseKind kind) {
  std::erase_if(clauses, [&](const ClauseText& clause) { return clause.kind == kind; });
}

std::string ColumnText::text() const {
  std::string result = name_text;
  if (!type.empty()) result += before_type + type;
  for (const ClauseText& clause : clauses) result += clause.before + clause.text;
  return result;
}

const ColumnText* CreateTableText::find_column(std::string_view name) const {
  for (const ColumnText& column : columns)
    if (same_name(column.name, name)) return &column;
  return nullptr;
}

ColumnText* CreateTableText::find_column(std::string_view name) {
  return const_cast<ColumnText*>(std::as_const(*this).find_column(name));
}

std::vector<std::string> CreateTableText::constraint_names() const {
  std::vector<std::string> names;
  const auto add = [&](const ClauseText& clause) {
    if (!clause.name.empty()) names.push_back(clause.name);
  };
  for (const ColumnText& column : columns) std::ranges::for_each(column.clauses, add);
  std::ranges::for_each(constraints, add);
  return names;
}

const ClauseText* CreateTableText::primary_key() const {
  for (const ColumnText& column : columns)
    if (const ClauseText* clause = column.find(ClauseKind::primary_key)) return clause;
  for (const ClauseText& constraint : constraints)
    if (constraint.kind == ClauseKind::primary_key) return &constraint;
  return nullptr;
}

ClauseText* CreateTableText::primary_key() {
  return const_cast<ClauseText*>(std::as_const(*this).primary_key());
}

bool CreateTableText::set_autoincrement() {
  if (autoincrement()) return true;
  const ColumnText* counted = rowid_column();
  if (!counted) return false;
  ClauseText key = *primary_key();
  if (!key.columns.empty()) {  // AUTOINCREMENT can only stand behind the key's own column
    key.text = without_parentheses(key.text);
    key.columns.clear();
    key.before = " ";
    key.around = {};
    std::erase_if(constraints, [](const ClauseText& clause) { return clause.kind == ClauseKind::primary_key; });
    find_column(counted->name)->clauses.push_back(std::move(key));
  }
  primary_key()->text += " AUTOINCREMENT";
  return true;
}

void CreateTableText::drop_autoincrement() {
  ClauseText* key = primary_key();
  if (!key) return;
  for (const sql::Token& token : significant_tokens(key->text)) {
    if (!is_word(token, "AUTOINCREMENT")) continue;
    const auto begin = static_cast<std::size_t>(token.text.data() - key->text.data());
    key->text = key->text.substr(0, key->text.find_last_not_of(" \t\r\n", begin - 1) + 1) +
                key->text.substr(begin + token.text.size());
    return;
  }
}

bool CreateTableText::without_rowid() const {
  return mentions(suffix, "WITHOUT");
}

bool CreateTableText::strict() const {
  return mentions(suffix, "STRICT");
}

bool CreateTableText::autoincrement() const {
  const ClauseText* key = primary_key();
  return key && mentions(key->text, "AUTOINCREMENT");
}

// Source: https://sqlite.org/lang_createtable.html#rowid
const ColumnText* CreateTableText::rowid_column() const {
  if (without_rowid()) return nullptr;
  const auto counts = [](const ColumnText& column) { return same_name(column.type, "INTEGER"); };
  for (const ColumnText& column : columns)
    if (const ClauseText* key = column.find(ClauseKind::primary_key))
      return counts(column) && !mentions(key->text, "DESC") ? &column : nullptr;
  const ClauseText* key = primary_key();
  if (!key || key->columns.size() != 1) return nullptr;
  const ColumnText* column = find_column(key->columns.front());
  return column && counts(*column) ? column : nullptr;
}

void CreateTableText::append(ColumnText column) {
  if (!columns.empty())
    column.around.before = layout(columns.back().around, columns.front().around, columns.size() == 1);
  columns.push_back(std::move(column));
}

void CreateTableText::append(ClauseText constraint) {
  const Surroundings& previous = constraints.empty() ? columns.back().around : constraints.back().around;
  constraint.around.before = layout(previous, columns.front().around, constraints.empty() && columns.size() == 1);
  constraints.push_back(std::move(constraint));
}

std::string CreateTableText::text(std::string_view quoted_name) const {
  ItemList items;
  for (const ColumnText& column : columns) items.add(column.around, column.text());
  for (const ClauseText& constraint : constraints) items.add(constraint.around, constraint.text);
  return head + std::string(quoted_name) + after_name + items.close(before_close) + suffix;
}

}  // namespace luamigrate::databases::sqlite
