#include "bindings/op.h"

namespace luamigrate::bindings {

void add_table_operations(lua_State* L) {
  add_operation<ops::CreateTable>(L);
  add_operation<ops::DropTable>(L);
  add_operation<ops::RenameTable>(L);
  add_operation<ops::CreateTableComment>(L);
  add_operation<ops::DropTableComment>(L);
}

}  // namespace luamigrate::bindings
