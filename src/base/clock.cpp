#include "base/clock.h"

#include <fmt/format.h>

#include <ctime>

#include "base/time_zone.h"

namespace luamigrate::base {
namespace {

namespace chrono = std::chrono;

chrono::seconds offset_from_utc(chrono::sys_seconds at, std::string_view zone) {
  if (zone == "UTC" || zone == "utc") return chrono::seconds(0);
  if (zone != "local") return utc_offset(zone, at);
  const std::time_t time = chrono::system_clock::to_time_t(at);
  std::tm parts{};
  localtime_r(&time, &parts);
  return chrono::seconds(parts.tm_gmtoff);
}

std::string fraction(int microsecond) {
  return microsecond == 0 ? std::string() : fmt::format(".{:06}", microsecond);
}

}  // namespace

Clock system_clock() {
  return [] { return chrono::system_clock::now(); };
}

CivilTime civil_time(WallTime time, std::string_view zone) {
  const auto whole = chrono::floor<chrono::seconds>(time);
  const auto local = whole + offset_from_utc(whole, zone);
  const auto day = chrono::floor<chrono::days>(local);
  const chrono::year_month_day date(day);
  const chrono::hh_mm_ss clock(local - day);
  return {.year = static_cast<int>(date.year()),
          .month = static_cast<int>(static_cast<unsigned>(date.month())),
          .day = static_cast<int>(static_cast<unsigned>(date.day())),
          .hour = static_cast<int>(clock.hours().count()),
          .minute = static_cast<int>(clock.minutes().count()),
          .second = static_cast<int>(clock.seconds().count()),
          .microsecond = static_cast<int>(chrono::duration_cast<chrono::microseconds>(time - whole).count())};
}

std::string to_text(const CivilTime& time) {
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}{}", time.year, time.month, time.day, time.hour, time.minute,
                     time.second, fraction(time.microsecond));
}

std::string utc_text(WallTime time) {
  const CivilTime utc = civil_time(time, "UTC");
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}Z", utc.year, utc.month, utc.day, utc.hour, utc.minute,
                     utc.second, fraction(utc.microsecond));
}

std::string duration_text(chrono::nanoseconds duration) {
  const auto milliseconds = chrono::round<chrono::milliseconds>(duration).count();
  if (duration < chrono::milliseconds(1)) return "<1 ms";
  if (milliseconds < 1000) return fmt::format("{} ms", milliseconds);
  const auto tenths = chrono::round<chrono::duration<std::int64_t, std::deci>>(duration).count();
  if (tenths < 600) return fmt::format("{}.{} s", tenths / 10, tenths % 10);
  const auto seconds = chrono::round<chrono::seconds>(duration).count();
  if (seconds < 3600) return fmt::format("{} min {} s", seconds / 60, seconds % 60);
  return fmt::format("{} h {} min", seconds / 3600, seconds % 3600 / 60);
}

}  // namespace luamigrate::base
