#include "cli/interrupts.h"

#include <unistd.h>

#include <csignal>

namespace luamigrate::cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;
volatile std::sig_atomic_t pipe_is_broken = 0;
int write_end = -1;

// A signal handler may do next to nothing, so it writes to a pipe that a thread reads.
void handle_interrupt(int signal) {
  if (interrupted != 0) ::_exit(128 + signal);
  interrupted = signal;
  const char number = static_cast<char>(signal);
  [[maybe_unused]] const auto written = ::write(write_end, &number, 1);
}

void handle_broken_pipe(int) {
  pipe_is_broken = 1;
}

}  // namespace

Interrupts::Interrupts() {
  if (::pipe(pipe_) != 0) return;
  write_end = pipe_[1];
  std::signal(SIGINT, &handle_interrupt);
  std::signal(SIGTERM, &handle_interrupt);
  reader_ = std::thread([this] {
    char signal = 0;
    if (::read(pipe_[0], &signal, 1) == 1 && signal != 0) stop_.request_stop();
  });
}

Interrupts::~Interrupts() {
  if (!reader_.joinable()) return;
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  const char done = 0;
  if (::write(pipe_[1], &done, 1) == 1) reader_.join();
}

int interrupting_signal() noexcept {
  return interrupted;
}

void outlive_readers() {
  // Not SIG_IGN, which programs started from here would inherit.
  std::signal(SIGPIPE, &handle_broken_pipe);
}

bool reader_is_gone() noexcept {
  return pipe_is_broken != 0;
}

void end_as_without_reader() {
  std::signal(SIGPIPE, SIG_DFL);
  std::raise(SIGPIPE);
}

}  // namespace luamigrate::cli
