#include "databases/postgresql/errors.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "base/text.h"

namespace luamigrate::databases::postgresql {
namespace {

// `ERROR:  relation "x" does not exist\nLINE 1: ...` without its severity and what follows the first line.
std::string first_line(std::string_view text) {
  text = base::trimmed(text);
  text = text.substr(0, text.find('\n'));
  const std::size_t colon = text.find(":  ");
  return std::string(colon == std::string_view::npos ? text : text.substr(colon + 3));
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// A connection that fails has no code, only words; they choose nothing but the hint.
std::string connect_hint(std::string_view words, const Url& url) {
  const std::string server = url.host.empty() ? "the server" : "the server at " + url.host;
  if (has(words, "password authentication failed")) return "check the user and the password in the database URL";
  if (has(words, "no password supplied")) return "put the password into the database URL, or into ~/.pgpass";
  if (has(words, "authentication failed")) return "check the user in the database URL, and the server's pg_hba.conf";
  if (has(words, "pg_hba.conf"))
    return "the server's pg_hba.conf lets no such connection in: check user, host and sslmode";
  if (has(words, "database \"") && has(words, "does not exist"))
    return fmt::format("create it with \"createdb {}\", or correct the name in the database URL", url.path);
  if (has(words, "role \"") && has(words, "does not exist")) return "check the user in the database URL";
  if (has(words, "could not translate host name")) return "check the name of the host in the database URL";
  if (has(words, "Connection refused") || has(words, "No such file or directory"))
    return fmt::format("start {}, or correct the host and the port in the database URL", server);
  if (has(words, "timeout expired") || has(words, "timed out"))
    return fmt::format("{} does not answer: check the host, the port and the network", server);
  if (has(words, "too many clients") || has(words, "connection slots"))
    return "the server has no connection left: close one, or raise max_connections";
  if (has(words, "invalid connection option") || has(words, "invalid sslmode"))
    return "check the options behind the ? of the database URL";
  return "check the database URL, and that the server runs";
}

// What 55006 has two reasons for: a query that reads the table, and this.
bool has_pending_triggers(std::string_view words) {
  return has(words, "pending trigger events");
}

DatabaseFailure failure_of(std::string_view sqlstate, std::string_view words) {
  static constexpr std::array<std::string_view, 3> retry{"55P03", "40P01", "40001"};
  for (const std::string_view code : retry)
    if (sqlstate == code) return DatabaseFailure::lock_timeout;
  if (sqlstate.starts_with("23")) return DatabaseFailure::constraint;
  if (sqlstate.starts_with("42")) return DatabaseFailure::syntax;
  if (sqlstate == "57014") return DatabaseFailure::cancelled;
  if (sqlstate == "55006" && !has_pending_triggers(words)) return DatabaseFailure::open_query;
  return DatabaseFailure::other;
}

// What to do where the server's own words do not say.
std::string statement_hint(std::string_view sqlstate, std::string_view words) {
  if (sqlstate == "55P04")
    return "a new value of an enum can be used once it is committed: add it in op.autocommit_block(function() ... end)";
  if (sqlstate == "25001") return "wrap it in op.autocommit_block(function() ... end)";
  if (sqlstate == "55006" && has_pending_triggers(words))
    return "constraints of rows that were changed are to be checked yet: op.execute(\"SET CONSTRAINTS ALL IMMEDIATE\") "
           "before";
  if (sqlstate == "55006") return "read the rows of op.query to the end before changing the table";
  if (sqlstate == "42501") return "let the owner of the object run it, or grant this user the right";
  return {};
}

// Where the session ends under a statement, libpqxx asks the connection for more and tells only that this failed.
std::string words_of(const std::exception& failure) {
  const std::string words(base::trimmed(failure.what()));
  return words.starts_with("Could not obtain client encoding") ? "the server has ended the session; its log says why"
                                                               : words;
}

bool ends_the_session(std::string_view sqlstate) {
  return sqlstate == "57P01" || sqlstate == "57P02" || sqlstate == "57P03";
}

}  // namespace

Error connect_error(const pqxx::failure& failure, const Url& url) {
  const std::string words(base::trimmed(failure.what()));
  Error error(ErrorKind::connection, fmt::format("cannot connect to {}: {}", without_password(url), words),
              connect_hint(words, url));
  error.facts().database_message = words;
  return error;
}

Error statement_error(const std::exception& failure, const std::string& sql, bool open, bool committing) {
  const std::string words = words_of(failure);
  const auto* refused = dynamic_cast<const pqxx::sql_error*>(&failure);
  const std::string sqlstate = refused ? refused->sqlstate() : std::string();
  // libpqxx takes every error of class 08 for a broken connection, those of other connections that the server makes
  // (dblink, postgres_fdw) too.
  const bool lost = !open || ends_the_session(sqlstate);
  const DatabaseFailure kind = lost ? (committing ? DatabaseFailure::commit_in_doubt : DatabaseFailure::connection_lost)
                                    : failure_of(sqlstate, words);
  Error error =
      lost ? Error(ErrorKind::connection, "the connection to PostgreSQL was lost: " + first_line(words),
                   committing ? "whether the transaction was committed is not known: run \"luamigrate current\""
                              : "nothing of the transaction was kept: run the command again")
      : kind == DatabaseFailure::lock_timeout
          ? Error(ErrorKind::lock_timeout, first_line(words),
                  "another transaction holds what is needed: try again later, or raise lock_timeout")
          : Error(ErrorKind::database, first_line(words), statement_hint(sqlstate, words));
  error.facts().sql = sql;
  error.facts().sqlstate = sqlstate;
  error.facts().database_message = words;
  error.facts().failure = kind;
  return error;
}

}  // namespace luamigrate::databases::postgresql
