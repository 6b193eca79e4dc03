#pragma once

#include <stop_token>
#include <thread>

namespace luamigrate::cli {

// While it lives, the first Ctrl-C (or SIGTERM) asks the run to stop at the next place where that is clean, and a
// second one ends the program at once.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  std::stop_token token() const { return stop_.get_token(); }

 private:
  int pipe_[2] = {-1, -1};
  std::stop_source stop_;
  std::thread reader_;
};

// The signal that asked to stop; 0: none has.
int interrupting_signal() noexcept;

// A run that is told about on a pipe goes on where nobody reads any more (`luamigrate upgrade 2>&1 | head -1`): half a
// run is worth less than its last lines. Programs started from here meet the signal as usual.
void outlive_readers();
bool reader_is_gone() noexcept;

// Ends the program as the signal would have, which is what a shell expects of a program in a pipe.
void end_as_without_reader();

}  // namespace luamigrate::cli
