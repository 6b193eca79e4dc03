// What a database is to the rest of the program: one descriptor, made in the database's folder and listed in the
// registry. Nothing elsewhere compares database names.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "databases/connection.h"
#include "databases/dialect.h"
#include "databases/inspector.h"
#include "databases/scratch.h"
#include "databases/url.h"
#include "schema/type.h"

namespace luamigrate::databases {

enum class OptionKind {
  flag,
  integer,
  text,
  sql,            // SQL text: a string or sql(...)
  names,          // a name or a list of names (or sql(...))
  map,            // a table keyed by name
  number_or_map,  // a number, or a map by column
  any,            // a scalar
};

// An option that this database honours. Sites: table, drop_table, column, add_column, drop_column, alter_column,
// primary_key, unique, check, foreign_key, exclude, drop_constraint, index, drop_index.
struct OptionDeclaration {
  std::string_view site;
  std::string_view name;  // without the database's prefix
  OptionKind kind;
  std::span<const std::string_view> words = {};  // the only ones that a text may be, in any case; empty: it is free
};

struct ConnectOptions {
  std::filesystem::path base_folder;  // what a relative file in the URL is relative to
  std::chrono::milliseconds connect_timeout{10'000};
  bool read_only = false;  // a reading command: never makes a database file
  bool create = true;      // no: a database file that does not exist is taken for an empty one, and not made
};

struct Database {
  std::string_view name;                      // "postgresql": the one identity
  std::string_view title;                     // "PostgreSQL": for messages
  std::vector<std::string_view> url_schemes;  // "postgresql", "postgres"
  std::span<const schema::TypeDeclaration> types;
  std::span<const OptionDeclaration> options;
  const Dialect* dialect;  // lives as long as the program

  // Empty where this build has no driver. Throws Error{connection} or Error{config}.
  std::function<std::unique_ptr<Connection>(const Url&, const ConnectOptions&)> connect;
  std::function<std::unique_ptr<Inspector>(Connection&)> inspect;
  // Empty where there is no driver, or models cannot be compared with the database.
  ShowModels show_models;
  // The CMake option that builds the driver, for the message where there is none.
  std::string_view build_option;

  // Whether the run lock is held by a session, so that it needs a connection of its own; else it lies beside the file,
  // and a transaction that writes keeps other writers out by itself.
  bool session_run_lock = true;
  // Whether that session is one beside the one that works. No: a statement that the server goes on with when its client
  // is gone keeps the next run out.
  bool run_lock_beside = true;
};

}  // namespace luamigrate::databases
