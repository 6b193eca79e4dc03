// Whatever stands in a revision file: a header or an Error, in bounded time and memory. A header that reads survives a
// change of its parent.
#include <cstdlib>
#include <string>

#include "bindings/revision_file.h"
#include "luamigrate/error.h"
#include "revisions/reparent.h"

using namespace luamigrate;

namespace {

bindings::Interpreter& interpreter() {
  static bindings::Interpreter made({.project_folder = "/nowhere",
                                     .memory_limit = std::size_t{64} << 20,
                                     .time_limit = std::chrono::milliseconds(100)});
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  bindings::HeaderReader reader(interpreter());
  try {
    reader.read("/nowhere/fuzz.lua", text);
    if (const auto moved = revisions::with_parent(text, "another")) reader.read("/nowhere/fuzz.lua", *moved);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::internal || error.message().empty()) std::abort();
  }
  return 0;
}
