#include "config/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/file.h"
#include "base/process.h"
#include "base/suggest.h"
#include "config/dotenv.h"
#include "config/toml.h"
#include "luamigrate/error.h"

namespace luamigrate::config {
namespace {

namespace fs = std::filesystem;

class Loader {
 public:
  explicit Loader(const LoadRequest& request)
      : request_(request),
        document_(read_document(request.file)),
        dotenv_(read_dotenv(fs::absolute(request.file).parent_path() / ".env")) {
    settings_.config_file = fs::absolute(request.file).lexically_normal();
    settings_.project_folder = settings_.config_file.parent_path();
    settings_.script_location = settings_.project_folder;
    settings_.version_locations = {settings_.project_folder / "versions"};
  }

  Settings operator()() {
    check_top_level();
    const Table section = section_named(request_.section);
    for (const std::string& other : document_.section_names())
      if (is_project_section(other)) check_keys(section_named(other));
    if (request_.environment.empty()) {
      read(section);
    } else {
      const Table environment = environment_of(section);
      read(section, &environment);
      read(environment);
    }
    if (const auto lua = document_.root().find_table("lua")) read_lua(*lua);
    read_hooks();
    if (!request_.url.empty())
      settings_.url = request_.url;
    else if (url_)
      settings_.url = substituted(*url_);
    return std::move(settings_);
  }

 private:
  static bool is_project_section(const std::string& name) { return name != "lua" && name != "post_write_hooks"; }

  // A top-level value that is no table is a key that lost its section.
  void check_top_level() const {
    for (const Entry& entry : document_.root().entries())
      if (!entry.is_table() && entry.key != "post_write_hooks")
        throw document_.error(entry, fmt::format("the key \"{}\" stands outside of any section", entry.key),
                              "put it below [luamigrate]");
  }

  Table section_named(const std::string& name) const {
    if (is_project_section(name))
      if (auto section = document_.root().find_table(name)) return *section;
    std::vector<std::string_view> names;
    const std::vector<std::string> sections = document_.section_names();
    for (const std::string& section : sections)
      if (is_project_section(section)) names.push_back(section);
    Error error(ErrorKind::config, fmt::format("{} has no section [{}]", request_.file.string(), name),
                fmt::format("{}{}its sections are: {}", base::did_you_mean(name, names),
                            base::did_you_mean(name, names).empty() ? "" : " ", fmt::join(names, ", ")));
    error.facts().file = request_.file.string();
    throw error;
  }

  Table environment_of(const Table& section) const {
    const auto environments = section.find_table("env");
    if (environments)
      if (auto found = environments->find_table(request_.environment)) return *found;
    std::vector<std::string> names;
    if (environments)
      for (const Entry& entry : environments->entries()) names.push_back(entry.key);
    Error error(
        ErrorKind::config,
        fmt::format("{} has no section [{}.env.{}]", request_.file.string(), request_.section, request_.environment),
        names.empty() ? "no environment is defined there"
                      : fmt::format("the environments there are: {}", fmt::join(names, ", ")));
    error.facts().file = request_.file.string();
    throw error;
  }

  static constexpr std::array<std::string_view, 5> constraint_kinds = {"pk", "fk", "uq", "ck", "ix"};

  struct Key {
    std::string_view name;
    void (Loader::*read)(const Entry&);
  };

  static const std::vector<Key>& keys() {
    static const std::vector<Key> all = {
        {"url", &Loader::read_url},
        {"script_location", &Loader::read_script_location},
        {"version_locations", &Loader::read_version_locations},
        {"recursive_version_locations", &Loader::read_recursive},
        {"file_template", &Loader::read_file_template},
        {"truncate_slug_length", &Loader::read_slug_length},
        {"timezone", &Loader::read_timezone},
        {"version_table", &Loader::read_version_table},
        {"version_table_schema", &Loader::read_version_table_schema},
        {"log_table", &Loader::read_log_table},
        {"transaction", &Loader::read_transaction},
        {"lock_timeout", &Loader::read_lock_timeout},
        {"statement_timeout", &Loader::read_statement_timeout},
        {"lock_retries", &Loader::read_lock_retries},
        {"run_lock_timeout", &Loader::read_run_lock_timeout},
        {"run_lock", &Loader::read_run_lock},
        {"strict_checksums", &Loader::read_strict_checksums},
        {"naming_convention", &Loader::read_naming_convention},
    };
    return all;
  }

  static const Key* find_key(std::string_view name) {
    for (const Key& key : keys())
      if (key.name == name) return &key;
    return nullptr;
  }

  void check_key(const Entry& entry) const {
    if (!find_key(entry.key)) {
      std::vector<std::string_view> names = {"env"};
      for (const Key& key : keys()) names.push_back(key.name);
      throw document_.unknown_key(entry, names);
    }
    if (entry.key != "naming_convention") return;
    for (const Entry& convention : entry.as_table().entries())
      if (std::ranges::find(constraint_kinds, convention.key) == constraint_kinds.end())
        throw document_.unknown_key(convention, constraint_kinds);
  }

  // Also of sections that are not in use: a typo there would be found on the day it matters.
  void check_keys(const Table& section) const {
    for (const Entry& entry : section.entries()) {
      if (entry.key != "env") {
        check_key(entry);
        continue;
      }
      for (const Entry& environment : entry.as_table().entries())
        for (const Entry& inner : environment.as_table().entries()) check_key(inner);
    }
  }

  // The keys of a section, without those that `over` has too: what is not used may stay unset. Tables are laid over key
  // by key.
  void read(const Table& section, const Table* over = nullptr) {
    for (const Entry& entry : section.entries()) {
      if (entry.key == "env" || (over && over->has(entry.key) && !entry.is_table())) continue;
      (this->*find_key(entry.key)->read)(entry);
    }
  }

  // ${NAME} and ${NAME:-default}, from the process's environment, then from .env. `$$` is a dollar sign.
  std::string substituted(const Entry& entry) const { return substituted(entry, entry.as_text()); }

  std::string substituted(const Entry& entry, std::string_view text) const {
    std::string result;
    while (!text.empty()) {
      if (text.starts_with("$$")) {
        result += '$';
        text.remove_prefix(2);
        continue;
      }
      if (!text.starts_with("${")) {
        result += text.front();
        text.remove_prefix(1);
        continue;
      }
      const std::size_t end = text.find('}');
      if (end == std::string_view::npos)
        throw document_.error(entry, "a ${ is never closed", "write ${NAME} or ${NAME:-default}; $$ is a dollar sign");
      const std::string_view inside = text.substr(2, end - 2);
      const std::size_t otherwise = inside.find(":-");
      const std::string name(inside.substr(0, otherwise));
      const std::optional<std::string> value = variable(name);
      if (value && !(value->empty() && otherwise != std::string_view::npos))
        result += *value;
      else if (otherwise != std::string_view::npos)
        result += inside.substr(otherwise + 2);
      else
        throw document_.error(entry, fmt::format("the variable {} is not set, and has no default", name),
                              fmt::format("set it in the environment or in .env, or write ${{{}:-default}}", name));
      text.remove_prefix(end + 1);
    }
    return result;
  }

  std::optional<std::string> variable(const std::string& name) const {
    const auto value = request_.variables ? request_.variables(name) : base::environment_variable(name);
    if (value) return value;
    const auto found = dotenv_.find(name);
    return found == dotenv_.end() ? std::nullopt : std::optional(found->second);
  }

  fs::path path(const Entry& entry, std::string_view text) const {
    return (settings_.project_folder / substituted(entry, text)).lexically_normal();
  }

  // Only the URL that is in use needs its variables, so it is filled in last.
  void read_url(const Entry& entry) {
    entry.as_text();
    url_ = entry;
  }
  void read_script_location(const Entry& entry) { settings_.script_location = path(entry, entry.as_text()); }
  void read_version_locations(const Entry& entry) {
    settings_.version_locations.clear();
    for (const std::string& text : entry.as_texts()) settings_.version_locations.push_back(path(entry, text));
    if (settings_.version_locations.empty())
      throw document_.error(entry, "version_locations is empty", "name at least one folder, as in [\"versions\"]");
  }
  void read_recursive(const Entry& entry) { settings_.recursive_version_locations = entry.as_flag(); }
  void read_file_template(const Entry& entry) { settings_.file_template = entry.as_text(); }
  void read_slug_length(const Entry& entry) {
    settings_.truncate_slug_length = static_cast<std::size_t>(entry.as_integer(1, 1000));
  }
  void read_timezone(const Entry& entry) { settings_.timezone = substituted(entry); }
  void read_version_table(const Entry& entry) {
    settings_.version_table = substituted(entry);
    if (settings_.version_table.empty()) throw document_.error(entry, "version_table is empty", "");
  }
  void read_version_table_schema(const Entry& entry) { settings_.version_table_schema = substituted(entry); }
  void read_log_table(const Entry& entry) {
    if (entry.is_flag()) {
      if (entry.as_flag()) throw document_.error(entry, "log_table is a name, or false for none", "");
      settings_.log_table.reset();
    } else {
      settings_.log_table = substituted(entry);
    }
  }
  void read_transaction(const Entry& entry) {
    const std::string mode = substituted(entry);
    if (mode != "revision" && mode != "all")
      throw document_.error(entry, fmt::format("transaction is \"revision\" or \"all\", not \"{}\"", mode), "");
    settings_.transaction = mode == "all" ? TransactionMode::all : TransactionMode::revision;
  }
  void read_lock_timeout(const Entry& entry) { settings_.lock_timeout = entry.as_duration(); }
  void read_statement_timeout(const Entry& entry) { settings_.statement_timeout = entry.as_duration(); }
  void read_lock_retries(const Entry& entry) { settings_.lock_retries = static_cast<int>(entry.as_integer(0, 1000)); }
  void read_run_lock_timeout(const Entry& entry) { settings_.run_lock_timeout = entry.as_duration(); }
  void read_run_lock(const Entry& entry) {
    const std::string kind = entry.as_text();
    if (kind != "session" && kind != "table")
      throw document_.error(entry, fmt::format("run_lock is \"session\" or \"table\", not \"{}\"", kind), "");
    settings_.run_lock = kind == "table" ? RunLockKind::table : RunLockKind::session;
  }
  void read_strict_checksums(const Entry& entry) { settings_.strict_checksums = entry.as_flag(); }
  void read_naming_convention(const Entry& entry) {
    NamingConvention& convention = settings_.naming_convention;
    const std::map<std::string_view, std::string*> templates = {{"pk", &convention.pk},
                                                                {"fk", &convention.fk},
                                                                {"uq", &convention.uq},
                                                                {"ck", &convention.ck},
                                                                {"ix", &convention.ix}};
    for (const Entry& inner : entry.as_table().entries()) *templates.at(inner.key) = inner.as_text();
  }

  void read_lua(const Table& lua) {
    for (const Entry& entry : lua.entries()) {
      if (entry.key == "unsafe")
        settings_.lua.unsafe = entry.as_texts();
      else if (entry.key == "memory_limit")
        settings_.lua.memory_limit = entry.as_size();
      else if (entry.key == "time_limit")
        settings_.lua.time_limit = entry.as_duration();
      else
        throw document_.unknown_key(entry, std::array<std::string_view, 3>{"unsafe", "memory_limit", "time_limit"});
    }
  }

  void read_hooks() {
    for (const Table& hook : document_.root().tables("post_write_hooks")) {
      PostWriteHook read;
      for (const Entry& entry : hook.entries()) {
        if (entry.key != "command") throw document_.unknown_key(entry, std::array<std::string_view, 1>{"command"});
        read.command = entry.as_text();
      }
      if (read.command.empty())
        throw document_.error(hook, "a post_write_hook has no command",
                              "write command = \"...\" below [[post_write_hooks]]");
      settings_.post_write_hooks.push_back(std::move(read));
    }
  }

  const LoadRequest& request_;
  Document document_;
  std::map<std::string, std::string> dotenv_;
  Settings settings_;
  std::optional<Entry> url_;
};

}  // namespace

Settings load(const LoadRequest& request) {
  return Loader(request)();
}

fs::path find_config(const fs::path& asked_for, const Environment& variables) {
  const auto missing = [](const fs::path& file, std::string_view from) {
    return Error(ErrorKind::config, fmt::format("the configuration file {}{} does not exist", file.string(), from),
                 "run \"luamigrate init\" to make a project, or name its file by -c");
  };
  if (!asked_for.empty()) {
    if (!fs::exists(asked_for)) throw missing(asked_for, "");
    return asked_for;
  }
  const auto set = variables ? variables("LUAMIGRATE_CONFIG") : base::environment_variable("LUAMIGRATE_CONFIG");
  if (set && !set->empty()) {
    if (!fs::exists(*set)) throw missing(*set, ", which LUAMIGRATE_CONFIG names,");
    return *set;
  }
  const fs::path here = fs::current_path();
  for (fs::path folder = here;; folder = folder.parent_path()) {
    if (fs::exists(folder / "migrate.toml")) return folder / "migrate.toml";
    if (folder == folder.parent_path()) break;
  }
  throw Error(ErrorKind::config, fmt::format("there is no migrate.toml in {} or a folder above it", here.string()),
              "run \"luamigrate init\" to make a project here, or name its file by -c");
}

}  // namespace luamigrate::config
