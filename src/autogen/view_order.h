// In which order views can be made, and functions beside them.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "ops/metadata.h"
#include "sql/syntax.h"

namespace luamigrate::autogen {

// Whether the SELECT of the one names the other.
bool stands_on(const ops::CreateView& view, const ops::CreateView& below, const sql::Syntax& syntax);

// The places of the views, each behind those that it stands on, and otherwise in the order that they have: what only
// looks like the name of a view above is no reason to come behind that.
std::vector<std::size_t> upwards(const std::vector<ops::CreateView>& views, const sql::Syntax& syntax);

// Whether it takes or returns rows of one of them.
bool takes_rows_of(const ops::CreateFunction& function, const std::vector<ops::CreateView>& views,
                   const sql::Syntax& syntax);
// Whether it can only be made behind them for that: no view calls it.
bool comes_behind(const ops::CreateFunction& function, const std::vector<ops::CreateView>& views,
                  const sql::Syntax& syntax);

// The functions, by object_key(), that read a view or take its rows, and those that call them; without what a view
// calls.
std::set<std::string> functions_over(const std::vector<ops::CreateView>& views,
                                     const std::vector<ops::CreateFunction>& functions, const sql::Syntax& syntax);

}  // namespace luamigrate::autogen
