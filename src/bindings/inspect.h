#pragma once

#include <lua.hpp>

#include "schema/table.h"

namespace luamigrate::bindings {

// What op.inspect returns: { name =, schema =, comment =, columns = { { name =, type =, ... } }, primary_key =,
// uniques =, checks =, foreign_keys =, excludes =, indexes = }, each with the fields that its constructor takes; types
// as objects, what is not set left out.
void push_table(lua_State* L, const schema::Table& table);

}  // namespace luamigrate::bindings
