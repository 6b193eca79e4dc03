// Patterns as string.find, match, gmatch and gsub of Lua have them, matched under a watch: a few characters of a
// pattern can ask for more steps than there is time, and no hook of Lua looks inside a function written in C.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace luamigrate::lua {

class Pattern {
 public:
  static constexpr int most_captures = 32;

  // `anchors`: whether a "^" in front binds it to the beginning; in gmatch it is a character. Throws Error{script} for
  // a pattern that is malformed.
  Pattern(std::string_view text, bool anchors);

  bool is_anchored() const noexcept { return anchored_; }
  // The first place from `at` on where a match may begin; npos: nowhere.
  std::size_t next_candidate(std::string_view text, std::size_t at) const noexcept;
  int captures() const noexcept { return captures_; }

 private:
  friend class Matcher;
  friend class PatternReader;

  enum class Kind : std::uint8_t {
    any,
    literal,  // `first`
    set,      // sets_[index]
    open,     // capture `index`
    position,
    close,
    again,  // what capture `index` is
    balance,
    frontier,
    end
  };
  enum class Repeat : std::uint8_t { once, optional, most, most_and_one, least };
  struct Item {
    Kind kind;
    Repeat repeat = Repeat::once;
    unsigned char first = 0, second = 0;
    std::uint32_t index = 0;
  };

  std::vector<Item> items_;
  std::vector<std::bitset<256>> sets_;
  int captures_ = 0;
  bool anchored_ = false;
  std::optional<char> begins_with_;  // each match
};

// Tries a pattern at places of one text.
class Matcher {
 public:
  struct Capture {
    std::size_t start, length;
    bool is_position;
  };

  // `look` is called now and then, and may throw. All must outlive the matcher.
  Matcher(const Pattern& pattern, std::string_view text, const std::function<void()>& look)
      : pattern_(pattern), text_(text), look_(look) {}

  // Whether the pattern is there; then where it ends and what it captured.
  bool matches_at(std::size_t start);
  std::size_t end() const noexcept { return end_; }
  const Capture& capture(int number) const { return captures_[static_cast<std::size_t>(number)]; }

 private:
  bool run(std::size_t item, std::size_t at);
  bool run_deeper(std::size_t item, std::size_t at);
  bool fits(const Pattern::Item& item, std::size_t at) const;
  std::size_t end_of_run(const Pattern::Item& item, std::size_t at) const;
  bool run_repeated(std::size_t item, std::size_t at);
  bool skip(const Pattern::Item& item, std::size_t& at);
  bool skip_balanced(const Pattern::Item& item, std::size_t& at);
  bool is_frontier(const Pattern::Item& item, std::size_t at) const;
  void spend(std::size_t steps);

  const Pattern& pattern_;
  std::string_view text_;
  const std::function<void()>& look_;
  std::array<Capture, Pattern::most_captures> captures_;  // written before they are read
  std::size_t end_ = 0;
  std::size_t spent_ = 0;
  int depth_ = 0;
};

}  // namespace luamigrate::lua
