#include "databases/transaction_words.h"

#include <array>

#include "sql/tokenizer.h"

namespace luamigrate::databases {
namespace {

template <std::size_t size>
using Words = std::array<std::string_view, size>;

}  // namespace

Ends ends_transaction(std::string_view sql, const sql::Syntax& syntax) {
  static constexpr Words<2> keeping{"commit", "end"}, losing{"rollback", "abort"};
  static constexpr Words<1> preparing{"prepare"}, transaction{"transaction"};
  static constexpr Words<7> filling{"work", "tran", "transaction", "and", "no", "chain", "release"};
  sql::Tokenizer tokens(sql, syntax);
  const sql::Token first = tokens.next_significant();
  sql::Token token = tokens.next_significant();
  if (sql::is_one_of(first, preparing)) return sql::is_one_of(token, transaction) ? Ends::loses : Ends::nothing;
  // Where batches are sent whole, COMMIT may belong to a BEGIN TRANSACTION within the transaction.
  const bool keeps = sql::is_one_of(first, keeping) && !syntax.go_batches;
  if (!keeps && !sql::is_one_of(first, losing)) return Ends::nothing;
  while (sql::is_one_of(token, filling) || token.text == ";") token = tokens.next_significant();
  if (token.kind != sql::TokenKind::end) return Ends::nothing;
  return keeps ? Ends::keeps : Ends::loses;
}

}  // namespace luamigrate::databases
