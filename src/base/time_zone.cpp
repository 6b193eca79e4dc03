#include "base/time_zone.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "luamigrate/error.h"

namespace luamigrate::base {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

// One of the two changes of a POSIX TZ rule: the day it falls on, and seconds after that day's midnight, local time.
struct RuleChange {
  enum class Form { julian_without_leap_day, day_of_year, weekday_of_month } form = Form::day_of_year;
  int month = 0, week = 0, day = 0;
  seconds time = std::chrono::hours(2);
};

// The footer of a TZif file: what holds after its last listed transition, as in "CET-1CEST,M3.5.0,M10.5.0/3".
struct PosixRule {
  seconds standard{0};
  std::optional<seconds> daylight;
  RuleChange start, end;
};

class RuleReader {
 public:
  explicit RuleReader(std::string_view text) : rest_(text) {}

  std::optional<PosixRule> read() {
    PosixRule rule;
    if (!skip_name()) return std::nullopt;
    rule.standard = -time();  // POSIX counts westward
    if (rest_.empty()) return rule;
    if (!skip_name()) return std::nullopt;
    rule.daylight = rule.standard + std::chrono::hours(1);
    if (!rest_.empty() && rest_.front() != ',') rule.daylight = -time();
    if (!change(rule.start) || !change(rule.end)) return std::nullopt;
    return rule;
  }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool skip_name() {
    const auto end = rest_.starts_with('<') ? rest_.find('>') + 1 : rest_.find_first_of("0123456789+-,");
    if (end == 0) return false;
    rest_.remove_prefix(std::min(end, rest_.size()));
    return true;
  }

  int number() {
    int value = 0;
    for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1))
      value = std::min(value * 10 + (rest_.front() - '0'), 100'000);
    return value;
  }

  seconds time() {
    const bool negative = take('-');
    if (!negative) take('+');
    seconds value = std::chrono::hours(number());
    if (take(':')) value += std::chrono::minutes(number());
    if (take(':')) value += seconds(number());
    return negative ? -value : value;
  }

  bool change(RuleChange& to) {
    if (!take(',')) return false;
    if (take('M')) {
      to.form = RuleChange::Form::weekday_of_month;
      to.month = number();
      if (!take('.')) return false;
      to.week = number();
      if (!take('.')) return false;
    } else if (take('J')) {
      to.form = RuleChange::Form::julian_without_leap_day;
    }
    to.day = number();
    if (take('/')) to.time = time();
    return true;
  }

  std::string_view rest_;
};

sys_seconds moment(const RuleChange& change, std::chrono::year year) {
  const sys_days new_year = year / 1 / 1;
  sys_days day;
  switch (change.form) {
    case RuleChange::Form::day_of_year: day = new_year + days(change.day); break;
    case RuleChange::Form::julian_without_leap_day:
      day = new_year + days(change.day - 1 + (year.is_leap() && change.day >= 60 ? 1 : 0));
      break;
    case RuleChange::Form::weekday_of_month: {
      const std::chrono::month month(static_cast<unsigned>(change.month));
      const std::chrono::weekday weekday(static_cast<unsigned>(change.day));
      day = change.week == 5 ? sys_days(year / month / weekday[std::chrono::last])
                             : sys_days(year / month / weekday[static_cast<unsigned>(change.week)]);
    }
  }
  return day + change.time;
}

seconds offset_by_rule(const PosixRule& rule, sys_seconds at) {
  if (!rule.daylight) return rule.standard;
  const auto year = std::chrono::year_month_day(std::chrono::floor<days>(at + rule.standard)).year();
  const sys_seconds start = moment(rule.start, year) - rule.standard;
  const sys_seconds end = moment(rule.end, year) - *rule.daylight;
  // South of the equator daylight time ends before it starts.
  const bool daylight = start < end ? at >= start && at < end : at >= start || at < end;
  return daylight ? *rule.daylight : rule.standard;
}

class TzifReader {
 public:
  explicit TzifReader(std::string_view bytes) : bytes_(bytes) {}

  std::optional<seconds> offset(sys_seconds at) {
    Header header = read_header();
    int time_size = 4;
    if (header.version >= '2') {  // the first block is for readers of 32-bit times only
      skip(header.body_size(4));
      header = read_header();
      time_size = 8;
    }
    if (!good_ || header.types == 0) return std::nullopt;

    std::vector<std::int64_t> times(header.times);
    for (auto& time : times) time = integer(time_size);
    std::vector<std::size_t> kinds(header.times);
    for (auto& kind : kinds) kind = static_cast<std::size_t>(integer(1) & 0xff);
    std::vector<seconds> offsets(header.types);
    for (auto& type : offsets) {
      type = seconds(integer(4));
      skip(2);
    }
    if (!good_) return std::nullopt;

    const auto after = std::upper_bound(times.begin(), times.end(), at.time_since_epoch().count());
    if (after == times.end() && time_size == 8) {
      skip(header.chars + header.leaps * 12 + header.standard + header.universal);
      if (const auto rule = footer()) return offset_by_rule(*rule, at);
    }
    if (after == times.begin()) return offsets[0];
    const std::size_t kind = kinds[static_cast<std::size_t>(after - times.begin() - 1)];
    return kind < offsets.size() ? std::optional(offsets[kind]) : std::nullopt;
  }

 private:
  struct Header {
    char version = 0;
    std::size_t universal = 0, standard = 0, leaps = 0, times = 0, types = 0, chars = 0;
    std::size_t body_size(std::size_t time_size) const {
      return times * (time_size + 1) + types * 6 + chars + leaps * (time_size + 4) + standard + universal;
    }
  };

  bool has(std::size_t count) {
    good_ = good_ && bytes_.size() >= count;
    return good_;
  }
  void skip(std::size_t count) {
    if (has(count)) bytes_.remove_prefix(count);
  }

  std::int64_t integer(int size) {
    if (!has(static_cast<std::size_t>(size))) return 0;
    std::uint64_t value = static_cast<signed char>(bytes_[0]) < 0 ? ~std::uint64_t{0} : 0;
    for (int i = 0; i < size; ++i)
      value = (value << 8) | static_cast<unsigned char>(bytes_[static_cast<std::size_t>(i)]);
    bytes_.remove_prefix(static_cast<std::size_t>(size));
    return static_cast<std::int64_t>(value);
  }

  Header read_header() {
    Header header;
    if (!has(44) || !bytes_.starts_with("TZif")) {
      good_ = false;
      return header;
    }
    header.version = bytes_[4];
    skip(20);
    for (std::size_t* count :
         {&header.universal, &header.standard, &header.leaps, &header.times, &header.types, &header.chars})
      *count = static_cast<std::size_t>(integer(4) & 0xffffff);
    // Counts that the file cannot hold would only reserve memory.
    if (header.body_size(4) > bytes_.size()) good_ = false;
    if (!good_) header = {};
    return header;
  }

  std::optional<PosixRule> footer() {
    if (!good_ || bytes_.size() < 2 || bytes_.front() != '\n') return std::nullopt;
    const std::string_view line = bytes_.substr(1, bytes_.find('\n', 1) - 1);
    return line.empty() ? std::nullopt : RuleReader(line).read();
  }

  std::string_view bytes_;
  bool good_ = true;
};

[[noreturn]] void fail_unknown(std::string_view zone) {
  throw Error(ErrorKind::config, fmt::format("unknown time zone \"{}\"", zone),
              "use \"UTC\", \"local\" or a name such as \"Europe/Berlin\" that this system's time zone files know");
}

}  // namespace

seconds utc_offset(std::string_view zone, sys_seconds at) {
  namespace fs = std::filesystem;
  const fs::path name{std::string(zone)};
  if (zone.empty() || name.is_absolute() || zone.find("..") != std::string_view::npos) fail_unknown(zone);
  const char* configured = std::getenv("TZDIR");
  const fs::path path = fs::path(configured ? configured : "/usr/share/zoneinfo") / name;
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) fail_unknown(zone);
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const auto offset = TzifReader(bytes).offset(at);
  if (!offset) fail_unknown(zone);
  return *offset;
}

}  // namespace luamigrate::base
