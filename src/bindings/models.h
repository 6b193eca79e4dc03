// Models: `metadata{ ... }` and what its methods describe.
#pragma once

#include <lua.hpp>
#include <memory>
#include <vector>

#include "lua/object.h"
#include "lua/reader.h"
#include "ops/metadata.h"

namespace luamigrate::bindings {

void open_models(lua_State* L);  // the global `metadata`

using ModelSet = std::vector<std::shared_ptr<const ops::Metadata>>;

// One metadata or a list of them.
ModelSet read_models(const lua::Value& value);

}  // namespace luamigrate::bindings

namespace luamigrate::lua {

template <>
inline constexpr const char* object_name<std::shared_ptr<ops::Metadata>> = "metadata";

}  // namespace luamigrate::lua
