#include "bindings/elements.h"

#include <fmt/format.h>

#include "bindings/read_fields.h"
#include "lua/call.h"
#include "lua/sandbox.h"
#include "luamigrate/error.h"

namespace luamigrate::bindings {
namespace {

template <base::Described T>
int make_element(lua_State* L) {
  const lua::Place place(T::lua_name);
  lua::push_object(L, read_arguments<T>(L, place));
  return 1;
}

template <base::Described T>
int element_to_text(lua_State* L) {
  const T& element = *lua::to_object<T>(L, 1);
  if constexpr (requires { element.name.size(); })
    push_text(L, fmt::format("{}(\"{}\")", T::lua_name, element.name));
  else
    push_text(L, T::lua_name);
  return 1;
}

// Elements are made and handed on; what they hold is not for scripts to read.
template <base::Described T>
int element_field(lua_State*) {
  throw Error(ErrorKind::script, fmt::format("a {} has no fields to read or set", lua::object_name<T>));
}

template <base::Described T>
void open_element(lua_State* L) {
  lua::push_object_metatable<T>(L);
  const luaL_Reg methods[] = {{"__tostring", &lua::guarded<&element_to_text<T>>},
                              {"__index", &lua::guarded<&element_field<T>>},
                              {"__newindex", &lua::guarded<&element_field<T>>},
                              {nullptr, nullptr}};
  luaL_setfuncs(L, methods, 0);
  lua_pop(L, 1);
  lua::set_global_function<&make_element<T>>(L, std::string(T::lua_name).c_str());
}

template <class... T>
void open_all(lua_State* L, const std::variant<T...>*) {
  (open_element<T>(L), ...);
}

}  // namespace

void open_elements(lua_State* L) {
  open_all(L, static_cast<const schema::Element*>(nullptr));
}

}  // namespace luamigrate::bindings
