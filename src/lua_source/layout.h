// Lua source laid out as a person would: on one line where it fits, else a table's items each on a line of their own.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace luamigrate::lua_source {

inline constexpr std::size_t line_width = 100;

// An expression.
struct Expression {
  enum class Kind { text, call, table };

  Kind kind = Kind::text;
  std::string text;               // the text itself, or what is called
  std::vector<std::string> keys;  // of a table: one for each item, as source; empty: none
  std::vector<Expression> items;  // arguments, or the items of a table
  bool item_a_line = false;       // of a table: even where it would fit on one

  void add(Expression item) { add({}, std::move(item)); }
  void add(std::string key, Expression item) {
    keys.push_back(std::move(key));
    items.push_back(std::move(item));
  }
};

Expression text(std::string source);
Expression call(std::string function);
Expression table();

// Without a line end behind it. Lines after the first are indented by `indent` beside their own depth.
std::string laid_out(const Expression& expression, std::size_t indent = 0);

}  // namespace luamigrate::lua_source
