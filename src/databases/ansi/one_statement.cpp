#include "databases/ansi/one_statement.h"

#include "luamigrate/error.h"
#include "sql/split.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::ansi {
namespace {

[[noreturn]] void refuse(std::string message) {
  throw Error(ErrorKind::script, std::move(message),
              "mend the SQL text among its arguments: it is put in as it stands. Statements of your own are for "
              "op.execute");
}

void check(const Statement& statement, const sql::Syntax& syntax) {
  sql::Tokenizer tokens(statement.sql, syntax);
  int open = 0;
  bool ends = false;
  for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next()) {
    if (token.kind != sql::TokenKind::symbol) continue;
    if (token.text == "(") ++open;
    if (token.text == ")" && --open < 0)
      refuse("a SQL text of this operation closes a parenthesis that it did not open");
    if (token.text != ";") continue;
    if (open > 0) refuse("a SQL text of this operation ends the statement (;)");
    ends = true;
  }
  if (open > 0) refuse("a SQL text of this operation opens a parenthesis and does not close it");
  if ((ends || syntax.go_batches) && sql::split_statements(statement.sql, syntax).size() != 1)
    refuse("a SQL text of this operation ends the statement (;) and begins another");
}

}  // namespace

void check_one_statement(const Statement& statement, const sql::Syntax& syntax) {
  try {
    check(statement, syntax);
  } catch (Error& error) {
    error.facts().sql = statement.sql;
    throw;
  }
}

}  // namespace luamigrate::databases::ansi
