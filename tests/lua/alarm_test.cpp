#include "lua/alarm.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <stop_token>
#include <thread>

namespace luamigrate::lua {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

struct Bell {
  std::atomic<int> rings = 0;
  std::atomic<bool> was_elsewhere = false;
  std::thread::id thread = std::this_thread::get_id();

  static void ring(void* bell) noexcept {
    auto& self = *static_cast<Bell*>(bell);
    ++self.rings;
    if (std::this_thread::get_id() != self.thread) self.was_elsewhere = true;
  }
  // Works, as a script would, until it has rung so often; false: it does not.
  bool rings_up_to(int count) const {
    const Clock::time_point start = Clock::now();
    while (rings < count)
      if (Clock::now() - start > 10s) return false;
    return true;
  }
};

TEST_CASE("an alarm rings when the time is over, in the thread that made it, and again") {
  Bell bell;
  const Clock::time_point start = Clock::now();
  const Alarm alarm(&Bell::ring, &bell, 30ms, {});
  REQUIRE(alarm.is_set());
  REQUIRE(bell.rings_up_to(1));
  CHECK(Clock::now() - start >= 30ms);
  CHECK(bell.rings_up_to(3));
  CHECK_FALSE(bell.was_elsewhere);
}

TEST_CASE("an alarm rings when it is asked to stop, by another thread or before it was made") {
  std::stop_source source;
  Bell bell;
  SECTION("while it waits") {
    const Alarm alarm(&Bell::ring, &bell, 0ms, source.get_token());
    std::this_thread::sleep_for(20ms);
    CHECK(bell.rings == 0);
    std::thread([&] { source.request_stop(); }).join();
    CHECK(bell.rings_up_to(2));
  }
  SECTION("before") {
    source.request_stop();
    const Alarm alarm(&Bell::ring, &bell, 0ms, source.get_token());
    CHECK(bell.rings_up_to(2));
  }
  CHECK_FALSE(bell.was_elsewhere);
}

TEST_CASE("an alarm that is gone does not ring, and the one around it rings again") {
  Bell outer, inner;
  const Alarm around(&Bell::ring, &outer, 5ms, {});
  REQUIRE(outer.rings_up_to(1));
  {
    const Alarm alarm(&Bell::ring, &inner, 5ms, {});
    REQUIRE(inner.rings_up_to(1));
  }
  const int rings = inner.rings, before = outer.rings;
  CHECK(outer.rings_up_to(before + 2));
  CHECK(inner.rings == rings);
}

TEST_CASE("an alarm rings in a thread that blocks signals, and leaves its mask as it was") {
  std::thread([] {
    sigset_t all, mask;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, nullptr);
    Bell bell;
    {
      const Alarm alarm(&Bell::ring, &bell, 5ms, {});
      CHECK(bell.rings_up_to(1));
    }
    pthread_sigmask(SIG_SETMASK, nullptr, &mask);
    CHECK(sigismember(&mask, SIGURG) == 1);
  }).join();
}

TEST_CASE("SIGURG for another reason does no harm where there is no alarm") {
  Bell bell;
  { const Alarm alarm(&Bell::ring, &bell, 0ms, {}); }
  CHECK(std::raise(SIGURG) == 0);
  CHECK(bell.rings == 0);
}

TEST_CASE("an alarm says that it will not ring where the program has taken the signal for itself") {
  {
    const Alarm alarm([](void*) noexcept {}, nullptr, 0ms, {});
  }
  struct sigaction before {
  }, own{};
  own.sa_handler = SIG_IGN;
  REQUIRE(sigaction(SIGURG, &own, &before) == 0);
  {
    const Alarm alarm([](void*) noexcept {}, nullptr, 1ms, {});
    CHECK_FALSE(alarm.is_set());
  }
  REQUIRE(sigaction(SIGURG, &before, nullptr) == 0);
  const Alarm alarm([](void*) noexcept {}, nullptr, 0ms, {});
  CHECK(alarm.is_set());
}

}  // namespace
}  // namespace luamigrate::lua
