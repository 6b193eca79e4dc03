#pragma once

#include "lua/reader.h"
#include "schema/type.h"

namespace luamigrate::bindings {

// A type as a constructor made it, or a constructor that stands bare and needs no argument.
schema::Type read_type(const lua::Value& value);

void push_type(lua_State* L, const schema::Type& type);

// The generic types as globals, those of each database in a table of its name.
void open_types(lua_State* L);

}  // namespace luamigrate::bindings
