#include "lua_source/layout.h"

#include <algorithm>

namespace luamigrate::lua_source {
namespace {

using Kind = Expression::Kind;

// A text of several lines.
bool has_lines(const Expression& expression) {
  return expression.kind == Kind::text && expression.text.find('\n') != std::string::npos;
}

bool must_break(const Expression& expression) {
  return expression.item_a_line || std::ranges::any_of(expression.items, must_break) ||
         (expression.kind == Kind::table && std::ranges::any_of(expression.items, has_lines));
}

std::string flat(const Expression& expression) {
  if (expression.kind == Kind::text) return expression.text;
  std::string inside;
  for (std::size_t i = 0; i < expression.items.size(); ++i) {
    if (i > 0) inside += ", ";
    if (!expression.keys[i].empty()) inside += expression.keys[i] + " = ";
    inside += flat(expression.items[i]);
  }
  if (expression.kind == Kind::call) return expression.text + "(" + inside + ")";
  return inside.empty() ? "{}" : "{ " + inside + " }";
}

// How many columns are taken after `text` was written at `column`.
std::size_t column_after(const std::string& text, std::size_t column) {
  const std::size_t line_end = text.rfind('\n');
  return line_end == std::string::npos ? column + text.size() : text.size() - line_end - 1;
}

class Writer {
 public:
  // `behind`: how many characters must follow on the last line.
  void write(const Expression& expression, std::size_t indent, std::size_t behind) {
    const std::string on_one_line = flat(expression);
    const std::size_t first_line = std::min(on_one_line.find('\n'), on_one_line.size());
    const bool fits = column_ + first_line + (first_line == on_one_line.size() ? behind : 0) <= line_width;
    if (expression.kind == Kind::text || (fits && !must_break(expression))) {
      put(on_one_line);
    } else if (expression.kind == Kind::table) {
      write_table(expression, indent);
    } else {
      write_call(expression, indent, behind);
    }
  }

  std::string take() { return std::move(result_); }

 private:
  void put(const std::string& source) {
    column_ = column_after(source, column_);
    result_ += source;
  }

  void write_table(const Expression& table, std::size_t indent) {
    put("{\n");
    for (std::size_t i = 0; i < table.items.size(); ++i) {
      put(std::string(indent + 2, ' '));
      if (!table.keys[i].empty()) put(table.keys[i] + " = ");
      write(table.items[i], indent + 2, 1);
      put(",\n");
    }
    put(std::string(indent, ' ') + "}");
  }

  // The arguments stay on the line of the call; one of them, a table, is opened.
  void write_call(const Expression& call, std::size_t indent, std::size_t behind) {
    const std::size_t opened = argument_to_open(call);
    put(call.text + "(");
    for (std::size_t i = 0; i < call.items.size(); ++i) {
      if (i > 0) put(", ");
      if (i == opened && call.items[i].kind == Kind::table)
        write_table(call.items[i], indent);
      else
        write(call.items[i], indent, behind + 1);
    }
    put(")");
  }

  static std::size_t argument_to_open(const Expression& call) {
    std::size_t best = call.items.size();
    std::size_t best_size = 2;
    for (std::size_t i = 0; i < call.items.size(); ++i) {
      if (call.items[i].kind != Kind::table) continue;
      if (must_break(call.items[i])) return i;
      const std::size_t size = flat(call.items[i]).size();
      if (size > best_size) {
        best = i;
        best_size = size;
      }
    }
    return best;
  }

  std::string result_;
  std::size_t column_ = 0;

 public:
  explicit Writer(std::size_t column) : column_(column) {}
};

}  // namespace

Expression text(std::string source) {
  return {Kind::text, std::move(source), {}, {}, false};
}
Expression call(std::string function) {
  return {Kind::call, std::move(function), {}, {}, false};
}
Expression table() {
  return {Kind::table, {}, {}, {}, false};
}

std::string laid_out(const Expression& expression, std::size_t indent) {
  Writer writer(indent);
  writer.write(expression, indent, 0);
  return writer.take();
}

}  // namespace luamigrate::lua_source
