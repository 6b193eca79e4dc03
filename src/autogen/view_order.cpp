#include "autogen/view_order.h"

#include <algorithm>
#include <array>
#include <functional>

#include "autogen/function_order.h"
#include "sql/names.h"

namespace luamigrate::autogen {
namespace {

// With what that stands on in turn.
std::vector<std::vector<bool>> what_they_stand_on(const std::vector<ops::CreateView>& views,
                                                  const sql::Syntax& syntax) {
  std::vector<std::vector<bool>> below(views.size(), std::vector<bool>(views.size()));
  for (std::size_t i = 0; i < views.size(); ++i)
    for (std::size_t j = 0; j < views.size(); ++j) below[i][j] = i != j && stands_on(views[i], views[j], syntax);
  for (std::size_t k = 0; k < views.size(); ++k)
    for (std::size_t i = 0; i < views.size(); ++i)
      for (std::size_t j = 0; below[i][k] && j < views.size(); ++j)
        if (below[k][j]) below[i][j] = true;
  return below;
}

// Whether a parameter or a result is of this type, whatever parameters and columns are called.
bool has_type(std::string_view text, const std::string& type, const sql::Syntax& syntax) {
  static constexpr std::array<std::string_view, 5> ends{",", ")", "[", "=", "default"};
  sql::Tokenizer tokens(text, syntax);
  bool is_name = false;
  for (sql::Token token = tokens.next_significant();; token = tokens.next_significant()) {
    const bool ends_parameter = token.kind == sql::TokenKind::end || sql::is_one_of(token, ends) ||
                                std::ranges::find(ends, token.text) != ends.end();
    if (is_name && ends_parameter) return true;
    if (token.kind == sql::TokenKind::end) return false;
    is_name = sql::is_name(token) && sql::unquoted(token.text) == type;
  }
}

bool is_called_by(const ops::CreateFunction& function, const std::vector<ops::CreateView>& views,
                  const sql::Syntax& syntax) {
  const std::string name = function_name(function.signature);
  return std::ranges::any_of(views,
                             [&](const ops::CreateView& view) { return sql::mentions(view.select, name, syntax); });
}

}  // namespace

bool stands_on(const ops::CreateView& view, const ops::CreateView& below, const sql::Syntax& syntax) {
  return sql::mentions(view.select, below.name, syntax);
}

std::vector<std::size_t> upwards(const std::vector<ops::CreateView>& views, const sql::Syntax& syntax) {
  std::vector<std::size_t> order;
  std::vector<bool> visited(views.size());
  const std::vector<std::vector<bool>> below_of = what_they_stand_on(views, syntax);
  const std::function<void(std::size_t)> visit = [&](std::size_t i) {
    if (visited[i]) return;
    visited[i] = true;
    for (std::size_t below = 0; below < views.size(); ++below)
      if (stands_on(views[i], views[below], syntax) && (below < i || !below_of[below][i])) visit(below);
    order.push_back(i);
  };
  for (std::size_t i = 0; i < views.size(); ++i) visit(i);
  return order;
}

bool takes_rows_of(const ops::CreateFunction& function, const std::vector<ops::CreateView>& views,
                   const sql::Syntax& syntax) {
  return std::ranges::any_of(views, [&](const ops::CreateView& view) {
    return has_type(function.signature, view.name, syntax) || has_type(function.returns, view.name, syntax);
  });
}

bool comes_behind(const ops::CreateFunction& function, const std::vector<ops::CreateView>& views,
                  const sql::Syntax& syntax) {
  return takes_rows_of(function, views, syntax) && !is_called_by(function, views, syntax);
}

std::set<std::string> functions_over(const std::vector<ops::CreateView>& views,
                                     const std::vector<ops::CreateFunction>& functions, const sql::Syntax& syntax) {
  std::set<std::string> found;
  std::vector<std::string> names;  // of those
  const auto stands_over = [&](const ops::CreateFunction& function) {
    const auto reads = [&](const ops::CreateView& view) { return sql::mentions(function.body, view.name, syntax); };
    const auto calls = [&](const std::string& name) { return sql::mentions(function.body, name, syntax); };
    return takes_rows_of(function, views, syntax) || std::ranges::any_of(views, reads) ||
           std::ranges::any_of(names, calls);
  };
  for (std::size_t before = 0;; before = found.size()) {
    for (const ops::CreateFunction& function : functions) {
      const std::string key = ops::object_key(function);
      if (found.contains(key) || is_called_by(function, views, syntax) || !stands_over(function)) continue;
      found.insert(key);
      names.push_back(function_name(function.signature));
    }
    if (before == found.size()) return found;
  }
}

}  // namespace luamigrate::autogen
