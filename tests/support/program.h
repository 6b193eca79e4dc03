// Other programs, run by tests.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "support/temporary_folder.h"

namespace luamigrate::test {

struct ProgramCall {
  std::vector<std::string> arguments;                            // the first one: the program
  std::filesystem::path folder;                                  // to run it in
  std::vector<std::pair<std::string, std::string>> environment;  // more than this program's own
  bool output_is_closed = false;                                 // standard output is a pipe that nobody reads
};

struct ProgramResult {
  int status = -1;  // 128 + n for signal n
  std::string out, err;
  long peak_megabytes = 0;  // of memory

  std::string all() const { return out + err; }
};

// One that runs. It is killed where nobody waits for its end.
class RunningProgram {
 public:
  explicit RunningProgram(const ProgramCall& call);
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  pid_t pid() const noexcept { return pid_; }
  void signal(int number) const;
  std::string told_so_far() const;  // on standard output and error
  // Waits until it has told `text`; false: it did not within a minute.
  bool wait_for(const std::string& text) const;
  ProgramResult wait();

 private:
  TemporaryFolder outputs_;
  pid_t pid_ = -1;
};

inline ProgramResult run_program(const ProgramCall& call) {
  return RunningProgram(call).wait();
}

}  // namespace luamigrate::test
