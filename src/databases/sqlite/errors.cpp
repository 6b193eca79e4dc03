#include "databases/sqlite/errors.h"

#include <fmt/format.h>

namespace luamigrate::databases::sqlite {
namespace {

struct Meaning {
  ErrorKind kind;
  DatabaseFailure failure;
  std::string message;
  std::string hint;
};

// Source: https://sqlite.org/rescode.html
Meaning meaning_of(int code, std::string_view words, const std::string& file) {
  switch (code & 0xff) {
    case SQLITE_LOCKED:
      // Unlike SQLITE_BUSY, it is this connection itself that stands in the way.
      return {ErrorKind::database, DatabaseFailure::open_query,
              "a table is in use by a query that has not been read to its end",
              "read the rows of op.query to the end before changing the table"};
    case SQLITE_BUSY:
      return {ErrorKind::lock_timeout, DatabaseFailure::lock_timeout,
              fmt::format("the SQLite file {} is locked by another program", file),
              "run again when the other program has finished, or raise run_lock_timeout in migrate.toml"};
    case SQLITE_CONSTRAINT: return {ErrorKind::database, DatabaseFailure::constraint, std::string(words), {}};
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return {ErrorKind::connection, DatabaseFailure::other, fmt::format("the SQLite file {} cannot be written", file),
              "give this user the right to write it and its folder"};
    case SQLITE_NOTADB:
      return {ErrorKind::connection, DatabaseFailure::other, fmt::format("{} is not a SQLite database", file),
              "check the url in migrate.toml"};
    case SQLITE_CORRUPT:
      return {ErrorKind::database, DatabaseFailure::other, fmt::format("the SQLite file {} is damaged", file),
              "restore a backup, or try \".recover\" of the sqlite3 program"};
    case SQLITE_CANTOPEN:
      return {ErrorKind::connection, DatabaseFailure::other, fmt::format("the SQLite file {} cannot be opened", file),
              "check that its folder exists and that this user may write there"};
    case SQLITE_FULL:
      return {ErrorKind::database, DatabaseFailure::other, fmt::format("the disk of {} is full", file),
              "make room and run again: the transaction was rolled back"};
    case SQLITE_IOERR:
      return {ErrorKind::connection, DatabaseFailure::other, fmt::format("reading or writing {} failed", file),
              "look at the disk"};
    // What the text of a statement gets wrong: its grammar, a table or column that is not there.
    case SQLITE_ERROR:
      if (words.starts_with("foreign key mismatch"))
        return {ErrorKind::database, DatabaseFailure::constraint, std::string(words),
                "a foreign key must refer to a primary key, or to columns with a unique constraint: add one there, or "
                "drop the foreign key"};
      if (words.starts_with("Cannot add a NOT NULL column"))
        return {ErrorKind::database, DatabaseFailure::constraint, std::string(words),
                "the rows that are there need a value: give a server_default, or add the column without nullable = "
                "false, fill it, and set that by alter_column"};
      return {ErrorKind::database, DatabaseFailure::syntax, std::string(words), {}};
    case SQLITE_INTERRUPT:
      return {ErrorKind::database, DatabaseFailure::cancelled, "a statement took longer than statement_timeout allows",
              "raise statement_timeout in migrate.toml"};
    default: return {ErrorKind::database, DatabaseFailure::other, std::string(words), {}};
  }
}

}  // namespace

Error error_of(int code, std::string_view words, std::string_view sql, const std::string& file) {
  Meaning meaning = meaning_of(code, words, file);
  Error error(meaning.kind, std::move(meaning.message), std::move(meaning.hint));
  error.facts().sql = sql;
  error.facts().sqlstate = fmt::format("SQLite {}", code);
  error.facts().database_message = words;
  error.facts().failure = meaning.failure;
  return error;
}

Error last_error(sqlite3* handle, std::string_view sql, const std::string& file) {
  return error_of(sqlite3_extended_errcode(handle), sqlite3_errmsg(handle), sql, file);
}

}  // namespace luamigrate::databases::sqlite
