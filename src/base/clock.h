// Points in time as text. The clock itself comes with the request, so that tests are exact.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace luamigrate::base {

using WallTime = std::chrono::system_clock::time_point;
using Clock = std::function<WallTime()>;

Clock system_clock();

// The civil parts of a time in a time zone ("UTC", "Europe/Berlin", "local"). Throws Error{config} for an unknown zone.
struct CivilTime {
  int year, month, day, hour, minute, second, microsecond;
};
CivilTime civil_time(WallTime time, std::string_view zone);

std::string to_text(const CivilTime& time);  // "2026-11-20 15:30:00.123456"; no fraction when it is zero
std::string utc_text(WallTime time);         // "2026-11-20T15:30:00.123456Z", for records and JSON
// "1.2 s", "35 ms", "2 min 5 s": for people.
std::string duration_text(std::chrono::nanoseconds duration);

}  // namespace luamigrate::base
