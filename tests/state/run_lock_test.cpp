#include "state/run_lock.h"

#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "support/fake_connection.h"

using namespace luamigrate;
using namespace luamigrate::state;
using namespace std::chrono_literals;
using luamigrate::test::FakeConnection;

namespace {

struct Waiting final : Observer {
  std::vector<std::string> told;
  void waiting(std::string_view who, std::chrono::nanoseconds) override { told.emplace_back(who); }
};

}  // namespace

TEST_CASE("a lock that is held is tried again, and who holds it is told meanwhile") {
  FakeConnection connection;
  connection.lock_refusals = 2;
  Waiting observer;
  {
    const RunLock lock(connection, "k", 10s, observer, {});
    CHECK(connection.locked);
  }
  CHECK_FALSE(connection.locked);
  CHECK(observer.told == std::vector<std::string>(2, "another luamigrate (pid 4711), running since 15:30:00"));
}

TEST_CASE("giving up names the holder") {
  FakeConnection connection;
  connection.lock_refusals = 1000;
  Waiting observer;
  try {
    const RunLock lock(connection, "k", 50ms, observer, {});
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::lock_timeout);
    CHECK(error.message().find("pid 4711") != std::string::npos);
  }
}

TEST_CASE("waiting stops when it is asked to") {
  FakeConnection connection;
  connection.lock_refusals = 1000;
  Waiting observer;
  std::stop_source stop;
  stop.request_stop();
  try {
    const RunLock lock(connection, "k", 10s, observer, stop.get_token());
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::interrupted);
  }
}
