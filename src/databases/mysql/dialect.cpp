#include "databases/mysql/dialect.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "databases/mysql/options.h"
#include "databases/mysql/reserved_words.h"
#include "databases/script_lines.h"
#include "luamigrate/error.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::mysql {

const MysqlDialect& dialect() {
  static const MysqlDialect the_dialect;
  return the_dialect;
}

const sql::Syntax& MysqlDialect::syntax() const {
  static constexpr sql::Syntax syntax{.backtick_identifiers = true,
                                      .double_quoted_strings = true,
                                      .backslash_escapes = true,
                                      .hash_comments = true,
                                      .dashes_want_space = true,
                                      .executable_comments = true,
                                      .trigger_bodies = true,
                                      .delimiter_command = true};
  return syntax;
}

std::span<const OptionDeclaration> MysqlDialect::options() const {
  return mysql::options();
}

bool MysqlDialect::is_reserved(std::string_view lower_case_word) const {
  return is_reserved_word(lower_case_word);
}

std::string MysqlDialect::insert_sql(const schema::TableName& table, const std::vector<std::string>& columns) const {
  if (columns.empty()) return fmt::format("INSERT INTO {} () VALUES ()", quote(table));
  return AnsiDialect::insert_sql(table, columns);
}

std::string MysqlDialect::in_script(const sql::Token& token) const {
  if (!loses_carriage_return(token, "mysql")) return std::string(token.text);
  std::string result;
  for (std::size_t i = 0; i < token.text.size(); ++i) {
    const bool escapes = token.text[i] == '\\' && i + 1 < token.text.size();
    if (escapes) ++i;
    if (token.text[i] == '\r')
      result += "\\r";
    else
      result.append(escapes ? 1 : 0, '\\') += token.text[i];
  }
  return result;
}

// TEXT holds 64 KB, and files of revisions may be longer.
schema::Type MysqlDialect::text_type(std::optional<std::int64_t> length) const {
  if (length) return AnsiDialect::text_type(length);
  return {.dialect = std::string(name()), .name = "LONGTEXT"};
}

// Its programs cut a script at each semicolon, unless they are told to wait for something else. Two of them stand
// nowhere in a statement.
std::string MysqlDialect::script_piece(std::string_view sql) const {
  const std::string_view statement = sql.substr(0, sql.size() - 1);
  sql::Tokenizer tokens(statement, syntax());
  for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next())
    if (token.text == ";" || (sql::is_executable_comment(token) && token.text.find(';') != std::string_view::npos))
      return AnsiDialect::script_piece(fmt::format("DELIMITER ;;\n{};;\nDELIMITER ;", statement));
  return AnsiDialect::script_piece(sql);
}

std::string MysqlDialect::quoted(std::string_view identifier) const {
  std::string result = "`";
  for (const char c : identifier) {
    if (c == '\0') throw Error(ErrorKind::script, "a name holds a zero byte", "take it out");
    result += c;
    if (c == '`') result += '`';
  }
  return result += '`';
}

std::string MysqlDialect::text_literal(std::string_view text) const {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += c;
    if (c == '\0')
      result += "\\0";
    else
      result += c;
  }
  return result += '\'';
}

std::string MysqlDialect::collate_clause(std::string_view collation) const {
  // That of the table: what a column has where nothing is said.
  if (sql::equals_ignoring_case(collation, "default")) return {};
  return " COLLATE " + word(collation, "collation");
}

// A comparison of rows is not taken for a range of the key: spelled out it is.
std::string MysqlDialect::key_condition(const std::vector<std::string>& keys, std::string_view comparison,
                                        const std::vector<schema::Value>& values,
                                        std::vector<schema::Value>& params) const {
  return spelled_out_key_condition(keys, comparison, values, params);
}

// ENUM and SET are in the order of their numbers, and are compared with texts as texts. A FLOAT is read as it is
// written, and is compared as what it is. A BIT(64) is read as a number with a sign, and has none.
schema::Value MysqlDialect::compared(const schema::Column& column, const schema::Value& value) const {
  const schema::Type& type = column.type;
  if (const auto* number = std::get_if<double>(&value); number && (type.name == "Float" || type.name == "FLOAT"))
    return static_cast<double>(static_cast<float>(*number));
  if (const auto* bits = std::get_if<std::int64_t>(&value); bits && *bits < 0 && type.name == "BIT")
    return std::to_string(static_cast<std::uint64_t>(*bits));
  const auto* const text = std::get_if<std::string>(&value);
  const auto* const labels = text ? type.list_argument(0) : nullptr;
  if (!labels) return value;
  const bool is_set = type.name == "SET";
  std::int64_t number = 0;
  for (std::size_t i = 0; i < labels->size(); ++i) {
    if (!is_set && (*labels)[i] == *text) return static_cast<std::int64_t>(i + 1);
    if (is_set && ("," + *text + ",").find("," + (*labels)[i] + ",") != std::string::npos)
      number |= std::int64_t{1} << i;
  }
  return number;
}

MysqlDialect::Statements MysqlDialect::execute(const ops::Execute& op, const TableLookup& tables) const {
  Statements result = AnsiDialect::execute(op, tables);
  for (Statement& statement : result) statement.outside_transaction = commits_by_itself(statement.sql);
  return result;
}

MysqlDialect::Statements MysqlDialect::altered(const std::string& schema, const std::string& table,
                                               const Clauses& clauses) const {
  if (clauses.empty()) return {};
  return {definition(fmt::format("{} {}", alter_table(schema, table), ansi::joined(clauses, ", ")))};
}

std::string MysqlDialect::unless_known(const TableLookup& tables, bool wanted, std::string_view words) const {
  return for_mariadb(wanted && !tables.complete(), words);
}

std::string for_mariadb(bool wanted, std::string_view words) {
  return wanted ? fmt::format("/*M! {} */ ", words) : std::string();
}

Statement definition(std::string sql) {
  return {.sql = std::move(sql), .outside_transaction = true};
}

namespace {

// Behind COMMIT: AND CHAIN begins the next transaction. A COMMIT alone is seen by there being none.
bool begins_again(sql::Tokenizer& tokens) {
  sql::Token token = tokens.next_significant();
  if (sql::equals_ignoring_case(token.text, "work")) token = tokens.next_significant();
  return sql::equals_ignoring_case(token.text, "and") &&
         sql::equals_ignoring_case(tokens.next_significant().text, "chain");
}

}  // namespace

// Source: https://mariadb.com/kb/en/sql-statements-that-cause-an-implicit-commit/ and the MySQL 8.0 manual, 13.3.3.
bool commits_by_itself(std::string_view sql) {
  // LOCK TABLES does too, and is not sent where there is a transaction.
  static constexpr std::array<std::string_view, 19> words{
      "alter",   "analyze",  "begin",  "cache",  "check", "commit", "create", "drop",     "flush",    "grant",
      "install", "optimize", "rename", "repair", "reset", "revoke", "start",  "truncate", "uninstall"};
  sql::Tokenizer tokens(sql, dialect().syntax());
  sql::Token first = tokens.next();
  while (first.kind == sql::TokenKind::space || first.kind == sql::TokenKind::comment) {
    // `/*!40000 ALTER TABLE t DISABLE KEYS */`
    if (sql::is_executable_comment(first) && commits_by_itself(base::trimmed(first.text, "/*M!0123456789 \t\r\n")))
      return true;
    first = tokens.next();
  }
  if (!sql::is_one_of(first, words)) return false;
  if (sql::equals_ignoring_case(first.text, "begin"))  // BEGIN NOT ATOMIC is a block
    return !sql::equals_ignoring_case(tokens.next_significant().text, "not");
  if (sql::equals_ignoring_case(first.text, "commit")) return begins_again(tokens);
  // Temporary tables belong to the session: CREATE [OR REPLACE] TEMPORARY, DROP TEMPORARY.
  for (sql::Token token = tokens.next_significant(); token.kind == sql::TokenKind::word;
       token = tokens.next_significant()) {
    if (sql::equals_ignoring_case(token.text, "temporary")) return false;
    if (!sql::equals_ignoring_case(token.text, "or") && !sql::equals_ignoring_case(token.text, "replace")) break;
  }
  return true;
}

std::string word(std::string_view text, std::string_view option) {
  const bool valid = !text.empty() && std::ranges::all_of(text, sql::is_word_character);
  if (!valid)
    throw Error(ErrorKind::script, fmt::format("\"{}\" is no value for {}", text, option),
                "a single word goes here, such as InnoDB or utf8mb4");
  return std::string(text);
}

// A foreign key is called by its number among those that the table ever had.
std::string MysqlDialect::usual_name(NamedKind kind, const std::string&,
                                     const std::vector<std::string>& columns) const {
  if (kind == NamedKind::primary_key) return "PRIMARY";
  return kind == NamedKind::unique && !columns.empty() ? columns.front() : std::string();
}

}  // namespace luamigrate::databases::mysql
