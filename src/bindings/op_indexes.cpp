#include "bindings/op.h"

namespace luamigrate::bindings {

void add_index_operations(lua_State* L) {
  add_operation<ops::CreateIndex>(L);
  add_operation<ops::DropIndex>(L);
}

}  // namespace luamigrate::bindings
