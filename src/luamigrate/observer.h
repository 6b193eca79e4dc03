// Events of a run, in the field's words. A program that embeds luamigrate shows them as it likes; the command line's
// text, quiet and JSON outputs are three observers.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace luamigrate {

enum class Direction { upgrade, downgrade };

// One move of a plan, as it is told to the outside.
struct StepEvent {
  Direction direction = Direction::upgrade;
  std::string revision;
  std::vector<std::string> from;  // revisions in the version table that the step starts from; empty: base
  std::vector<std::string> to;    // and that it ends at
  std::string message;            // of the revision file
  std::string path;
  std::size_t number = 0;  // 1-based
  std::size_t total = 0;
};

// All functions do nothing unless overridden. They are called on the thread that runs the request; strings live for the
// call only. An observer must not call back into the Migrator.
class Observer {
 public:
  virtual ~Observer() = default;

  virtual void connected(std::string_view /*database*/) {}  // "PostgreSQL 15.4, shop at db.example": no password in it
  virtual void step_started(const StepEvent&) {}
  virtual void step_finished(const StepEvent&, std::chrono::nanoseconds /*duration*/) {}
  virtual void statement(std::string_view /*sql*/) {}  // before it is sent
  virtual void notice(std::string_view /*text*/) {}    // said by the database
  virtual void log(std::string_view /*text*/) {}       // op.log
  virtual void warning(std::string_view /*text*/) {}
  virtual void note(std::string_view /*text*/) {}  // "nothing to do", "created version table"
  virtual void waiting(std::string_view /*for_what*/, std::chrono::nanoseconds /*so_far*/) {}
  // How far a walk through rows, or what a script counts, has come; `done` comes once, as its last word.
  virtual void progress(std::string_view /*label*/, std::uint64_t /*count*/, std::optional<std::uint64_t> /*total*/,
                        bool /*done*/) {}
  virtual bool wants_totals() const { return false; }  // whether totals of rows are worth counting them
  // A piece of the script that an offline run prints; ends in a newline.
  virtual void offline_sql(std::string_view /*text*/) {}
};

}  // namespace luamigrate
