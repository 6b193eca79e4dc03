#include "databases/sqlite/create_table_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "databases/sqlite/syntax.h"
#include "luamigrate/error.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::sqlite {
namespace {

using sql::Token;
using sql::TokenKind;

bool is_word(const Token& token, std::string_view word) {
  return token.kind == TokenKind::word && same_name(token.text, word);
}

// The tokens that count, without space and comments.
std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  sql::Tokenizer tokenizer(text, syntax);
  for (Token token = tokenizer.next(); token.kind != TokenKind::end; token = tokenizer.next())
    if (token.kind != TokenKind::space && token.kind != TokenKind::comment) tokens.push_back(token);
  return tokens;
}

// A run of tokens of the text, with everything between them.
class Piece {
 public:
  Piece(const std::vector<Token>& tokens, std::size_t begin, std::size_t end)
      : tokens_(tokens), begin_(begin), end_(end) {}

  std::size_t begin() const { return begin_; }
  std::size_t end() const { return end_; }
  const Token& operator[](std::size_t i) const { return tokens_[i]; }
  bool word_at(std::size_t i, std::string_view word) const { return i < end_ && is_word(tokens_[i], word); }
  bool punctuation_at(std::size_t i, std::string_view character) const {
    return i < end_ && tokens_[i].kind == TokenKind::symbol && tokens_[i].text == character;
  }
  std::string slice(std::size_t from, std::size_t to) const {
    if (from >= to) return {};
    const std::string_view last = tokens_[to - 1].text;
    return {tokens_[from].text.data(), last.data() + last.size()};
  }
  // Behind the parenthesis that closes the one at `open`.
  std::size_t after_parentheses(std::size_t open) const {
    int depth = 0;
    for (std::size_t i = open; i < end_; ++i) {
      if (punctuation_at(i, "(")) ++depth;
      if (punctuation_at(i, ")") && --depth == 0) return i + 1;
    }
    return end_;
  }

 private:
  const std::vector<Token>& tokens_;
  std::size_t begin_, end_;
};

// The kind of clause that begins here, if one does.
std::optional<ClauseKind> clause_at(const Piece& piece, std::size_t i) {
  using enum ClauseKind;
  static constexpr std::array<std::pair<std::string_view, ClauseKind>, 10> starts = {{{"PRIMARY", primary_key},
                                                                                      {"NOT", not_null},
                                                                                      {"NULL", null},
                                                                                      {"UNIQUE", unique},
                                                                                      {"CHECK", check},
                                                                                      {"DEFAULT", default_value},
                                                                                      {"COLLATE", collate},
                                                                                      {"REFERENCES", references},
                                                                                      {"FOREIGN", references},
                                                                                      {"GENERATED", generated}}};
  for (const auto& [word, kind] : starts)
    if (piece.word_at(i, word)) return kind;
  if (piece.word_at(i, "AS")) return generated;
  return std::nullopt;
}

// Behind the clause whose keyword stands at `i`. Source of the grammar:
// https://sqlite.org/syntax/column-constraint.html
std::size_t clause_end(const Piece& piece, ClauseKind kind, std::size_t i) {
  const auto skip = [&](std::string_view word) {
    if (piece.word_at(i, word)) ++i;
  };
  const auto skip_parentheses = [&] {
    if (piece.punctuation_at(i, "(")) i = piece.after_parentheses(i);
  };
  const auto skip_conflict = [&] {
    if (piece.word_at(i, "ON") && piece.word_at(i + 1, "CONFLICT")) i += 3;
  };
  switch (kind) {
    case ClauseKind::primary_key:
      i += 2;
      skip_parentheses();
      skip("ASC");
      skip("DESC");
      skip_conflict();
      skip("AUTOINCREMENT");
      return i;
    case ClauseKind::not_null:
      i += 2;
      skip_conflict();
      return i;
    case ClauseKind::null:
      ++i;
      skip_conflict();
      return i;
    case ClauseKind::unique:
      ++i;
      skip_parentheses();
      skip_conflict();
      return i;
    case ClauseKind::check:
      ++i;
      skip_parentheses();
      skip_conflict();
      return i;
    case ClauseKind::default_value:
      ++i;
      if (piece.punctuation_at(i, "(")) return piece.after_parentheses(i);
      if (piece.punctuation_at(i, "-") || piece.punctuation_at(i, "+")) ++i;
      if (piece.word_at(i, "X") && i + 1 < piece.end() && piece[i + 1].kind == TokenKind::string) ++i;  // X'00'
      ++i;
      return i;
    case ClauseKind::collate: return i + 2;
    case ClauseKind::generated:
      while (i < piece.end() && !piece.punctuation_at(i, "(")) ++i;
      skip_parentheses();
      skip("STORED");
      skip("VIRTUAL");
      return i;
    case ClauseKind::references: break;
  }
  if (piece.word_at(i, "FOREIGN")) {
    i += 2;
    skip_parentheses();
  }
  i += 2;  // REFERENCES table
  skip_parentheses();
  while (true) {
    if (piece.word_at(i, "ON")) {
      const bool two_words = piece.word_at(i + 2, "SET") || piece.word_at(i + 2, "NO");
      i += two_words ? 4 : 3;
    } else if (piece.word_at(i, "MATCH")) {
      i += 2;
    } else if (piece.word_at(i, "NOT") && piece.word_at(i + 1, "DEFERRABLE")) {
      i += 2;
    } else if (piece.word_at(i, "DEFERRABLE")) {
      ++i;
    } else if (piece.word_at(i, "INITIALLY")) {
      i += 2;
    } else {
      return i;
    }
  }
}

// The names in the parentheses at `open`, each the first token of its part.
std::vector<std::string> names_in_parentheses(const Piece& piece, std::size_t open) {
  std::vector<std::string> names;
  const std::size_t end = piece.after_parentheses(open);
  bool first = true;
  int depth = 0;
  for (std::size_t i = open; i < end; ++i) {
    if (piece.punctuation_at(i, "(")) ++depth;
    if (piece.punctuation_at(i, ")")) --depth;
    if (piece.punctuation_at(i, ",") && depth == 1) {
      first = true;
    } else if (first && i > open) {
      names.push_back(unquoted(piece[i].text));
      first = false;
    }
  }
  return names;
}

ClauseText read_clause(const Piece& piece, std::size_t& i) {
  ClauseText clause;
  const std::size_t begin = i;
  if (piece.word_at(i, "CONSTRAINT")) {
    clause.name = unquoted(piece[i + 1].text);
    i += 2;
  }
  const std::optional<ClauseKind> kind = i < piece.end() ? clause_at(piece, i) : std::nullopt;
  if (!kind) {  // CONSTRAINT name with nothing behind it, which SQLite allows
    clause.kind = ClauseKind::null;
    i = std::max(i, begin + 1);
    clause.text = piece.slice(begin, i);
    return clause;
  }
  clause.kind = *kind;
  for (std::size_t open = i; open < piece.end(); ++open) {
    if (!piece.punctuation_at(open, "(")) continue;
    if (*kind == ClauseKind::primary_key || *kind == ClauseKind::unique || piece.word_at(i, "FOREIGN"))
      clause.columns = names_in_parentheses(piece, open);
    break;
  }
  i = std::min(clause_end(piece, *kind, i), piece.end());
  clause.text = piece.slice(begin, i);
  return clause;
}

ColumnText read_column(const Piece& piece) {
  ColumnText column;
  std::size_t i = piece.begin();
  column.name_text = piece[i].text;
  column.name = unquoted(piece[i].text);
  const std::size_t type = ++i;
  while (i < piece.end() && !piece.word_at(i, "CONSTRAINT") && !clause_at(piece, i))
    i = piece.punctuation_at(i, "(") ? piece.after_parentheses(i) : i + 1;
  column.type = piece.slice(type, i);
  while (i < piece.end()) column.clauses.push_back(read_clause(piece, i));
  return column;
}

bool is_constraint(const Piece& piece) {
  const std::size_t i = piece.begin();
  return piece.word_at(i, "CONSTRAINT") || piece.word_at(i, "PRIMARY") || piece.word_at(i, "UNIQUE") ||
         piece.word_at(i, "CHECK") || piece.word_at(i, "FOREIGN");
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
  return sql::equals_ignoring_case(a, b);
}

std::string unquoted(std::string_view identifier) {
  if (identifier.size() < 2) return std::string(identifier);
  const char first = identifier.front();
  if (first == '[') return std::string(identifier.substr(1, identifier.size() - 2));
  if (first != '"' && first != '`' && first != '\'') return std::string(identifier);
  std::string result;
  for (std::size_t i = 1; i + 1 < identifier.size(); ++i) {
    result += identifier[i];
    if (identifier[i] == first) ++i;
  }
  return result;
}

bool mentions(std::string_view sql, std::string_view identifier) {
  return std::ranges::any_of(tokens_of(sql), [&](const Token& token) {
    return (token.kind == TokenKind::word || token.kind == TokenKind::quoted_name) &&
           same_name(unquoted(token.text), identifier);
  });
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
  if (!type.empty()) result += " " + type;
  for (const ClauseText& clause : clauses) result += " " + clause.text;
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

bool CreateTableText::without_rowid() const {
  return mentions(suffix, "WITHOUT");
}

std::string CreateTableText::text(std::string_view quoted_name) const {
  std::string result = fmt::format("CREATE TABLE {} (\n\t", quoted_name);
  std::string separator;
  for (const ColumnText& column : columns) {
    result += separator + column.text();
    separator = ",\n\t";
  }
  for (const ClauseText& constraint : constraints) result += separator + constraint.text;
  return result + "\n)" + (suffix.empty() ? "" : " " + suffix);
}

CreateTableText parse_create_table(std::string_view text) {
  const std::vector<Token> tokens = tokens_of(text);
  const Piece whole(tokens, 0, tokens.size());
  std::size_t open = 0;
  while (open < tokens.size() && !whole.punctuation_at(open, "(") && !whole.word_at(open, "AS")) ++open;
  if (!whole.word_at(0, "CREATE") || whole.word_at(1, "VIRTUAL") || !whole.punctuation_at(open, "("))
    throw Error(ErrorKind::unsupported, "this table was not made by CREATE TABLE with a list of columns",
                "change it by op.execute");
  CreateTableText result;
  const std::size_t close = whole.after_parentheses(open) - 1;
  int depth = 0;
  std::size_t begin = open + 1;
  for (std::size_t i = open + 1; i <= close; ++i) {
    const bool ends = depth == 0 && (i == close || whole.punctuation_at(i, ","));
    if (!ends) {
      if (whole.punctuation_at(i, "(")) ++depth;
      if (whole.punctuation_at(i, ")")) --depth;
      continue;
    }
    const Piece piece(tokens, begin, i);
    begin = i + 1;
    if (piece.begin() == piece.end()) continue;
    if (!is_constraint(piece)) {
      result.columns.push_back(read_column(piece));
      continue;
    }
    // SQLite lets the comma between constraints of a table be left out.
    for (std::size_t at = piece.begin(); at < piece.end();) result.constraints.push_back(read_clause(piece, at));
  }
  result.suffix = whole.slice(close + 1, tokens.size());
  if (result.suffix.ends_with(';')) result.suffix.pop_back();
  return result;
}

}  // namespace luamigrate::databases::sqlite
