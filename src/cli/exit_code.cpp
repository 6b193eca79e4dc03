#include "cli/exit_code.h"

namespace luamigrate::cli {

int exit_code_of(ErrorKind kind) noexcept {
  switch (kind) {
    case ErrorKind::usage:
    case ErrorKind::config: return exit_usage;
    case ErrorKind::interrupted: return exit_interrupted;
    case ErrorKind::revision_file:
    case ErrorKind::graph:
    case ErrorKind::target:
    case ErrorKind::script:
    case ErrorKind::unsupported:
    case ErrorKind::connection:
    case ErrorKind::database:
    case ErrorKind::lock_timeout:
    case ErrorKind::version_table:
    case ErrorKind::unfinished:
    case ErrorKind::io:
    case ErrorKind::internal: return exit_failed;
  }
  return exit_failed;
}

}  // namespace luamigrate::cli
