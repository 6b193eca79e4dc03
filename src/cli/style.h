// Colours, where they are wanted.
#pragma once

#include <string>
#include <string_view>

namespace luamigrate::cli {

enum class ColorMode { automatic, always, never };

// Whether a file descriptor is a terminal that can move its cursor.
bool is_terminal(int descriptor);

class Style {
 public:
  explicit Style(bool colored) : colored_(colored) {}

  // For a stream that is a file descriptor: automatic means a terminal that can, and NO_COLOR unset
  // (https://no-color.org).
  static Style for_stream(ColorMode mode, int descriptor);

  std::string bold(std::string_view text) const { return wrapped("1", text); }
  std::string dim(std::string_view text) const { return wrapped("2", text); }
  std::string red(std::string_view text) const { return wrapped("1;31", text); }
  std::string green(std::string_view text) const { return wrapped("32", text); }
  std::string yellow(std::string_view text) const { return wrapped("33", text); }
  std::string cyan(std::string_view text) const { return wrapped("36", text); }
  // A colour for each of many lines that run beside each other.
  std::string lane(std::size_t number, std::string_view text) const;

 private:
  std::string wrapped(std::string_view code, std::string_view text) const;
  bool colored_;
};

}  // namespace luamigrate::cli
