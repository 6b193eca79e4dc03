// The environment of a project: lua/env.lua with its settings and hooks, and the models.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "autogen/filters.h"
#include "bindings/interpreter.h"
#include "bindings/models.h"
#include "runtime/hooks.h"

namespace luamigrate::bindings {

// What process_revision_directives may change before a revision is written.
struct RevisionDirectives {
  std::string message;
  std::string revision;                // its id
  std::vector<std::string> upgrade;    // statements of Lua
  std::vector<std::string> downgrade;  // statements of Lua
};

class Environment final : public runtime::Hooks, public autogen::Filters {
 public:
  // Runs lua/env.lua, where there is one. Throws Error{config} with file and line. The interpreter must outlive it.
  explicit Environment(Interpreter& interpreter);
  ~Environment() override;
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

  // target_metadata, else what lua/models.lua returns; none where there is neither. Throws Error{config}.
  const ModelSet& models();
  // Those of all models, laid over each other.
  schema::NamingConvention naming_convention();

  std::optional<std::string> url();                  // what url() returns; nothing: there is no such function
  std::vector<std::string> schemas() const;          // include_schemas as a list
  bool all_schemas() const { return all_schemas_; }  // include_schemas = true

  // False: no file is to be written.
  bool process_revision_directives(RevisionDirectives& directives);

  void before_run(const runtime::HookContext& context) override { call_hook("before_run", context); }
  void before_revision(const runtime::HookContext& context) override { call_hook("before_revision", context); }
  void after_revision(const runtime::HookContext& context) override { call_hook("after_revision", context); }
  void after_run(const runtime::HookContext& context) override { call_hook("after_run", context); }
  void on_error(const runtime::HookContext& context) override { call_hook("on_error", context); }

  bool include_name(const autogen::NameQuestion& question) override;
  bool include_object(const autogen::ObjectQuestion& question) override;
  std::optional<bool> compare_type(const schema::TableName& table, const schema::Column& reflected,
                                   const schema::Column& model) override;
  std::optional<bool> compare_server_default(const schema::TableName& table, const schema::Column& reflected,
                                             const schema::Column& model) override;

 private:
  void load();
  void read_settings(lua_State* L, int table);
  void call_hook(const char* name, const runtime::HookContext& context);
  bool defines(const char* name) const;
  // Calls the function of env.lua with what `push` pushes (it returns how many), and reads what it returns.
  template <class Push, class Read>
  void call(const char* name, const Push& push, const Read& read);

  Interpreter& interpreter_;
  std::string shown_;  // lua/env.lua, as messages show it
  int table_;          // what env.lua returned: a reference in Lua's registry
  std::vector<std::string> functions_;
  std::optional<ModelSet> models_;
  std::vector<std::string> schemas_;
  bool all_schemas_ = false;
  bool compares_types_ = true;  // compare_type = false switches it off
  bool compares_defaults_ = true;
};

}  // namespace luamigrate::bindings
