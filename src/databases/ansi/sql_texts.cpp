#include "databases/ansi/sql_texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.h"
#include "base/text.h"
#include "luamigrate/error.h"
#include "sql/parameters.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::ansi {
namespace {

using Words = std::span<const std::string_view>;

// What a text may be beside balanced. `ends`: the words outside of its parentheses that begin another part.
struct Rule {
  bool several = false;  // whether commas may stand outside of parentheses
  Words ends = {};
};

constexpr Rule one_expression{};
constexpr Rule several{.several = true};

// The fields of operations and elements that are SQL texts.
std::optional<Rule> rule_for(std::string_view field) {
  static constexpr std::array<std::string_view, 6> expressions{"check", "condition", "expression",
                                                               "using", "where",     "with_check"};
  static constexpr std::array<std::string_view, 4> parts{"attributes", "execute", "returns", "signature"};
  static constexpr std::array<std::string_view, 7> behind_events{"each", "execute",     "follows", "for",
                                                                 "on",   "referencing", "when"};
  static constexpr std::array<std::string_view, 4> behind_object{"from", "on", "to", "with"};
  if (std::ranges::find(expressions, field) != expressions.end()) return one_expression;
  if (std::ranges::find(parts, field) != parts.end()) return several;
  if (field == "when") return Rule{true, behind_events};
  if (field == "object" || field == "privileges") return Rule{true, behind_object};
  return std::nullopt;
}

[[noreturn]] void refuse(std::string_view what, const std::string& text) {
  Error error(ErrorKind::script, fmt::format("a SQL text of this operation {}", what),
              "mend the SQL text among its arguments: it is put in as it stands. Statements of your own are for "
              "op.execute");
  error.facts().sql = text;
  throw error;
}

[[noreturn]] void refuse_part(const sql::Token& word, const std::string& text) {
  refuse(fmt::format("goes on with another part of the statement (\"{}\")", word.text), text);
}

// How deep in parentheses what comes next is, 0 outside of them.
class Depth {
 public:
  void take(const sql::Token& token) {
    if (token.kind != sql::TokenKind::symbol) return;
    if (token.text == "(" || token.text == "[") ++open_;
    if (token.text == ")" || token.text == "]") --open_;
  }
  int open() const noexcept { return open_; }

 private:
  int open_ = 0;
};

class Texts {
 public:
  Texts(const sql::Syntax& syntax, std::string_view dialect) : syntax_(syntax), dialect_(dialect) {}

  // Whatever is described by fields, and lists and choices of such.
  template <class T>
  void value(const T& given) const {
    if constexpr (base::Described<T>)
      base::for_each_field<T>([&](const auto& field) { member(field.name, given.*field.member); });
  }
  template <class T>
  void value(const std::vector<T>& given) const {
    for (const T& item : given) value(item);
  }
  template <class T>
  void value(const std::optional<T>& given) const {
    if (given) value(*given);
  }
  template <class... T>
  void value(const std::variant<T...>& given) const {
    std::visit([this](const auto& alternative) { this->value(alternative); }, given);
  }
  void value(const schema::Sql& sql) const { check(sql.text, one_expression); }
  // Alembic's users write `text("a DESC, b")`.
  void value(const schema::IndexColumn& column) const {
    if (const auto* sql = std::get_if<schema::Sql>(&column.expression)) check(sql->text, several);
  }
  void value(const schema::Type& given) const {
    const schema::Type& type = given.on(dialect_);
    if (type.name == "SqlType" && type.text_argument(0)) check(*type.text_argument(0), one_expression);
  }
  // Those of one database are clauses of its own; of these some are expressions.
  void value(const schema::DialectOptions& options) const {
    for (const schema::DialectOption& option : options.all()) {
      if (!option.dialect.empty() && option.dialect != dialect_) continue;
      const std::optional<Rule> rule = rule_for(option.name);
      if (const auto* sql = std::get_if<schema::Sql>(&option.value))
        check(sql->text, rule.value_or(several));
      else if (const auto* text = std::get_if<std::string>(&option.value); text && rule)
        check(*text, *rule);
    }
  }

 private:
  template <class T>
  void member(std::string_view field, const T& given) const {
    const std::optional<Rule> rule = rule_for(field);
    if constexpr (std::is_same_v<T, std::string>) {
      if (rule) check(given, *rule);
    } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
      if (rule)
        for (const std::string& text : given) check(text, *rule);
    } else {
      value(given);
    }
  }

  void check(const std::string& text, const Rule& rule) const {
    check_closes_itself(text, syntax_);
    sql::Tokenizer tokens(text, syntax_);
    sql::Token last;
    Depth depth;
    for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next()) {
      if (token.kind == sql::TokenKind::space) continue;
      const bool is_name = last.text == "," || sql::equals_ignoring_case(last.text, "of");  // `UPDATE OF follows`
      last = token;
      depth.take(token);
      if (depth.open() > 0) continue;
      if (token.text == "," && !rule.several) refuse("is more than one", text);
      if (!is_name && token.kind == sql::TokenKind::word && sql::is_one_of(token, rule.ends)) refuse_part(token, text);
    }
    if (last.kind == sql::TokenKind::comment && !last.text.starts_with("/*"))
      refuse("ends in a comment, which what stands behind it would be part of", text);
  }

  const sql::Syntax& syntax_;
  std::string_view dialect_;
};

}  // namespace

void check_closes_itself(const std::string& text, const sql::Syntax& syntax, Words ends) {
  sql::Tokenizer tokens(text, syntax);
  Depth depth;
  bool is_name = false;  // behind a dot
  for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next()) {
    depth.take(token);
    if (depth.open() == 0 && !is_name && token.kind == sql::TokenKind::word && sql::is_one_of(token, ends))
      refuse_part(token, text);
    is_name = token.text == ".";
    if (syntax.executable_comments && sql::is_executable_comment(token)) refuse("holds a comment that is run", text);
    if (depth.open() < 0) refuse("closes a parenthesis that it did not open", text);
    if (token.kind == sql::TokenKind::symbol && token.text == ";") refuse("ends the statement (;)", text);
  }
  if (depth.open() > 0) refuse("opens a parenthesis and does not close it", text);
}

void check_has_no_parameter(const std::string& text, const sql::Syntax& syntax) {
  const std::optional<std::string> parameter = sql::first_parameter(text, syntax);
  if (!parameter) return;
  Error error(ErrorKind::script, fmt::format("a SQL text of this operation has a parameter ({})", *parameter),
              "`where` and `set` take no parameters: write the value as a literal, as in where = \"state = 'new'\"");
  error.facts().sql = text;
  throw error;
}

void check_sql_texts(const ops::Operation& operation, const sql::Syntax& syntax, std::string_view dialect) {
  // Statements of a script's own, rows, and what check_closes_itself() sees to.
  if (std::holds_alternative<ops::Execute>(operation.body) || std::holds_alternative<ops::BulkInsert>(operation.body) ||
      std::holds_alternative<ops::BatchedUpdate>(operation.body))
    return;
  std::visit([&](const auto& body) { Texts(syntax, dialect).value(body); }, operation.body);
  if (const auto* batch = std::get_if<ops::BatchAlterTable>(&operation.body))
    for (const ops::Operation& inner : batch->operations) check_sql_texts(inner, syntax, dialect);
}

}  // namespace luamigrate::databases::ansi
