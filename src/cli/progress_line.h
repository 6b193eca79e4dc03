#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "cli/style.h"

namespace luamigrate::cli {

// How it is told how far something has come.
enum class ProgressForm {
  line,   // one line of a terminal that is drawn again and again
  lines,  // a line now and then
  json,   // a JSON document a line, now and then
};

// Cells of a line of the terminal that standard error is; 0: it is none, or does not tell.
std::size_t terminal_width();

class ProgressLine {
 public:
  using Now = std::chrono::steady_clock::time_point (*)();
  using Width = std::size_t (*)();

  // `out` must outlive it.
  ProgressLine(std::ostream& out, ProgressForm form, const Style& style, Now now = &std::chrono::steady_clock::now,
               Width width = &terminal_width)
      : out_(out), form_(form), style_(style), now_(now), width_(width) {}
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(std::string_view label, std::uint64_t count, std::optional<std::uint64_t> total, bool done);

  // Takes the line away, before something else is written.
  void clear();

 private:
  using TimePoint = std::chrono::steady_clock::time_point;

  bool is_due(TimePoint now, bool done) const;
  std::string text(std::optional<std::uint64_t> total, TimePoint now) const;
  std::string line(std::optional<std::uint64_t> total, TimePoint now) const;
  std::string numbers(std::optional<std::uint64_t> total, TimePoint now) const;

  std::ostream& out_;
  ProgressForm form_;
  Style style_;
  Now now_;
  Width width_;
  std::string label_;
  std::uint64_t first_count_ = 0, count_ = 0;
  std::optional<TimePoint> started_, shown_;
  bool is_drawn_ = false;
};

}  // namespace luamigrate::cli
