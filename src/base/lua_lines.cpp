#include "base/lua_lines.h"

#include <algorithm>

namespace luamigrate::base {
namespace {

// Source: the Lua 5.4 manual, 3.1, of strings and comments.
class Indenter {
 public:
  Indenter(std::string_view source, std::string_view indent) : source_(source), indent_(indent) {}

  std::string indented() {
    begin_line();
    while (at_ < source_.size()) {
      if (source_.substr(at_, 2) == "--") {
        skip(2);
        if (!skip_long_bracket()) skip(source_.find('\n', at_) - at_);
      } else if (!skip_long_bracket()) {
        const char c = source_[at_];
        step();
        if (c == '"' || c == '\'') skip_string(c);
      }
    }
    if (!result_.empty() && !result_.ends_with('\n')) result_ += '\n';
    return std::move(result_);
  }

 private:
  // As it stands.
  void skip(std::size_t count) {
    const std::string_view piece = source_.substr(at_, count);
    result_ += piece;
    at_ += piece.size();
  }

  // One character; a line that begins behind it is indented.
  void step() {
    skip(1);
    if (result_.back() == '\n') begin_line();
  }

  void begin_line() {
    if (at_ < source_.size() && source_[at_] != '\n') result_ += indent_;
  }

  bool skip_long_bracket() {
    if (at_ >= source_.size() || source_[at_] != '[') return false;
    const std::size_t end = source_.find_first_not_of('=', at_ + 1);
    if (end == std::string_view::npos || source_[end] != '[') return false;
    std::string closing(source_.substr(at_, end + 1 - at_));
    std::ranges::replace(closing, '[', ']');
    const std::size_t closes = source_.find(closing, end);
    skip(closes == std::string_view::npos ? closes : closes + closing.size() - at_);
    return true;
  }

  void skip_string(char quote) {
    while (at_ < source_.size() && source_[at_] != '\n') {
      const char c = source_[at_];
      skip(1);
      if (c == quote) return;
      if (c != '\\') continue;
      const bool skips_white_space = source_.substr(at_, 1) == "z";
      skip(source_.substr(at_, 2) == "\r\n" ? 2 : 1);
      while (skips_white_space && at_ < source_.size() && is_space(source_[at_])) step();
    }
  }

  static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

  std::string_view source_;
  std::string_view indent_;
  std::string result_;
  std::size_t at_ = 0;
};

}  // namespace

std::string indented_lua(std::string_view source, std::string_view indent) {
  return Indenter(source, indent).indented();
}

}  // namespace luamigrate::base
