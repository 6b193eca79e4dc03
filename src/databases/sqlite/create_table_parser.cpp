// Reads a CREATE TABLE. Source of the grammar: https://sqlite.org/lang_createtable.html
#include <algorithm>
#include <array>
#include <utility>

#include "databases/sqlite/create_table_text.h"
#include "databases/sqlite/names.h"
#include "databases/sqlite/syntax.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::sqlite {
namespace {

using sql::Token;
using sql::TokenKind;

// A run of tokens of the text.
class Piece {
 public:
  Piece(const std::vector<Token>& tokens, std::size_t begin, std::size_t end)
      : tokens_(tokens), begin_(begin), end_(end) {}

  std::size_t begin() const { return begin_; }
  std::size_t end() const { return end_; }
  const Token& operator[](std::size_t i) const { return tokens_[i]; }
  bool word_at(std::size_t i, std::string_view word) const { return i < end_ && is_word(tokens_[i], word); }
  bool symbol_at(std::size_t i, std::string_view symbol) const { return i < end_ && is_symbol(tokens_[i], symbol); }
  // The text of tokens from, ..., to - 1 with everything between them.
  std::string slice(std::size_t from, std::size_t to) const {
    return from < to ? std::string(begin_of(from), end_of(to - 1)) : std::string();
  }
  // Space and comments before a token. REQUIRES: it is not the first of the text.
  std::string gap_before(std::size_t i) const { return {end_of(i - 1), begin_of(i)}; }
  // Behind the parenthesis that closes the one at `open`.
  std::size_t after_parentheses(std::size_t open) const {
    int depth = 0;
    for (std::size_t i = open; i < end_; ++i) {
      if (symbol_at(i, "(")) ++depth;
      if (symbol_at(i, ")") && --depth == 0) return i + 1;
    }
    return end_;
  }

 private:
  const char* begin_of(std::size_t i) const { return tokens_[i].text.data(); }
  const char* end_of(std::size_t i) const { return tokens_[i].text.data() + tokens_[i].text.size(); }

  const std::vector<Token>& tokens_;
  std::size_t begin_, end_;
};

// The kind of clause that begins here, if one does.
std::optional<ClauseKind> clause_at(const Piece& piece, std::size_t i) {
  using enum ClauseKind;
  static constexpr std::array<std::pair<std::string_view, ClauseKind>, 11> starts = {{{"PRIMARY", primary_key},
                                                                                      {"NOT", not_null},
                                                                                      {"NULL", null},
                                                                                      {"UNIQUE", unique},
                                                                                      {"CHECK", check},
                                                                                      {"DEFAULT", default_value},
                                                                                      {"COLLATE", collate},
                                                                                      {"REFERENCES", references},
                                                                                      {"FOREIGN", references},
                                                                                      {"GENERATED", generated},
                                                                                      {"AS", generated}}};
  for (const auto& [word, kind] : starts)
    if (piece.word_at(i, word)) return kind;
  return std::nullopt;
}

// What may follow REFERENCES table (columns).
std::size_t after_reference(const Piece& piece, std::size_t i) {
  while (true) {
    if (piece.word_at(i, "ON")) {
      const bool two_words = piece.word_at(i + 2, "SET") || piece.word_at(i + 2, "NO");
      i += two_words ? 4 : 3;
    } else if (piece.word_at(i, "MATCH") || piece.word_at(i, "INITIALLY")) {
      i += 2;
    } else if (piece.word_at(i, "NOT") && piece.word_at(i + 1, "DEFERRABLE")) {
      i += 2;
    } else if (piece.word_at(i, "DEFERRABLE")) {
      ++i;
    } else {
      return i;
    }
  }
}

std::size_t after_default(const Piece& piece, std::size_t i) {
  if (piece.symbol_at(i, "(")) return piece.after_parentheses(i);
  if (piece.symbol_at(i, "-") || piece.symbol_at(i, "+")) ++i;
  const bool bytes = piece.word_at(i, "X") && i + 1 < piece.end() && piece[i + 1].kind == TokenKind::string;
  return i + (bytes ? 2 : 1);
}

// Behind the clause whose keyword stands at `i`.
std::size_t clause_end(const Piece& piece, ClauseKind kind, std::size_t i) {
  const auto skip = [&](std::string_view word) {
    if (piece.word_at(i, word)) ++i;
  };
  const auto skip_parentheses = [&] {
    if (piece.symbol_at(i, "(")) i = piece.after_parentheses(i);
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
    case ClauseKind::check:
      ++i;
      skip_parentheses();
      skip_conflict();
      return i;
    case ClauseKind::default_value: return after_default(piece, i + 1);
    case ClauseKind::collate: return i + 2;
    case ClauseKind::generated:
      while (i < piece.end() && !piece.symbol_at(i, "(")) ++i;
      skip_parentheses();
      skip("STORED");
      skip("VIRTUAL");
      return i;
    case ClauseKind::references:
      if (piece.word_at(i, "FOREIGN")) {
        i += 2;
        skip_parentheses();
      }
      i += 2;  // REFERENCES table
      skip_parentheses();
      return after_reference(piece, i);
    case ClauseKind::bare_name: break;
  }
  return i;
}

// The names in the parentheses at `open`, each the first token of its part.
std::vector<std::string> names_in_parentheses(const Piece& piece, std::size_t open) {
  std::vector<std::string> names;
  const std::size_t end = piece.after_parentheses(open);
  bool first = true;
  int depth = 0;
  for (std::size_t i = open; i < end; ++i) {
    if (piece.symbol_at(i, "(")) ++depth;
    if (piece.symbol_at(i, ")")) --depth;
    if (piece.symbol_at(i, ",") && depth == 1) {
      first = true;
    } else if (first && i > open) {
      names.push_back(unquoted(piece[i].text));
      first = false;
    }
  }
  return names;
}

void read_referent(const Piece& piece, std::size_t begin, std::size_t end, ClauseText& clause) {
  for (std::size_t i = piece.word_at(begin, "FOREIGN") ? piece.after_parentheses(begin + 2) : begin; i + 1 < end; ++i) {
    if (!piece.word_at(i, "REFERENCES")) continue;
    clause.referent = unquoted(piece[i + 1].text);
    if (i + 2 < end && piece.symbol_at(i + 2, "(")) clause.referred_columns = names_in_parentheses(piece, i + 2);
    return;
  }
}

ClauseText read_clause(const Piece& piece, std::size_t& i) {
  ClauseText clause;
  const std::size_t begin = i;
  clause.before = piece.gap_before(begin);
  if (piece.word_at(i, "CONSTRAINT")) {
    if (i + 1 < piece.end()) clause.name = unquoted(piece[i + 1].text);
    i += 2;
  }
  const std::optional<ClauseKind> kind = clause_at(piece, i);
  clause.kind = kind.value_or(ClauseKind::bare_name);
  const std::size_t columns = piece.word_at(i, "UNIQUE") ? i + 1 : i + 2;  // behind PRIMARY KEY or FOREIGN KEY
  if (piece.symbol_at(columns, "(") &&
      (kind == ClauseKind::primary_key || kind == ClauseKind::unique || piece.word_at(i, "FOREIGN")))
    clause.columns = names_in_parentheses(piece, columns);
  const std::size_t keyword = i;
  i = std::clamp(clause_end(piece, clause.kind, i), begin + 1, piece.end());
  clause.text = piece.slice(begin, i);
  if (clause.kind == ClauseKind::references) read_referent(piece, keyword, i, clause);
  return clause;
}

ColumnText read_column(const Piece& piece) {
  ColumnText column;
  std::size_t i = piece.begin();
  column.name_text = piece[i].text;
  column.name = unquoted(piece[i].text);
  const std::size_t type = ++i;
  while (i < piece.end() && !piece.word_at(i, "CONSTRAINT") && !clause_at(piece, i))
    i = piece.symbol_at(i, "(") ? piece.after_parentheses(i) : i + 1;
  if (i > type) column.before_type = piece.gap_before(type);
  column.type = piece.slice(type, i);
  while (i < piece.end()) column.clauses.push_back(read_clause(piece, i));
  return column;
}

bool is_constraint(const Piece& piece) {
  static constexpr std::array<std::string_view, 5> words{"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"};
  return std::ranges::any_of(words, [&](std::string_view word) { return piece.word_at(piece.begin(), word); });
}

// Cuts what follows a comma in two: a comment that ends the comma's line, and what belongs to the next item.
std::pair<std::string, std::string> cut_at_line_end(const std::string& gap) {
  sql::Tokenizer tokenizer(gap, syntax);
  bool comment = false;
  for (Token token = tokenizer.next(); token.kind != TokenKind::end; token = tokenizer.next()) {
    if (token.kind == TokenKind::comment) comment = true;
    const std::size_t line_end = token.kind == TokenKind::space ? token.text.find('\n') : std::string_view::npos;
    if (line_end == std::string_view::npos) continue;
    if (!comment) break;
    const auto length = static_cast<std::size_t>(token.text.data() - gap.data()) + line_end;
    return {gap.substr(0, length), gap.substr(length)};
  }
  return {std::string(), gap};
}

class Parser {
 public:
  explicit Parser(std::string_view text) : tokens_(significant_tokens(text)), whole_(tokens_, 0, tokens_.size()) {}

  CreateTableText parse() {
    const std::size_t name = name_begin();
    std::size_t open = name;
    while (open < tokens_.size() && !whole_.symbol_at(open, "(") && !whole_.word_at(open, "AS")) ++open;
    if (name == 0 || !whole_.symbol_at(open, "("))
      throw Error(ErrorKind::unsupported, "this table was not made by CREATE TABLE with a list of columns",
                  "change it by op.execute");
    result_.head = whole_.slice(0, name) + whole_.gap_before(name);
    result_.name_text = whole_.slice(name, open);
    result_.after_name = whole_.gap_before(open) + "(";
    const std::size_t close = whole_.after_parentheses(open) - 1;
    read_items(open, close);
    if (close + 1 < tokens_.size()) result_.suffix = whole_.gap_before(close + 1);
    result_.suffix += whole_.slice(close + 1, tokens_.size());
    return std::move(result_);
  }

 private:
  // Behind CREATE [TEMP] TABLE [IF NOT EXISTS]; 0: it is none.
  std::size_t name_begin() const {
    if (!whole_.word_at(0, "CREATE")) return 0;
    std::size_t i = 1;
    if (whole_.word_at(i, "TEMP") || whole_.word_at(i, "TEMPORARY")) ++i;
    if (!whole_.word_at(i, "TABLE")) return 0;
    ++i;
    return whole_.word_at(i, "IF") ? i + 3 : i;
  }

  void read_items(std::size_t open, std::size_t close) {
    int depth = 0;
    std::size_t begin = open + 1;
    std::string before = begin <= close ? whole_.gap_before(begin) : std::string();
    for (std::size_t i = open + 1; i <= close; ++i) {
      const bool ends = depth == 0 && (i == close || whole_.symbol_at(i, ","));
      if (!ends) {
        if (whole_.symbol_at(i, "(")) ++depth;
        if (whole_.symbol_at(i, ")")) --depth;
        continue;
      }
      // Behind the last item there is no comma, and what stands before the parenthesis follows it.
      auto [after_comma, next] = cut_at_line_end(whole_.gap_before(i == close ? close : i + 1));
      Surroundings around{std::move(before), i == close ? std::string() : whole_.gap_before(i), std::move(after_comma)};
      if (begin < i) read_item(Piece(tokens_, begin, i), std::move(around));
      before = std::move(next);
      begin = i + 1;
    }
    result_.before_close = std::move(before);
  }

  void read_item(const Piece& piece, Surroundings around) {
    if (!is_constraint(piece)) {
      result_.columns.push_back(read_column(piece));
      result_.columns.back().around = std::move(around);
      return;
    }
    // SQLite lets the comma between constraints of a table be left out.
    bool first = true;
    for (std::size_t at = piece.begin(); at < piece.end();) {
      ClauseText constraint = read_clause(piece, at);
      constraint.around.before = std::exchange(first, false) ? std::move(around.before) : constraint.before;
      if (at >= piece.end()) {
        constraint.around.after = std::move(around.after);
        constraint.around.after_comma = std::move(around.after_comma);
      }
      result_.constraints.push_back(std::move(constraint));
    }
  }

  std::vector<Token> tokens_;
  Piece whole_;
  CreateTableText result_;
};

}  // namespace

CreateTableText parse_create_table(std::string_view text) {
  return Parser(text).parse();
}

}  // namespace luamigrate::databases::sqlite
