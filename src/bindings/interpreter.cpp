#include "bindings/interpreter.h"

#include "base/file.h"
#include "bindings/csv_rows.h"
#include "bindings/elements.h"
#include "bindings/files.h"
#include "bindings/models.h"
#include "bindings/op.h"
#include "bindings/types.h"
#include "bindings/values.h"
#include "lua/call.h"
#include "lua/object.h"
#include "lua/require.h"
#include "lua/sandbox.h"

namespace luamigrate::bindings {

Interpreter::Interpreter(InterpreterOptions options) : options_(std::move(options)), state_(options_.memory_limit) {
  lua_State* L = state();
  lua::open_sandbox(L, options_.unsafe);
  lua::open_require(L, options_.lua_folder, base::shown_path(options_.lua_folder, options_.project_folder));
  lua::protect(L, [&] {
    lua::attach(L, *this);
    open_values(L);
    open_types(L);
    open_elements(L);
    open_models(L);
    open_op(L);
    open_files(L);
    open_csv_rows(L);
  });
}

Interpreter& Interpreter::of(lua_State* L) {
  return lua::attached<Interpreter>(L);
}

}  // namespace luamigrate::bindings
