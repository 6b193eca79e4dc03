// In which order views can be made, and functions beside them.
#pragma once

#include <cstddef>
#include <vector>

#include "ops/operation.h"
#include "sql/syntax.h"

namespace luamigrate::autogen {

// Whether the SELECT of the one names the other.
bool stands_on(const ops::CreateView& view, const ops::CreateView& below, const sql::Syntax& syntax);

// The places of the views, each behind those that it stands on, and otherwise in the order that they have: what only
// looks like the name of a view above is no reason to come behind that.
std::vector<std::size_t> upwards(const std::vector<ops::CreateView>& views, const sql::Syntax& syntax);

// Whether it takes or returns rows of one of them, so that it cannot be made before.
bool takes_rows_of(const ops::CreateFunction& function, const std::vector<ops::CreateView>& views,
                   const sql::Syntax& syntax);
// Whether that, or its body reads one.
bool uses_one_of(const ops::CreateFunction& function, const std::vector<ops::CreateView>& views,
                 const sql::Syntax& syntax);

}  // namespace luamigrate::autogen
