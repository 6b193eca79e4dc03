#include "bindings/op.h"

namespace luamigrate::bindings {

void add_constraint_operations(lua_State* L) {
  add_operation<ops::CreatePrimaryKey>(L);
  add_operation<ops::CreateUniqueConstraint>(L);
  add_operation<ops::CreateCheckConstraint>(L);
  add_operation<ops::CreateForeignKey>(L);
  add_operation<ops::CreateExcludeConstraint>(L);
  add_operation<ops::DropConstraint>(L);
  add_operation<ops::ValidateConstraint>(L);
}

}  // namespace luamigrate::bindings
