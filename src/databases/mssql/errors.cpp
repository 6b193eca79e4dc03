#include "databases/mssql/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace luamigrate::databases::mssql {
namespace {

// Source: SQL Server documentation, "Database Engine events and errors".
enum Number : int {
  timed_out = -2,
  syntax_error = 102,
  identity_insert_off = 544,
  permission_denied = 229,
  deadlock = 1205,
  lock_timeout = 1222,
  lock_not_granted = 1204,
  no_transaction_allowed = 226,
  no_transaction_allowed_for = 574,
  cannot_open_database = 4060,
  login_failed = 18456,
  default_in_the_way = 5074,
  truncated = 2628,
  not_ready_azure = 40613,
};

template <std::size_t n>
bool is_one_of(int number, const std::array<int, n>& numbers) {
  return std::ranges::find(numbers, number) != numbers.end();
}

std::string connect_hint(const Failure& failure) {
  if (failure.number == login_failed || failure.sqlstate == "28000")
    return "check the user and the password in the database URL";
  if (failure.number == cannot_open_database)
    return "create the database, correct its name in the URL, or let the login use it";
  if (failure.sqlstate == "IM002")
    return "name a driver that odbcinst -q -d lists, as in ?driver=ODBC Driver 18 for SQL Server";
  if (failure.words.find("Can't open lib") != std::string::npos || failure.sqlstate == "IM003")
    return "install the driver, or name another: odbcinst -q -d lists them";
  if (failure.words.find("certificate") != std::string::npos || failure.words.find("SSL") != std::string::npos)
    return "let the client trust the server's certificate; in a network of your own ?TrustServerCertificate=yes";
  return "check the host and the port in the database URL, and that the server runs and lets TCP in";
}

bool is_timeout(const Failure& failure) {
  return failure.sqlstate == "HYT00" || failure.sqlstate == "HYT01";
}

DatabaseFailure failure_of(const Failure& failure) {
  static constexpr std::array<int, 3> retry{deadlock, lock_timeout, lock_not_granted};
  static constexpr std::array<std::string_view, 3> states{"40001", "40P01", "55P03"};
  if (is_one_of(failure.number, retry) || std::ranges::find(states, failure.sqlstate) != states.end())
    return DatabaseFailure::lock_timeout;
  if (failure.sqlstate.starts_with("23") || failure.number == truncated) return DatabaseFailure::constraint;
  if (failure.sqlstate.starts_with("42")) return DatabaseFailure::syntax;
  if (failure.sqlstate == "HY008" || failure.sqlstate == "57014" || is_timeout(failure))
    return DatabaseFailure::cancelled;
  return DatabaseFailure::other;
}

// What to do where the server's own words do not say.
std::string statement_hint(const Failure& failure) {
  switch (failure.number) {
    case permission_denied: return "let a login that may do it run it, or grant this one the right";
    case no_transaction_allowed:
    case no_transaction_allowed_for: return "put it into op.autocommit_block: it cannot run in a transaction";
    case default_in_the_way: return "drop what the message names first; a default goes with mssql_drop_default = true";
    case identity_insert_off: return "op.bulk_insert switches IDENTITY_INSERT on by itself";
    default: break;
  }
  if (is_timeout(failure)) return "it took longer than statement_timeout: raise that, or do less at once";
  return {};
}

}  // namespace

bool ends_the_session(const Failure& failure) {
  return failure.sqlstate.starts_with("08") || failure.sqlstate == "57P01" || failure.sqlstate == "01002";
}

std::string without_origins(std::string_view words) {
  while (words.starts_with('[')) {
    const std::size_t end = words.find(']');
    if (end == std::string_view::npos || end + 1 == words.size()) break;
    words.remove_prefix(end + 1);
  }
  while (words.starts_with(' ')) words.remove_prefix(1);
  return std::string(words);
}

Error connect_error(const Failure& failure, const Url& url) {
  Error error(ErrorKind::connection,
              fmt::format("cannot connect to {}: {}", without_password(url), without_origins(failure.words)),
              connect_hint(failure));
  error.facts().sqlstate = failure.sqlstate;
  error.facts().database_message = failure.words;
  return error;
}

Error statement_error(const Failure& failure, const std::string& sql, bool committing) {
  const std::string words = without_origins(failure.words);
  const bool is_lost = ends_the_session(failure);
  const DatabaseFailure kind = is_lost
                                   ? (committing ? DatabaseFailure::commit_in_doubt : DatabaseFailure::connection_lost)
                                   : failure_of(failure);
  Error error = is_lost ? Error(ErrorKind::connection, "the connection to the server was lost: " + words,
                                committing ? "whether the transaction was committed is not known: run \"luamigrate "
                                             "current\""
                                           : "nothing of the transaction was kept: run the command again")
                : kind == DatabaseFailure::lock_timeout
                    ? Error(ErrorKind::lock_timeout, words,
                            "another transaction holds what is needed: try again later, or raise lock_timeout")
                    : Error(ErrorKind::database, words, statement_hint(failure));
  error.facts().sql = sql;
  error.facts().sqlstate = failure.sqlstate;
  error.facts().database_message = fmt::format("{} (error {})", words, failure.number);
  error.facts().failure = kind;
  return error;
}

}  // namespace luamigrate::databases::mssql
