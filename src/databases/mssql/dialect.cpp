#include "databases/mssql/dialect.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "databases/mssql/options.h"
#include "databases/mssql/reserved_words.h"
#include "luamigrate/error.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::mssql {

const MssqlDialect& dialect() {
  static const MssqlDialect the_dialect;
  return the_dialect;
}

const sql::Syntax& MssqlDialect::syntax() const {
  static constexpr sql::Syntax syntax{.bracket_identifiers = true, .nested_comments = true, .go_batches = true};
  return syntax;
}

std::span<const OptionDeclaration> MssqlDialect::options() const {
  return mssql::options();
}

bool MssqlDialect::is_reserved(std::string_view lower_case_word) const {
  return is_reserved_word(lower_case_word);
}

std::string MssqlDialect::script_piece(std::string_view sql) const {
  return AnsiDialect::script_piece(fmt::format("{}\nGO", sql));
}

// Source: SQL Server documentation, "Transactions", "Transact-SQL Statements Allowed in Transactions" of ODBC and
// ALTER FULLTEXT.
bool MssqlDialect::rolls_back(std::string_view sql) const {
  if (!AnsiDialect::rolls_back(sql)) return false;
  sql::Tokenizer tokens(sql, syntax());
  for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next())
    if (token.kind == sql::TokenKind::word && sql::equals_ignoring_case(token.text, "fulltext")) return false;
  return true;
}

std::string MssqlDialect::quoted(std::string_view identifier) const {
  std::string result = "[";
  for (const char c : identifier) {
    if (c == '\0') throw Error(ErrorKind::script, "a name holds a zero byte", "take it out");
    result += c;
    if (c == ']') result += ']';
  }
  return result += ']';
}

schema::Type MssqlDialect::text_type(std::optional<std::int64_t> length) const {
  schema::Type type{.dialect = std::string(name()), .name = "NVARCHAR"};
  if (length) type.arguments.emplace_back(*length);
  return type;
}

// MERGE is refused without its semicolon.
MssqlDialect::Statements MssqlDialect::execute(const ops::Execute& op, const TableLookup& tables) const {
  Statements result = AnsiDialect::execute(op, tables);
  for (Statement& statement : result) {
    sql::Tokenizer tokens(statement.sql, syntax());
    bool merges = false, ended = false;
    for (sql::Token token = tokens.next_significant(); token.kind != sql::TokenKind::end;
         token = tokens.next_significant()) {
      merges = merges || (token.kind == sql::TokenKind::word && sql::equals_ignoring_case(token.text, "merge"));
      ended = token.text == ";";
    }
    if (merges && !ended) statement.sql += "\n;";
  }
  return result;
}

std::string MssqlDialect::rows_clause(std::int64_t limit, std::int64_t offset) const {
  return fmt::format(" OFFSET {} ROWS FETCH NEXT {} ROWS ONLY", offset, limit);
}

std::string MssqlDialect::unless_there(const schema::ObjectName& name, std::string_view kind,
                                       std::string_view statement) const {
  return fmt::format("IF OBJECT_ID({}, '{}') IS NULL {}", name_literal(name), kind, statement);
}

}  // namespace luamigrate::databases::mssql
