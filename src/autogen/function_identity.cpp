#include "autogen/function_identity.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "base/text.h"
#include "luamigrate/error.h"
#include "sql/names.h"

namespace luamigrate::autogen {
namespace {

// Types by the names that a catalogue does not use.
const std::map<std::string, std::string, std::less<>>& aliases() {
  static const std::map<std::string, std::string, std::less<>> names{
      {"int", "integer"},
      {"int4", "integer"},
      {"int2", "smallint"},
      {"int8", "bigint"},
      {"float", "double precision"},
      {"float8", "double precision"},
      {"float4", "real"},
      {"decimal", "numeric"},
      {"bool", "boolean"},
      {"varchar", "character varying"},
      {"char varying", "character varying"},
      {"char", "character"},
      {"bpchar", "character"},
      {"varbit", "bit varying"},
      {"timestamp", "timestamp without time zone"},
      {"timestamptz", "timestamp with time zone"},
      {"time", "time without time zone"},
      {"timetz", "time with time zone"},
  };
  return names;
}

// Whether a type of several words begins here.
bool is_type_of_words(const std::vector<std::string>& words, std::size_t at) {
  const auto follows = [&](std::string_view word) { return at + 1 < words.size() && words[at + 1] == word; };
  const std::string& first = words[at];
  if (first == "double") return follows("precision");
  if (first == "character" || first == "char" || first == "bit") return follows("varying");
  return (first == "timestamp" || first == "time") && (follows("with") || follows("without"));
}

// The type of one parameter: empty for one that only comes out, which is no part of the identity.
std::string parameter_type(std::vector<std::string> words) {
  constexpr std::array modes{"in", "out", "inout", "variadic"};
  std::size_t at = 0;
  if (words.size() > 1 && std::ranges::find(modes, words[0]) != modes.end()) {
    if (words[0] == "out") return {};
    at = 1;
  }
  if (words.size() > at + 1 && !is_type_of_words(words, at)) ++at;  // its name
  std::string type, array;
  for (; at < words.size(); ++at) {
    if (words[at] == "[]")
      array = "[]";
    else
      type += (type.empty() ? "" : " ") + words[at];
  }
  const auto alias = aliases().find(type);
  return (alias == aliases().end() ? type : alias->second) + array;
}

// Of one parameter, until its default; without what stands in parentheses, as databases forget it, and without schemas.
class Parameters {
 public:
  explicit Parameters(sql::Tokenizer& tokens) : tokens_(tokens) {}

  std::vector<std::string> types() {
    int depth = 1;
    for (sql::Token token = tokens_.next_significant(); token.kind != sql::TokenKind::end;
         token = tokens_.next_significant()) {
      if (token.text == "(") ++depth;
      if (token.text == ")" && --depth == 0) break;
      if (depth == 1 && token.text == ",")
        finish();
      else if (depth == 1 && !in_default_)
        add(token);
    }
    finish();
    return std::move(types_);
  }

 private:
  void add(const sql::Token& token) {
    const std::string word = base::lower(sql::is_name(token) ? sql::unquoted(token.text) : std::string(token.text));
    if (word == "default" || word == "=" || word == ":=") {
      in_default_ = true;
    } else if (word == ".") {
      if (!words_.empty()) words_.pop_back();
    } else if (word == "[" || word == "[]") {
      words_.emplace_back("[]");
    } else if (sql::is_name(token)) {
      words_.push_back(word);
    }
  }
  void finish() {
    const std::string type = parameter_type(std::move(words_));
    if (!type.empty()) types_.push_back(type);
    words_.clear();
    in_default_ = false;
  }

  sql::Tokenizer& tokens_;
  std::vector<std::string> types_, words_;
  bool in_default_ = false;
};

// A database that tells functions apart by their parameters drops them by those.
bool overloads(const databases::Dialect& dialect) {
  try {
    const auto statements = dialect.compile({ops::DropFunction{.signature = "f(integer)"}, {}}, schema::NoTables());
    return std::ranges::any_of(statements,
                               [](const auto& one) { return one.sql.find("integer") != std::string::npos; });
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

std::string function_identity(std::string_view signature, const databases::Dialect& dialect) {
  const std::size_t open = signature.find('(');
  std::string name = base::lower(sql::unquoted(base::trimmed(signature.substr(0, open))));
  if (open == std::string_view::npos || !overloads(dialect)) return name;
  sql::Tokenizer tokens(signature.substr(open + 1), dialect.syntax());
  name += "(";
  for (bool first = true; const std::string& type : Parameters(tokens).types()) {
    name += (first ? "" : ",") + type;
    first = false;
  }
  return name + ")";
}

}  // namespace luamigrate::autogen
