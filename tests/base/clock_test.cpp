#include "base/clock.h"

#include <catch2/catch.hpp>

#include "luamigrate/error.h"

using namespace luamigrate::base;
using namespace std::chrono_literals;

namespace {

WallTime at(int year, unsigned month, unsigned day, std::chrono::microseconds time_of_day) {
  const std::chrono::sys_days date = std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
  return date + time_of_day;
}

std::string text_in(std::string_view zone, WallTime time) {
  return to_text(civil_time(time, zone));
}

}  // namespace

TEST_CASE("civil time in UTC keeps microseconds and drops a zero fraction") {
  CHECK(text_in("UTC", at(2026, 11, 20, 15h + 30min)) == "2026-11-20 15:30:00");
  CHECK(text_in("UTC", at(2026, 11, 20, 15h + 30min + 7us)) == "2026-11-20 15:30:00.000007");
  CHECK(text_in("UTC", at(1969, 12, 31, 23h + 59min + 59s + 250ms)) == "1969-12-31 23:59:59.250000");
}

TEST_CASE("a zone's clock follows summer time on both sides of the changes") {
  CHECK(text_in("Europe/Berlin", at(2026, 3, 29, 0h + 59min + 59s)) == "2026-03-29 01:59:59");
  CHECK(text_in("Europe/Berlin", at(2026, 3, 29, 1h)) == "2026-03-29 03:00:00");
  CHECK(text_in("Europe/Berlin", at(2026, 10, 25, 0h + 59min)) == "2026-10-25 02:59:00");
  CHECK(text_in("Europe/Berlin", at(2026, 10, 25, 1h)) == "2026-10-25 02:00:00");
  CHECK(text_in("Asia/Kolkata", at(2026, 11, 20, 23h)) == "2026-11-21 04:30:00");
}

TEST_CASE("beyond the transitions that the zone file lists its rule goes on") {
  CHECK(text_in("Europe/Berlin", at(2090, 7, 1, 12h)) == "2090-07-01 14:00:00");
  CHECK(text_in("Europe/Berlin", at(2090, 12, 1, 12h)) == "2090-12-01 13:00:00");
  CHECK(text_in("Australia/Sydney", at(2090, 1, 10, 0h)) == "2090-01-10 11:00:00");
  CHECK(text_in("Australia/Sydney", at(2090, 7, 10, 0h)) == "2090-07-10 10:00:00");
  CHECK(text_in("America/St_Johns", at(2090, 7, 10, 12h)) == "2090-07-10 09:30:00");
}

TEST_CASE("the local zone always works") {
  CHECK(civil_time(at(2026, 11, 20, 12h), "local").year == 2026);
}

TEST_CASE("an unknown time zone is a configuration error that names it") {
  for (const char* zone : {"Europe/Atlantis", "", "../../etc/passwd", "/etc/passwd", "Europe", "zone.tab"}) {
    CAPTURE(zone);
    try {
      civil_time(at(2026, 11, 20, 12h), zone);
      FAIL("no error");
    } catch (const luamigrate::Error& error) {
      CHECK(error.kind() == luamigrate::ErrorKind::config);
      CHECK(error.message() == "unknown time zone \"" + std::string(zone) + "\"");
    }
  }
}

TEST_CASE("records carry UTC in the ISO form") {
  CHECK(utc_text(at(2026, 11, 20, 15h + 30min + 123456us)) == "2026-11-20T15:30:00.123456Z");
  CHECK(utc_text(at(2026, 11, 20, 15h + 30min)) == "2026-11-20T15:30:00Z");
}

TEST_CASE("durations read as a person would say them") {
  CHECK(duration_text(400us) == "<1 ms");
  CHECK(duration_text(35ms) == "35 ms");
  CHECK(duration_text(1234ms) == "1.2 s");
  CHECK(duration_text(59960ms) == "1 min 0 s");
  CHECK(duration_text(125s) == "2 min 5 s");
  CHECK(duration_text(2h + 5min + 4s) == "2 h 5 min");
}
