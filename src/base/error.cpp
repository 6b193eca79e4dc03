#include "luamigrate/error.h"

#include <utility>

namespace luamigrate {

Error::Error(ErrorKind kind, std::string message, std::string hint)
    : kind_(kind), message_(std::move(message)), hint_(std::move(hint)) {}

Error Error::told_as(std::string message) const {
  return told_as(kind_, std::move(message), hint_);
}

Error Error::told_as(ErrorKind kind, std::string message, std::string hint) const {
  Error told(kind, std::move(message), std::move(hint));
  told.facts_ = facts_;
  return told;
}

std::string_view to_string(ErrorKind kind) noexcept {
  switch (kind) {
    case ErrorKind::usage: return "usage";
    case ErrorKind::config: return "config";
    case ErrorKind::revision_file: return "revision_file";
    case ErrorKind::graph: return "graph";
    case ErrorKind::target: return "target";
    case ErrorKind::script: return "script";
    case ErrorKind::unsupported: return "unsupported";
    case ErrorKind::connection: return "connection";
    case ErrorKind::database: return "database";
    case ErrorKind::lock_timeout: return "lock_timeout";
    case ErrorKind::version_table: return "version_table";
    case ErrorKind::io: return "io";
    case ErrorKind::unfinished: return "unfinished";
    case ErrorKind::interrupted: return "interrupted";
    case ErrorKind::internal: return "internal";
  }
  return "internal";
}

}  // namespace luamigrate
