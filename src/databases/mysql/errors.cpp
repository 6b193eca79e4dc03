#include "databases/mysql/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace luamigrate::databases::mysql {
namespace {

// Source: https://mariadb.com/kb/en/mariadb-error-code-reference/ and the MySQL 8.0 error reference, whose numbers are
// the same below 1900.
enum Number : unsigned {
  connection_limit = 1040,
  access_to_database_denied = 1044,
  access_denied = 1045,
  unknown_database = 1049,
  server_shutdown = 1053,
  command_denied = 1142,
  host_blocked = 1129,
  host_not_allowed = 1130,
  packet_too_large = 1153,
  lock_wait_timeout = 1205,
  deadlock = 1213,
  not_preparable = 1295,
  query_interrupted = 1317,
  no_default = 1364,
  log_bin_trust = 1418,
  lock_aborted = 1689,
  connection_killed = 1927,
  statement_timeout = 1969,        // MariaDB
  statement_timeout_mysql = 3024,  // MySQL
  no_wait = 3572,                  // MySQL: NOWAIT
  check_failed = 3819,             // MySQL
  check_failed_mariadb = 4025,     // MariaDB
  no_socket = 2002,
  no_host_connection = 2003,
  unknown_host = 2005,
  gone_away = 2006,
  lost = 2013,
  tls_failed = 2026,
  lost_during = 2055,
  no_plugin = 2059,
  no_connection_left = 5014,
};

template <std::size_t n>
bool is_one_of(unsigned number, const std::array<unsigned, n>& numbers) {
  return std::ranges::find(numbers, number) != numbers.end();
}

std::string connect_hint(unsigned number, const Url& url) {
  const std::string server = url.host.empty() ? "the server" : "the server at " + url.host;
  switch (number) {
    case access_denied: return "check the user and the password in the database URL";
    case access_to_database_denied: return "check the database's name in the URL, and grant the user rights on it";
    case unknown_database:
      return fmt::format("create it with CREATE DATABASE {}, or correct the name in the database URL", url.path);
    case host_not_allowed: return "the server lets this user in from other hosts only: check the host of the account";
    case host_blocked: return "the server has blocked this host after many failures: run FLUSH HOSTS on it";
    case connection_limit: return "the server has no connection left: close one, or raise max_connections";
    case unknown_host: return "check the name of the host in the database URL";
    case no_socket:
    case no_host_connection:
      return fmt::format("start {}, or correct the host, the port or unix_socket in the database URL", server);
    case tls_failed: return "check ssl_mode, ssl_ca and the other ssl_ options of the database URL";
    case no_plugin: return "install the client's plugin for the account's way to log in, or give the account another";
    default: return "check the database URL, and that the server runs";
  }
}

DatabaseFailure failure_of(const Failure& failure) {
  static constexpr std::array<unsigned, 4> retry{lock_wait_timeout, deadlock, lock_aborted, no_wait};
  static constexpr std::array<unsigned, 3> broken{no_default, check_failed, check_failed_mariadb};
  static constexpr std::array<unsigned, 3> ended{query_interrupted, statement_timeout, statement_timeout_mysql};
  if (is_one_of(failure.number, retry)) return DatabaseFailure::lock_timeout;
  if (failure.sqlstate.starts_with("23") || is_one_of(failure.number, broken)) return DatabaseFailure::constraint;
  if (failure.sqlstate.starts_with("42")) return DatabaseFailure::syntax;
  if (is_one_of(failure.number, ended)) return DatabaseFailure::cancelled;
  return DatabaseFailure::other;
}

// What to do where the server's own words do not say.
std::string statement_hint(unsigned number) {
  switch (number) {
    case statement_timeout:
    case statement_timeout_mysql: return "it took longer than statement_timeout: raise that, or do less at once";
    case command_denied: return "let an account that may do it run it, or grant this one the right";
    case packet_too_large: return "raise max_allowed_packet on the server";
    case log_bin_trust: return "say volatility = \"immutable\" or \"stable\", or set log_bin_trust_function_creators";
    default: return {};
  }
}

}  // namespace

bool ends_the_session(unsigned number) {
  static constexpr std::array<unsigned, 6> numbers{gone_away,         lost,        server_shutdown,
                                                   connection_killed, lost_during, no_connection_left};
  return is_one_of(number, numbers);
}

bool ends_the_transaction(unsigned number) {
  return number == deadlock || ends_the_session(number);
}

bool cannot_be_prepared(unsigned number) {
  return number == not_preparable;
}

Error connect_error(const Failure& failure, const Url& url) {
  Error error(ErrorKind::connection, fmt::format("cannot connect to {}: {}", without_password(url), failure.words),
              connect_hint(failure.number, url));
  error.facts().sqlstate = failure.sqlstate;
  error.facts().database_message = failure.words;
  return error;
}

Error statement_error(const Failure& failure, const std::string& sql, bool committing) {
  const bool is_lost = ends_the_session(failure.number);
  const DatabaseFailure kind = is_lost
                                   ? (committing ? DatabaseFailure::commit_in_doubt : DatabaseFailure::connection_lost)
                                   : failure_of(failure);
  Error error = is_lost ? Error(ErrorKind::connection, "the connection to the server was lost: " + failure.words,
                                committing ? "whether the transaction was committed is not known: run \"luamigrate "
                                             "current\""
                                           : "nothing of the transaction was kept: run the command again")
                : kind == DatabaseFailure::lock_timeout
                    ? Error(ErrorKind::lock_timeout, failure.words,
                            "another transaction holds what is needed: try again later, or raise lock_timeout")
                    : Error(ErrorKind::database, failure.words, statement_hint(failure.number));
  error.facts().sql = sql;
  error.facts().sqlstate = failure.sqlstate;
  error.facts().database_message = fmt::format("{} (error {})", failure.words, failure.number);
  error.facts().failure = kind;
  return error;
}

}  // namespace luamigrate::databases::mysql
