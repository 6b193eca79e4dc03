#include "ops/operation.h"

namespace luamigrate::ops {

std::string_view name_of(const Operation& operation) {
  return std::visit([]<class T>(const T&) { return T::lua_name; }, operation.body);
}

}  // namespace luamigrate::ops
