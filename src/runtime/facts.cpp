#include "runtime/facts.h"

namespace luamigrate::runtime {

void add_facts(Error& error, std::string_view operation, const ops::Origin& origin) {
  ErrorFacts& facts = error.facts();
  if (facts.operation.empty()) facts.operation = operation;
  if (facts.revision.empty()) facts.revision = origin.revision;
  if (facts.file.empty()) {
    facts.file = origin.file;
    facts.line = origin.line;
  }
}

}  // namespace luamigrate::runtime
