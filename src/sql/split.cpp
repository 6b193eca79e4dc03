#include "sql/split.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/text.h"
#include "luamigrate/error.h"
#include "sql/tokenizer.h"

namespace luamigrate::sql {
namespace {

bool is(const Token& token, std::string_view word) {
  return token.kind == TokenKind::word && equals_ignoring_case(token.text, word);
}

// Whether a keyword behind this stands where a value or a name does: `SET begin = 1` is a column's name.
bool names_follow(const Token& token) {
  static constexpr std::array<std::string_view, 22> words{
      "and", "between", "by", "distinct", "from",  "having", "in",  "inner", "into",   "join",  "like",
      "not", "of",      "on", "or",       "outer", "select", "set", "table", "update", "using", "where"};
  static constexpr std::array<std::string_view, 11> symbols{",", "=", "(", "<", ">", "+", "-", "*", "/", "|", "."};
  return token.kind == TokenKind::symbol ? std::ranges::find(symbols, token.text) != symbols.end()
                                         : is_one_of(token, words);
}

// Follows the words of one statement to know whether a semicolon ends it: inside parentheses (CREATE RULE) and in the
// body of a trigger or routine it does not.
class Nesting {
 public:
  explicit Nesting(const Syntax& syntax) : syntax_(syntax) {}

  bool open() const { return parentheses_ > 0 || blocks_ > 0 || behind_end_for_; }

  void follow(const Token& token) {
    // END FOR, but for the END of a CASE in front of FOR UPDATE.
    static constexpr std::array<std::string_view, 2> locks{"update", "share"};
    if (std::exchange(behind_end_for_, false) && !is_one_of(token, locks)) ++blocks_;
    if (token.kind == TokenKind::symbol) {
      if (token.text == "(") ++parentheses_;
      if (token.text == ")" && parentheses_ > 0) --parentheses_;
    }
    if (token.kind != TokenKind::word)
      after_end_ = false;
    else if (!(last_.kind == TokenKind::symbol && last_.text == "."))
      word(token);
    last_ = token;
  }

 private:
  void word(const Token& token) {
    ++words_;
    if (words_ == 1) {
      kind_ = is(token, "create") ? Kind::unknown : Kind::plain;
      return;
    }
    if (kind_ == Kind::unknown) find_kind(token);
    if (kind_ != Kind::with_body) return;
    if (after_end_) {
      after_end_ = false;
      // END IF and the like close what was not counted when it was opened; END CASE has been counted already.
      static constexpr std::array<std::string_view, 4> uncounted{"if", "loop", "while", "repeat"};
      behind_end_for_ = is(token, "for");
      if (is_one_of(token, uncounted)) {
        ++blocks_;
        return;
      }
      if (is(token, "case")) return;
    }
    if ((is(token, "begin") || is(token, "end")) && names_follow(last_)) {
      // a column that is called so
    } else if (is(token, "begin")) {
      if (syntax_.trigger_bodies) ++blocks_;
    } else if (is(token, "atomic") && is(last_word_, "begin")) {
      if (syntax_.atomic_bodies) ++blocks_;
    } else if (is(token, "case")) {
      if (blocks_ > 0) ++blocks_;
    } else if (is(token, "end") && blocks_ > 0) {
      --blocks_;
      after_end_ = true;
    }
    last_word_ = token;
  }

  // CREATE OR REPLACE TEMP TRIGGER, CREATE DEFINER = account PROCEDURE: the first word of another kind decides, so that
  // a table may be called `event`.
  void find_kind(const Token& token) {
    static constexpr std::array<std::string_view, 4> bodies{"trigger", "procedure", "function", "event"};
    static constexpr std::array<std::string_view, 7> modifiers{"or",        "replace",   "alter",     "temp",
                                                               "temporary", "aggregate", "constraint"};
    if (is_one_of(token, bodies))
      kind_ = Kind::with_body;
    else if (is(token, "definer"))
      has_definer_ = true;
    else if (!is_one_of(token, modifiers) && (!has_definer_ || is(token, "view")))
      kind_ = Kind::plain;
  }

  enum class Kind { unknown, plain, with_body };

  Syntax syntax_;
  int words_ = 0;
  int parentheses_ = 0;
  int blocks_ = 0;
  Kind kind_ = Kind::unknown;
  bool has_definer_ = false;
  bool after_end_ = false;
  bool behind_end_for_ = false;
  Token last_;
  Token last_word_;
};

// How often the batch before a line `GO` or `GO 3` is sent, as sqlcmd and Management Studio have it; nothing: the token
// is no such line's.
std::optional<std::size_t> times_by_go(std::string_view text, const Token& token) {
  if (!is(token, "go")) return std::nullopt;
  const auto begin = static_cast<std::size_t>(token.text.data() - text.data());
  const std::size_t line_begin = begin == 0 ? 0 : text.rfind('\n', begin - 1) + 1;
  const std::size_t line_end = std::min(text.find('\n', begin), text.size());
  std::string_view line = base::trimmed(text.substr(line_begin, line_end - line_begin));
  if (line == token.text) return 1;
  if (line.data() != token.text.data()) return std::nullopt;
  line = base::trimmed(line.substr(token.text.size()));
  std::size_t times = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), times);
  if (error != std::errc() || end != line.data() + line.size()) return std::nullopt;
  constexpr std::size_t most = 100'000;
  if (times > most)
    throw Error(ErrorKind::script, fmt::format("GO {} sends its batch more often than {} times", times, most),
                "write a loop in Lua");
  return times;
}

// What holds a text of Transact-SQL together, so that a semicolon does not end a statement that stands for itself:
// variables live as long as their batch, and blocks and routines have statements inside.
class Batch {
 public:
  // Whether the words so far, this one the last, say so.
  bool is_one(const Token& token) {
    if (token.kind == TokenKind::symbol && token.text == ";") words_ = 0;
    if (token.kind != TokenKind::word) return false;
    static constexpr std::array<std::string_view, 2> opens{"if", "while"};
    static constexpr std::array<std::string_view, 5> transactions{"tran", "transaction", "distributed", "dialog",
                                                                  "conversation"};
    static constexpr std::array<std::string_view, 4> routines{"trigger", "procedure", "proc", "function"};
    ++words_;
    if (words_ == 1) defines_ = is(token, "create") || is(token, "alter");
    const bool block = is(last_, "begin") && !is_one_of(token, transactions);
    last_ = token;
    // The kind of object stands near the front: CREATE OR ALTER PROCEDURE.
    return block || is(token, "declare") || (words_ == 1 && is_one_of(token, opens)) ||
           (words_ <= 4 && defines_ && is_one_of(token, routines));
  }

 private:
  int words_ = 0;
  bool defines_ = false;
  Token last_;
};

// Whether a text is cut at GO alone, its batches sent whole.
bool has_batches(std::string_view text, const Syntax& syntax) {
  if (!syntax.go_batches) return false;
  Tokenizer tokens(text, syntax);
  Batch batch;
  bool is_one = false;
  for (Token token = tokens.next(); token.kind != TokenKind::end; token = tokens.next()) {
    if (times_by_go(text, token)) return true;
    is_one = batch.is_one(token) || is_one;
  }
  return is_one;
}

bool begins_line(std::string_view text, const Token& token) {
  const auto begin = static_cast<std::size_t>(token.text.data() - text.data());
  const std::size_t before = text.substr(0, begin).find_last_not_of(" \t\r");
  return before == std::string_view::npos || text[before] == '\n';
}

// What the line behind the word DELIMITER says, as MySQL's own programs read it: up to a space, or in quotes.
std::string_view delimiter_in(std::string_view text, std::string_view line) {
  const auto refuse = [&](std::string_view why) {
    const auto end = text.begin() + (line.data() - text.data());
    throw Error(ErrorKind::script,
                fmt::format("DELIMITER in line {} of the SQL {}", 1 + std::count(text.begin(), end, '\n'), why),
                "write what ends the statements that follow, as in DELIMITER //");
  };
  std::string_view word = base::trimmed(line);
  if (word.find_first_of("'\"`") == 0) {
    const char quote = word.front();
    word.remove_prefix(1);
    word = word.substr(0, word.find(quote));
  } else {
    word = word.substr(0, word.find(' '));
  }
  if (word.empty()) refuse("names none");
  if (word.find('\\') != std::string_view::npos) refuse("names one with a backslash");
  return word;
}

}  // namespace

std::vector<std::string_view> split_statements(std::string_view text, const Syntax& syntax) {
  std::vector<std::string_view> statements;
  const bool batches = has_batches(text, syntax);  // then a batch is sent whole, semicolons and all
  Tokenizer tokens(text, syntax);
  Nesting nesting(syntax);
  std::string_view delimiter = ";";  // any other ends a statement wherever it stands, as MySQL's own programs have it
  std::size_t begin = 0;
  bool has_code = false;
  const auto finish = [&](std::size_t end, std::size_t times = 1) {
    if (has_code) statements.insert(statements.end(), times, base::trimmed(text.substr(begin, end - begin)));
    nesting = Nesting(syntax);
    has_code = false;
  };
  for (Token token = tokens.next(); token.kind != TokenKind::end; token = tokens.next()) {
    if (token.kind == TokenKind::space) continue;
    if (token.kind == TokenKind::comment) {
      has_code = has_code || (syntax.executable_comments && is_executable_comment(token));
      continue;
    }
    const auto place = static_cast<std::size_t>(token.text.data() - text.data());
    if (syntax.delimiter_command && !has_code && is(token, "delimiter") && begins_line(text, token)) {
      const std::string_view line = tokens.take_line();
      delimiter = delimiter_in(text, line);
      tokens.delimit_by(delimiter == ";" ? std::string_view() : delimiter);
      begin = static_cast<std::size_t>(line.data() + line.size() - text.data());
      continue;
    }
    if (batches) {
      if (const std::optional<std::size_t> times = times_by_go(text, token)) {
        finish(place, *times);
        const std::string_view line = tokens.take_line();
        begin = static_cast<std::size_t>(line.data() + line.size() - text.data());
      } else {
        has_code = true;
      }
      continue;
    }
    if (token.kind == TokenKind::symbol && token.text == delimiter && (delimiter != ";" || !nesting.open())) {
      finish(place);
      begin = place + token.text.size();
    } else {
      nesting.follow(token);
      has_code = true;
    }
  }
  finish(text.size());
  return statements;
}

std::string with_semicolon(std::string_view text, const Syntax& syntax) {
  Tokenizer tokens(text, syntax);
  Token last;
  for (Token token = tokens.next_significant(); token.kind != TokenKind::end; token = tokens.next_significant())
    last = token;
  if (last.kind == TokenKind::end) return {};
  const auto end = static_cast<std::size_t>(last.text.data() + last.text.size() - text.data());
  const std::string_view comment = text.substr(end, text.find_last_not_of(" \t\n\v\f\r") + 1 - end);
  return std::string(text.substr(0, end)) + (last.text == ";" ? "" : ";") + std::string(comment);
}

}  // namespace luamigrate::sql
