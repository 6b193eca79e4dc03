#pragma once

#include "autogen/wanted.h"
#include "ops/tables.h"

namespace luamigrate::autogen {

// create_table as a revision holds it: what naming conventions call today, it is called whatever they say tomorrow
// (op.f). Foreign keys that are not among `keys` are left out.
ops::CreateTable frozen(const WantedTable& wanted, const std::vector<schema::ForeignKey>& keys);

}  // namespace luamigrate::autogen
