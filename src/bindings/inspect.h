#pragma once

#include <lua.hpp>

#include "schema/table.h"

namespace luamigrate::bindings {

// What op.inspect returns: { name =, schema =, comment =, columns = { { name =, type =, ... } }, primary_key =,
// uniques =, checks =, foreign_keys =, excludes =, indexes = }, each with the fields that its constructor takes; types
// as objects, what is not set left out.
void push_table(lua_State* L, const schema::Table& table);

// The same for parts of a table, and for what has only a name.
void push_described(lua_State* L, const schema::Table& table);
void push_described(lua_State* L, const schema::Column& column);
void push_described(lua_State* L, const schema::PrimaryKey& key);
void push_described(lua_State* L, const schema::Unique& unique);
void push_described(lua_State* L, const schema::Check& check);
void push_described(lua_State* L, const schema::ForeignKey& key);
void push_described(lua_State* L, const schema::Index& index);
void push_described(lua_State* L, const schema::ObjectName& name);

}  // namespace luamigrate::bindings
