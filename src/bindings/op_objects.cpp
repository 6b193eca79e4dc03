#include "bindings/op.h"

namespace luamigrate::bindings {

void add_object_operations(lua_State* L) {
  add_operation<ops::CreateSchema>(L);
  add_operation<ops::DropSchema>(L);
  add_operation<ops::CreateExtension>(L);
  add_operation<ops::DropExtension>(L);
  add_operation<ops::CreateView>(L);
  add_operation<ops::DropView>(L);
  add_operation<ops::RefreshMaterializedView>(L);
  add_operation<ops::CreateFunction>(L);
  add_operation<ops::DropFunction>(L);
  add_operation<ops::CreateTrigger>(L);
  add_operation<ops::DropTrigger>(L);
  add_operation<ops::CreateSequence>(L);
  add_operation<ops::AlterSequence>(L);
  add_operation<ops::DropSequence>(L);
  add_operation<ops::CreateEnum>(L);
  add_operation<ops::AddEnumValue>(L);
  add_operation<ops::RenameEnumValue>(L);
  add_operation<ops::DropEnum>(L);
  add_operation<ops::Grant>(L);
  add_operation<ops::Revoke>(L);
  add_operation<ops::EnableRowSecurity>(L);
  add_operation<ops::DisableRowSecurity>(L);
  add_operation<ops::CreatePolicy>(L);
  add_operation<ops::DropPolicy>(L);
}

}  // namespace luamigrate::bindings
