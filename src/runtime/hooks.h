// What a project does before and after revisions run.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "luamigrate/error.h"
#include "luamigrate/observer.h"

namespace luamigrate::runtime {

struct HookContext {
  std::string_view dialect;
  Direction direction = Direction::upgrade;
  std::string revision;  // empty for those of the whole run
  std::optional<std::chrono::nanoseconds> duration;
  const Error* error = nullptr;
  const std::map<std::string, std::string>* x_arguments = nullptr;
};

// An Error that a hook throws ends the run. From before_revision the revision is rolled back; what was kept before
// stays, and so does the revision itself when after_revision throws, but in a run that is one transaction.
class Hooks {
 public:
  virtual ~Hooks() = default;
  virtual void before_run(const HookContext&) {}
  virtual void before_revision(const HookContext&) {}
  virtual void after_revision(const HookContext&) {}  // once it is kept
  virtual void after_run(const HookContext&) {}
  virtual void on_error(const HookContext&) {}  // in the place of after_run
};

}  // namespace luamigrate::runtime
