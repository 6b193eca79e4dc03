#include "runtime/facts.h"

#include "databases/transaction_words.h"

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

bool commits(const databases::Statement& statement, const databases::Dialect& dialect) {
  const databases::Ends ends = databases::ends_transaction(statement.sql, dialect.syntax());
  if (ends != databases::Ends::loses) return ends == databases::Ends::keeps;
  Error error(ErrorKind::script,
              "what the revision has done would be lost, and the revision counted as applied: it runs in a transaction "
              "of luamigrate's",
              "let the revision fail by error(\"why\"), go back to a savepoint of its own, or write "
              "`transactional = false` and BEGIN before it");
  error.facts().sql = statement.sql;
  throw error;
}

}  // namespace luamigrate::runtime
