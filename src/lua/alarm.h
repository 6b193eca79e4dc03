#pragma once

#include <chrono>
#include <csignal>
#include <ctime>
#include <optional>
#include <stop_token>

namespace luamigrate::lua {

// Calls a function in the thread that made it, in the middle of whatever that does: when some time is over, or when
// `stop` is requested, and from then on every few milliseconds. Until then it costs nothing, where a look at the clock
// between the instructions of a script costs a tenth of its time.
//
// By a timer of the system and the signal SIGURG, which is ignored where nobody handles it. Those that come for another
// reason ring as well, and a handler that was there before is called too.
class Alarm {
 public:
  // May do no more than the handler of a signal.
  using Ring = void (*)(void* what) noexcept;

  // `after` zero: only by `stop`. To be destroyed by the thread that made it, the last one first: of several only the
  // last one rings.
  Alarm(Ring ring, void* what, std::chrono::milliseconds after, const std::stop_token& stop);
  ~Alarm();
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  // False: it will not ring, for the system has no timer left, or the program has another handler for the signal now.
  bool is_set() const noexcept { return timer_.has_value(); }

 private:
  struct Now {
    const Alarm& alarm;
    void operator()() const noexcept { alarm.ring_after(std::chrono::nanoseconds(1)); }
  };

  static bool handles_signal();
  static void handle(int number, siginfo_t* about, void* context);
  void ring_after(std::chrono::nanoseconds time) const noexcept;
  void ring_now() noexcept;

  Ring ring_;
  void* what_;
  std::chrono::steady_clock::time_point not_before_;  // what rings takes its time, and must not take all of it
  Alarm* outer_;
  sigset_t mask_before_;
  std::optional<timer_t> timer_;
  std::optional<std::stop_callback<Now>> on_stop_;
};

}  // namespace luamigrate::lua
