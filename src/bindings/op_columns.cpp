#include <fmt/format.h>

#include "bindings/op.h"

namespace luamigrate::bindings {
namespace {

// insert_before and insert_after need the table made anew, which only a batch block promises.
template <base::Described Operation>
int apply_column_operation(lua_State* L) {
  static const std::string name = "op." + std::string(Operation::lua_name);
  Run& run = Run::of(L, name);
  Operation operation = read_arguments<Operation>(L, lua::Place(name));
  if (!operation.insert_before.empty() || !operation.insert_after.empty())
    throw Error(ErrorKind::script,
                fmt::format("{}: option \"{}\" is for batch blocks only", name,
                            operation.insert_before.empty() ? "insert_after" : "insert_before"),
                fmt::format("write batch.{} inside op.batch_alter_table", Operation::lua_name));
  run.apply(L, std::move(operation));
  return 0;
}

}  // namespace

void add_column_operations(lua_State* L) {
  add_function<&apply_column_operation<ops::AddColumn>>(L, "add_column");
  add_operation<ops::DropColumn>(L);
  add_function<&apply_column_operation<ops::AlterColumn>>(L, "alter_column");
}

}  // namespace luamigrate::bindings
