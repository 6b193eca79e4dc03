#include "autogen/view_order.h"

#include <algorithm>
#include <functional>

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
    return sql::mentions(function.signature, view.name, syntax) || sql::mentions(function.returns, view.name, syntax);
  });
}

bool uses_one_of(const ops::CreateFunction& function, const std::vector<ops::CreateView>& views,
                 const sql::Syntax& syntax) {
  const auto reads = [&](const ops::CreateView& view) { return sql::mentions(function.body, view.name, syntax); };
  return std::ranges::any_of(views, reads) || takes_rows_of(function, views, syntax);
}

}  // namespace luamigrate::autogen
