// The one error type of luamigrate.
//
// Every failure that a caller can meet is an Error: a kind (stable, for programs), a message and a hint (for people),
// and facts which each layer adds as the error passes through it: the connection knows the SQL, the script its Lua
// line, the run which revisions were applied before and what state the database is in now.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace luamigrate {

enum class ErrorKind {
  usage,          // the request itself is wrong: flags, missing arguments
  config,         // migrate.toml, .env, a variable, a URL or lua/env.lua
  revision_file,  // a revision file cannot be read: syntax, header, permissions
  graph,          // the files do not make a graph: duplicate id, missing parent, cycle
  target,         // a target names nothing, several things, or something out of reach
  script,         // Lua code failed, or called `op` with wrong arguments
  unsupported,    // the database cannot do what was asked for
  connection,     // no connection, or it was lost
  database,       // the database refused a statement
  lock_timeout,   // another run, or another transaction, holds what is needed
  version_table,  // the version table holds what no file explains
  io,             // reading or writing a file of the project
  unfinished,     // a revision that runs outside a transaction was left half done: resume or settle it
  interrupted,    // the caller asked to stop
  internal,       // a fault of luamigrate
};

// The word for a kind in `--json`.
std::string_view to_string(ErrorKind kind) noexcept;

// What a failed statement means for what can be done next. Decided by the connection from codes, never from texts.
enum class DatabaseFailure {
  lock_timeout,     // trying again later may work
  connection_lost,  // nothing of the transaction was kept
  commit_in_doubt,  // the connection went away during COMMIT: it may or may not have happened
  constraint,
  syntax,
  open_query,  // of this session: rows that have not been read stand in the way
  cancelled,   // by Connection::cancel(), statement_timeout or somebody who may
  other,
};

struct ErrorFacts {
  std::string revision;          // the revision that was being run or read
  std::string file;              // the file at fault, relative to the project where possible
  int line = 0;                  // 1-based line in `file`; 0: not known
  std::string operation;         // as `op` calls it: "add_column"
  std::string hook;              // of lua/env.lua that failed: "before_run"
  std::string sql;               // the statement that failed, as sent, without parameter values
  std::string sqlstate;          // SQLSTATE or the database's own code
  std::string database_message;  // the database's words, free of passwords
  std::optional<DatabaseFailure> failure;
  std::string blocked_by;                    // who held the lock that was waited for
  std::vector<std::string> applied;          // steps of this run that were finished before, oldest first
  std::vector<std::string> kept_operations;  // of the revision, done in this run outside a transaction: they stay
  std::string left_behind;                   // by the statement that failed outside a transaction
  std::string state;                         // the state the database is in now, one sentence
  std::string traceback;                     // of Lua, for --traceback
};

class Error : public std::exception {
 public:
  explicit Error(ErrorKind kind, std::string message, std::string hint = {});

  ErrorKind kind() const noexcept { return kind_; }
  const std::string& message() const noexcept { return message_; }
  const std::string& hint() const noexcept { return hint_; }  // what to do next; may be empty
  const ErrorFacts& facts() const noexcept { return facts_; }
  ErrorFacts& facts() noexcept { return facts_; }
  const char* what() const noexcept override { return message_.c_str(); }

  // The same failure in other words, or as another kind with another hint. The facts stay.
  Error told_as(std::string message) const;
  Error told_as(ErrorKind kind, std::string message, std::string hint) const;

 private:
  ErrorKind kind_;
  std::string message_;
  std::string hint_;
  ErrorFacts facts_;
};

}  // namespace luamigrate
