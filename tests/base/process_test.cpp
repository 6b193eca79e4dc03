#include "base/process.h"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "luamigrate/error.h"

using namespace luamigrate::base;

TEST_CASE("a variable that is not set differs from an empty one") {
  ::setenv("LUAMIGRATE_TEST_EMPTY", "", 1);
  ::unsetenv("LUAMIGRATE_TEST_UNSET");
  CHECK(environment_variable("LUAMIGRATE_TEST_EMPTY") == "");
  CHECK(environment_variable("LUAMIGRATE_TEST_UNSET") == std::nullopt);
}

TEST_CASE("the process knows its user, host and number") {
  CHECK_FALSE(user_name().empty());
  CHECK_FALSE(host_name().empty());
  CHECK(process_id() > 0);
}

TEST_CASE("a program gets its arguments untouched by any shell") {
  CHECK(run_program({"test", "$HOME *", "=", "$HOME *"}) == 0);
  CHECK(run_program({"sh", "-c", "exit 7"}) == 7);
  CHECK(run_program({"sh", "-c", "kill -TERM $$"}) == 128 + 15);
}

TEST_CASE("a program runs in the folder that is named") {
  CHECK(run_program({"sh", "-c", "test \"$PWD\" = /"}, "/") == 0);
}

TEST_CASE("a program that cannot be started is an error that names it") {
  try {
    run_program({"luamigrate-no-such-program"});
    FAIL("no error");
  } catch (const luamigrate::Error& error) {
    CHECK(error.kind() == luamigrate::ErrorKind::io);
    CHECK(error.message() == "cannot run \"luamigrate-no-such-program\": No such file or directory");
  }
}
