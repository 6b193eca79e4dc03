// Tables that need no asking: as they are written, they say what the database holds. What is read of the database
// stands for what it would make of them.
#pragma once

#include <set>

#include "autogen/wanted.h"
#include "databases/catalogue.h"
#include "databases/dialect.h"

namespace luamigrate::autogen {

// None that a trigger or a policy of the models stands on: they can be made for a moment only with their
// table.
std::set<schema::TableName> settled(const Wanted& wanted, const databases::Catalogue& live,
                                    const databases::Dialect& dialect);

// The enums that are in `live` as the models say: all of those that settled tables are of, and others.
std::set<schema::ObjectName> settled_enums(const Wanted& wanted, const databases::Catalogue& live,
                                           const databases::Dialect& dialect);

// `shown` with the settled tables and enums, as they are in `live`.
void add_settled(databases::Catalogue& shown, const databases::Catalogue& live,
                 const std::set<schema::TableName>& tables, const std::set<schema::ObjectName>& enums);

}  // namespace luamigrate::autogen
