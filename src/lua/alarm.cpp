#include "lua/alarm.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace luamigrate::lua {
namespace {

constexpr std::chrono::nanoseconds again = std::chrono::milliseconds(10);

thread_local constinit Alarm* volatile last = nullptr;

// What the program around did with the signal before.
struct sigaction before {};

timespec as_timespec(std::chrono::nanoseconds time) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
  return {.tv_sec = seconds.count(), .tv_nsec = (time - seconds).count()};
}

}  // namespace

// False: the program around has set a handler of its own since. That one may call ours in turn, so ours is not set
// again to call that one.
bool Alarm::handles_signal() {
  static const bool was_set = [] {
    struct sigaction ours {};
    ours.sa_sigaction = &handle;
    ours.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK;
    return sigaction(SIGURG, &ours, &before) == 0;
  }();
  struct sigaction now {};
  return was_set && sigaction(SIGURG, nullptr, &now) == 0 && (now.sa_flags & SA_SIGINFO) != 0 &&
         now.sa_sigaction == &handle;
}

Alarm::Alarm(Ring ring, void* what, std::chrono::milliseconds after, const std::stop_token& stop)
    : ring_(ring), what_(what), outer_(last) {
  sigset_t urgent;
  sigemptyset(&urgent);
  sigaddset(&urgent, SIGURG);
  pthread_sigmask(SIG_UNBLOCK, &urgent, &mask_before_);
  last = this;
  if (!handles_signal()) return;

  sigevent event{};
  event.sigev_notify = SIGEV_THREAD_ID;
  event.sigev_signo = SIGURG;
  event._sigev_un._tid = gettid();
  timer_t timer{};
  if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0) return;
  timer_ = timer;
  if (after.count() > 0) ring_after(after);
  on_stop_.emplace(stop, Now{*this});
}

Alarm::~Alarm() {
  on_stop_.reset();
  if (timer_) timer_delete(*timer_);
  last = outer_;
  pthread_sigmask(SIG_SETMASK, &mask_before_, nullptr);
}

void Alarm::ring_after(std::chrono::nanoseconds time) const noexcept {
  const itimerspec setting{.it_interval = as_timespec(again), .it_value = as_timespec(time)};
  timer_settime(*timer_, 0, &setting, nullptr);
}

void Alarm::ring_now() noexcept {
  using Clock = std::chrono::steady_clock;  // may be asked in a handler
  const Clock::time_point start = Clock::now();
  if (start < not_before_) return;
  ring_(what_);
  const Clock::time_point end = Clock::now();
  not_before_ = end + std::max<Clock::duration>(again / 2, 20 * (end - start));
}

void Alarm::handle(int number, siginfo_t* about, void* context) {
  const int error = errno;
  if (Alarm* alarm = last) alarm->ring_now();
  if ((before.sa_flags & SA_SIGINFO) != 0)
    before.sa_sigaction(number, about, context);
  else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN)
    before.sa_handler(number);
  errno = error;
}

}  // namespace luamigrate::lua
