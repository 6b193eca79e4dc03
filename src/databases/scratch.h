// What a database makes of models. Databases rewrite texts: types get their full names, defaults casts, conditions
// parentheses. So models are compared as the database shows them: they are made for a moment where nobody sees them,
// read back, and kept nowhere.
#pragma once

#include <functional>
#include <vector>

#include "databases/catalogue.h"
#include "databases/connection.h"
#include "ops/operation.h"

namespace luamigrate::databases {

// `creations`: create_extension, create_enum, create_sequence, create_function, create_table (without foreign keys),
// create_view and create_trigger, in an order in which they can be made. Answers them under their own names, lists in
// the order in which they were made. An Error carries the origin of the operation that the database refuses.
//
// REQUIRES: no transaction is open on `connection`.
using ShowModels = std::function<Catalogue(Connection& connection, const std::vector<ops::Operation>& creations)>;

// Runs `create` for one operation, and adds to an Error where it was asked for.
void create_for_a_moment(const ops::Operation& operation, const std::function<void()>& create);

}  // namespace luamigrate::databases
