#include "sql/parameters.h"

#include <fmt/format.h>

#include <charconv>

#include "luamigrate/error.h"
#include "sql/split.h"
#include "sql/tokenizer.h"

namespace luamigrate::sql {
namespace {

bool is_symbol(const Token& token, std::string_view text) {
  return token.kind == TokenKind::symbol && token.text == text;
}

// Writes the statements anew with placeholders where the parameters stand.
class Writer {
 public:
  Writer(ParameterForm form, const Syntax& syntax) : form_(form), syntax_(syntax) {}

  ParameterizedStatement rewrite(std::string_view statement) {
    result_ = {};
    number_ends_at_ = 0;
    Tokenizer tokens(statement, syntax_);
    Token before;
    Token token = tokens.next();
    while (token.kind != TokenKind::end) {
      const Token after = tokens.next();
      if (form_ == ParameterForm::positional && is_symbol(token, "?")) {
        if (after.kind == TokenKind::number)
          throw Error(ErrorKind::script,
                      fmt::format("the SQL has ?{}, and parameters go by their order alone", after.text),
                      "write ? for each value, or :name with a table of names");
        result_.positions.push_back(position_++);
        placeholder(result_.positions.size());
      } else if (form_ == ParameterForm::positional && is_symbol(token, "??")) {
        write("?");
      } else if (form_ == ParameterForm::named && is_symbol(token, "\\") && after.text.starts_with(':')) {
        // The colon that follows is written as it is, and is no parameter because of what stands before it.
      } else if (form_ == ParameterForm::named && is_symbol(token, ":") && after.kind == TokenKind::word &&
                 may_precede(before)) {
        result_.names.emplace_back(after.text);
        placeholder(result_.names.size());
        before = after;
        token = tokens.next();
        continue;
      } else {
        write(token.text);
      }
      before = token;
      token = after;
    }
    return std::move(result_);
  }

 private:
  static bool may_precede(const Token& token) {
    return !is_symbol(token, "\\") && !is_symbol(token, ":") && token.kind != TokenKind::word &&
           token.kind != TokenKind::number;
  }

  // `LIMIT?` and `?1` are two tokens each; `LIMIT$1` and `$11` would be one.
  void placeholder(std::size_t number) {
    const bool is_dollar = syntax_.placeholder == PlaceholderStyle::dollar;
    if (is_dollar && !result_.sql.empty() && is_word_character(result_.sql.back())) result_.sql += ' ';
    result_.sql += is_dollar ? "$" + std::to_string(number) : "?";
    number_ends_at_ = is_dollar ? result_.sql.size() : 0;
  }

  void write(std::string_view text) {
    if (number_ends_at_ != 0 && number_ends_at_ == result_.sql.size() && is_word_character(text.front()))
      result_.sql += ' ';
    result_.sql += text;
  }

  ParameterForm form_;
  const Syntax& syntax_;
  ParameterizedStatement result_;
  std::size_t position_ = 0;
  std::size_t number_ends_at_ = 0;  // of the last placeholder that ends in one, in the statement; 0: there is none
};

}  // namespace

std::vector<ParameterizedStatement> parameterize(std::string_view text, ParameterForm form, const Syntax& syntax) {
  std::vector<ParameterizedStatement> result;
  Writer writer(form, syntax);
  for (const std::string_view statement : split_statements(text, syntax)) {
    if (form == ParameterForm::none)
      result.push_back({std::string(statement), {}, {}});
    else
      result.push_back(writer.rewrite(statement));
  }
  return result;
}

std::vector<Placeholder> find_placeholders(std::string_view statement, const Syntax& syntax) {
  std::vector<Placeholder> result;
  Tokenizer tokens(statement, syntax);
  for (Token token = tokens.next(); token.kind != TokenKind::end; token = tokens.next()) {
    const auto offset = static_cast<std::size_t>(token.text.data() - statement.data());
    if (syntax.placeholder == PlaceholderStyle::question) {
      if (is_symbol(token, "?")) result.push_back({offset, 1, result.size()});
    } else if (token.kind == TokenKind::symbol && token.text.front() == '$') {
      std::size_t number = 0;
      const char* const digits = token.text.data() + 1;
      const auto [end, error] = std::from_chars(digits, token.text.data() + token.text.size(), number);
      if (error == std::errc() && number > 0) result.push_back({offset, token.text.size(), number - 1});
    }
  }
  return result;
}

std::optional<std::string> first_parameter(std::string_view text, const Syntax& syntax) {
  Tokenizer tokens(text, syntax);
  for (Token token = tokens.next(); token.kind != TokenKind::end; token = tokens.next()) {
    if (token.kind != TokenKind::symbol) continue;
    const bool names = syntax.named_parameters && std::string_view("?:@$").find(token.text) != std::string_view::npos;
    const bool is_dollar = syntax.placeholder == PlaceholderStyle::dollar;
    if (!names && !(is_dollar ? token.text.front() == '$' : token.text == "?")) continue;
    const Token after = names ? tokens.next() : Token();
    const bool has_name = after.kind == TokenKind::word || after.kind == TokenKind::number;
    return std::string(token.text) + std::string(has_name ? after.text : "");
  }
  return std::nullopt;
}

}  // namespace luamigrate::sql
