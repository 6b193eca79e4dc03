#include "databases/transaction_words.h"

#include <array>

#include "luamigrate/error.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases {
namespace {

template <std::size_t size>
using Words = std::array<std::string_view, size>;

[[noreturn]] void refuse(const Statement& statement) {
  Error error(ErrorKind::script,
              "what the revision has done would be lost, and the revision counted as applied: it runs in a transaction "
              "of luamigrate's",
              "let the revision fail by error(\"why\"), go back to a savepoint of its own, or write "
              "`transactional = false` and BEGIN before it");
  error.facts().sql = statement.sql;
  throw error;
}

}  // namespace

bool commits(const Statement& statement, const Dialect& dialect) {
  static constexpr Words<2> keeping{"commit", "end"}, losing{"rollback", "abort"};
  static constexpr Words<1> preparing{"prepare"}, transaction{"transaction"};
  static constexpr Words<7> filling{"work", "tran", "transaction", "and", "no", "chain", "release"};
  sql::Tokenizer tokens(statement.sql, dialect.syntax());
  const sql::Token first = tokens.next_significant();
  sql::Token token = tokens.next_significant();
  if (sql::is_one_of(first, preparing) && sql::is_one_of(token, transaction)) refuse(statement);
  // Where batches are sent whole, COMMIT may belong to a BEGIN TRANSACTION within the transaction.
  const bool keeps = sql::is_one_of(first, keeping) && !dialect.syntax().go_batches;
  if (!keeps && !sql::is_one_of(first, losing)) return false;
  while (sql::is_one_of(token, filling) || token.text == ";") token = tokens.next_significant();
  if (token.kind != sql::TokenKind::end) return false;
  if (!keeps) refuse(statement);
  return true;
}

}  // namespace luamigrate::databases
