#include "cli/progress_line.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/clock.h"
#include "base/utf8.h"

namespace luamigrate::cli {
namespace {

using namespace std::chrono_literals;

// "1,234,567".
std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t i = text.size(); i > 3;) text.insert(i -= 3, ",");
  return text;
}

std::string bar(double share, std::size_t width) {
  const auto full = static_cast<std::size_t>(share * static_cast<double>(width));
  std::string text;
  for (std::size_t i = 0; i < width; ++i) text += i < full ? "█" : "░";
  return text;
}

double share_of(std::uint64_t count, std::uint64_t total) {
  return std::min(1.0, static_cast<double>(count) / static_cast<double>(total));
}

// As much of its beginning as takes no more cells.
std::string cut(std::string text, std::size_t cells) {
  if (base::display_width(text) <= cells) return text;
  const auto is_continued = [&] { return (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U; };
  while (!text.empty() && base::display_width(text) + 1 > cells) {
    while (text.size() > 1 && is_continued()) text.pop_back();
    text.pop_back();
  }
  return cells > 0 ? text + "…" : text;
}

// A line end or an escape sequence of a script's would spoil the line.
std::string printable(std::string text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == 0x7f; };
  std::ranges::replace_if(text, is_control, '?');
  return text;
}

}  // namespace

std::size_t terminal_width() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void ProgressLine::show(std::string_view label, std::uint64_t count, std::optional<std::uint64_t> total, bool done) {
  const TimePoint now = now_();
  if (!started_ || label != label_) {
    clear();
    label_ = label;
    started_ = now;
    shown_.reset();
    first_count_ = count;
  }
  count_ = count;
  if (is_due(now, done)) {
    shown_ = now;
    if (form_ == ProgressForm::json) {
      nlohmann::ordered_json total_or_null;
      if (total) total_or_null = *total;
      out_ << nlohmann::ordered_json{{"progress",
                                      {{"label", label_}, {"count", count}, {"total", total_or_null}, {"done", done}}}}
                  .dump()
           << '\n'
           << std::flush;
    } else if (form_ == ProgressForm::line) {
      out_ << '\r' << line(total, now) << "\x1b[K" << std::flush;
      is_drawn_ = true;
    } else {
      out_ << text(total, now) << '\n' << std::flush;
    }
  }
  if (!done) return;
  clear();
  started_.reset();
}

// What is done at once is worth no line.
bool ProgressLine::is_due(TimePoint now, bool done) const {
  const auto since = now - shown_.value_or(*started_);
  switch (form_) {
    case ProgressForm::line: return !done && since >= 100ms;
    case ProgressForm::lines: return done ? shown_.has_value() : since >= 10s;
    case ProgressForm::json: return done || since >= 1s;
  }
  return false;
}

std::string ProgressLine::text(std::optional<std::uint64_t> total, TimePoint now) const {
  return style_.bold(printable(label_)) + numbers(total, now);
}

// One that went on in the next line of the terminal could not be taken away again.
std::string ProgressLine::line(std::optional<std::uint64_t> total, TimePoint now) const {
  constexpr std::size_t usual_bar = 24, least_bar = 4, gap = 2;
  const std::size_t width = width_();
  // The last cell stays empty: behind it some terminals are in the next line already.
  const std::size_t room = width > 0 ? width - 1 : std::numeric_limits<std::size_t>::max();
  const std::string behind = cut(numbers(total, now), room);
  const std::size_t left = room - base::display_width(behind);
  const std::string label = cut(printable(label_), left);
  const std::size_t for_bar = left - base::display_width(label);
  std::string text = style_.bold(label);
  if (total && *total > 0 && for_bar >= gap + least_bar)
    text += "  " + style_.cyan(bar(share_of(count_, *total), std::min(usual_bar, for_bar - gap)));
  return text + behind;
}

std::string ProgressLine::numbers(std::optional<std::uint64_t> total, TimePoint now) const {
  const double seconds = std::chrono::duration<double>(now - *started_).count();
  const double rate = seconds > 0 ? static_cast<double>(count_ - first_count_) / seconds : 0;
  std::string text;
  if (total && *total > 0)
    text += fmt::format("  {:.0f}%  {} of {}", share_of(count_, *total) * 100, grouped(count_), grouped(*total));
  else
    text += "  " + grouped(count_);
  if (rate >= 1) text += fmt::format("  {}/s", grouped(static_cast<std::uint64_t>(rate)));
  if (total && *total > count_ && rate > 0) {
    const std::chrono::duration<double> left(static_cast<double>(*total - count_) / rate);
    text += fmt::format("  {} left", base::duration_text(std::chrono::ceil<std::chrono::seconds>(left)));
  }
  return text;
}

void ProgressLine::clear() {
  if (is_drawn_) out_ << "\r\x1b[K" << std::flush;
  is_drawn_ = false;
}

}  // namespace luamigrate::cli
