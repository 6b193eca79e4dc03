#include "databases/scratch.h"

#include "luamigrate/error.h"

namespace luamigrate::databases {

void create_for_a_moment(const ops::Operation& operation, const std::function<void()>& create) {
  try {
    create();
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::connection || error.kind() == ErrorKind::lock_timeout) throw;
    Error described(ErrorKind::config, "the database refuses what the models say: " + error.message(), error.hint());
    described.facts() = error.facts();
    described.facts().file = operation.origin.file;
    described.facts().line = operation.origin.line;
    described.facts().state = "nothing was changed";
    throw described;
  }
}

}  // namespace luamigrate::databases
