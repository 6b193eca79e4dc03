// The settings of a project: migrate.toml, checked, with variables filled in.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace luamigrate::config {

enum class TransactionMode { revision, all };

// What the run lock is a lock of, where the database has sessions.
enum class RunLockKind { session, table };

struct PostWriteHook {
  std::string command;  // "{path}" stands for the file
};

// Templates, see schema/naming.h; empty: none of that kind.
struct NamingConvention {
  std::string pk, fk, uq, ck, ix;
};

struct LuaSettings {
  std::vector<std::string> unsafe;                    // "io", "os"
  std::size_t memory_limit = std::size_t{512} << 20;  // bytes
  std::chrono::milliseconds time_limit{0};            // for each call of a script; zero: none
};

struct Settings {
  std::filesystem::path config_file;     // absolute
  std::filesystem::path project_folder;  // where it lies: what relative paths are relative to
  std::string url;                       // empty: none is configured
  std::filesystem::path script_location;
  std::vector<std::filesystem::path> version_locations;
  bool recursive_version_locations = false;
  std::string file_template = "{rev}_{slug}";
  std::size_t truncate_slug_length = 40;
  std::string timezone = "UTC";
  std::string version_table = "luamigrate_version";
  std::string version_table_schema;
  std::optional<std::string> log_table = "luamigrate_log";  // nothing: switched off
  TransactionMode transaction = TransactionMode::revision;
  std::chrono::milliseconds lock_timeout{5'000};
  std::chrono::milliseconds statement_timeout{0};  // zero: the database's own
  int lock_retries = 5;
  std::chrono::milliseconds run_lock_timeout{60'000};
  RunLockKind run_lock = RunLockKind::session;
  bool strict_checksums = false;
  NamingConvention naming_convention;
  std::vector<PostWriteHook> post_write_hooks;
  LuaSettings lua;
};

// Looks a variable of the process's environment up.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// What to read and what to lay over it.
struct LoadRequest {
  std::filesystem::path file;
  std::string section = "luamigrate";
  std::string environment;  // [<section>.env.<environment>]; empty: none
  std::string url;          // instead of the configured one; empty: that one
  Environment variables;    // empty: the process's own
};

// Throws Error{config} that names the file, the line and what was expected.
Settings load(const LoadRequest& request);

// The project's file: the one asked for, else $LUAMIGRATE_CONFIG, else migrate.toml in this folder or the nearest above
// it. Throws Error{config} where there is none.
std::filesystem::path find_config(const std::filesystem::path& asked_for, const Environment& variables = {});

}  // namespace luamigrate::config
