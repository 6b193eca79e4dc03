#include "lua/pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "luamigrate/error.h"

namespace luamigrate::lua {
namespace {

constexpr std::size_t longest_pattern = 64 * 1024;
constexpr int deepest = 200;
constexpr std::size_t steps_between_looks = 10'000;

[[noreturn]] void malformed(const std::string& why) {
  throw Error(ErrorKind::script, why, "in a pattern % stands before what is meant as it is written");
}

// Of %a, %d and so on; false: the character is no class and stands for itself.
bool add_class(unsigned char name, std::bitset<256>& set) {
  using Test = int (*)(int);
  Test test = nullptr;
  switch (std::tolower(name)) {
    case 'a': test = &std::isalpha; break;
    case 'c': test = &std::iscntrl; break;
    case 'd': test = &std::isdigit; break;
    case 'g': test = &std::isgraph; break;
    case 'l': test = &std::islower; break;
    case 'p': test = &std::ispunct; break;
    case 's': test = &std::isspace; break;
    case 'u': test = &std::isupper; break;
    case 'w': test = &std::isalnum; break;
    case 'x': test = &std::isxdigit; break;
    default: return false;
  }
  const bool wanted = std::islower(name) != 0;
  for (int c = 0; c < 256; ++c)
    if ((test(c) != 0) == wanted) set.set(static_cast<std::size_t>(c));
  return true;
}

}  // namespace

class PatternReader {
 public:
  PatternReader(Pattern& pattern, std::string_view text) : pattern_(pattern), text_(text) {}

  void read() {
    while (at_ < text_.size()) read_item();
    if (!open_.empty()) malformed("unfinished capture");
  }

 private:
  using Kind = Pattern::Kind;
  using Repeat = Pattern::Repeat;

  void read_item() {
    const char c = text_[at_];
    if (c == '(') return open();
    if (c == ')') return close();
    if (c == '$' && at_ + 1 == text_.size()) {
      ++at_;
      add({.kind = Kind::end});
      return;
    }
    if (c == '%' && at_ + 1 < text_.size()) {
      const char next = text_[at_ + 1];
      if (next == 'b') return read_balance();
      if (next == 'f') return read_frontier();
      if (std::isdigit(static_cast<unsigned char>(next)) != 0) return read_again(next - '0');
    }
    Pattern::Item item = read_single();
    item.repeat = read_repeat();
    add(item);
  }

  void open() {
    ++at_;
    if (pattern_.captures_ == Pattern::most_captures) malformed("too many captures");
    const auto number = static_cast<std::uint32_t>(pattern_.captures_++);
    if (at_ < text_.size() && text_[at_] == ')') {
      ++at_;
      add({.kind = Kind::position, .index = number});
      return;
    }
    open_.push_back(number);
    add({.kind = Kind::open, .index = number});
  }

  void close() {
    ++at_;
    if (open_.empty()) malformed("invalid pattern capture");
    add({.kind = Kind::close, .index = open_.back()});
    open_.pop_back();
  }

  void read_balance() {
    if (at_ + 3 >= text_.size()) malformed("malformed pattern (missing arguments to '%b')");
    add({.kind = Kind::balance,
         .first = static_cast<unsigned char>(text_[at_ + 2]),
         .second = static_cast<unsigned char>(text_[at_ + 3])});
    at_ += 4;
  }

  void read_frontier() {
    at_ += 2;
    if (at_ == text_.size() || text_[at_] != '[') malformed("missing '[' after '%f' in pattern");
    Pattern::Item item = read_set();
    item.kind = Kind::frontier;
    add(item);
  }

  void read_again(int number) {
    const auto index = static_cast<std::uint32_t>(number - 1);
    if (number == 0 || number > pattern_.captures_ || std::ranges::find(open_, index) != open_.end())
      malformed(fmt::format("invalid capture index %{} in pattern", number));
    at_ += 2;
    add({.kind = Kind::again, .index = index});
  }

  Pattern::Item read_single() {
    const auto c = static_cast<unsigned char>(text_[at_]);
    if (c == '[') return read_set();
    ++at_;
    if (c == '.') return {.kind = Kind::any};
    if (c != '%') return {.kind = Kind::literal, .first = c};
    if (at_ == text_.size()) malformed("malformed pattern (ends with '%')");
    const auto name = static_cast<unsigned char>(text_[at_++]);
    std::bitset<256> set;
    if (!add_class(name, set)) return {.kind = Kind::literal, .first = name};
    return keep(set);
  }

  // Where the "]" is that ends a set whose first character stands at `at`: that one ends none.
  std::size_t end_of_set(std::size_t at) const {
    for (bool first = true; at < text_.size(); first = false) {
      if (text_[at] == ']' && !first) return at;
      at += text_[at] == '%' ? 2 : 1;
    }
    malformed("malformed pattern (missing ']')");
  }

  Pattern::Item read_set() {
    ++at_;
    const bool is_negated = at_ < text_.size() && text_[at_] == '^';
    if (is_negated) ++at_;
    const std::size_t end = end_of_set(at_);
    std::bitset<256> set;
    while (at_ < end) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c == '%') {
        const auto name = static_cast<unsigned char>(text_[at_ + 1]);
        if (!add_class(name, set)) set.set(name);
        at_ += 2;
      } else if (at_ + 2 < end && text_[at_ + 1] == '-') {
        for (int in = c; in <= static_cast<unsigned char>(text_[at_ + 2]); ++in) set.set(static_cast<std::size_t>(in));
        at_ += 3;
      } else {
        set.set(c);
        ++at_;
      }
    }
    at_ = end + 1;
    return keep(is_negated ? ~set : set);
  }

  Pattern::Item keep(const std::bitset<256>& set) {
    pattern_.sets_.push_back(set);
    return {.kind = Kind::set, .index = static_cast<std::uint32_t>(pattern_.sets_.size() - 1)};
  }

  Repeat read_repeat() {
    if (at_ == text_.size()) return Repeat::once;
    switch (text_[at_]) {
      case '?': ++at_; return Repeat::optional;
      case '*': ++at_; return Repeat::most;
      case '+': ++at_; return Repeat::most_and_one;
      case '-': ++at_; return Repeat::least;
      default: return Repeat::once;
    }
  }

  void add(const Pattern::Item& item) { pattern_.items_.push_back(item); }

  Pattern& pattern_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::uint32_t> open_;
};

Pattern::Pattern(std::string_view text, bool anchors) {
  if (text.size() > longest_pattern) malformed("pattern too complex");
  anchored_ = anchors && text.starts_with('^');
  PatternReader(*this, anchored_ ? text.substr(1) : text).read();
  const auto first = std::ranges::find_if(
      items_, [](const Item& item) { return item.kind != Kind::open && item.kind != Kind::position; });
  if (first != items_.end() && first->kind == Kind::literal &&
      (first->repeat == Repeat::once || first->repeat == Repeat::most_and_one))
    begins_with_ = static_cast<char>(first->first);
}

std::size_t Pattern::next_candidate(std::string_view text, std::size_t at) const noexcept {
  if (begins_with_) return text.find(*begins_with_, at);
  return at <= text.size() ? at : std::string_view::npos;
}

bool Matcher::matches_at(std::size_t start) {
  depth_ = 0;
  return run(0, start);
}

void Matcher::spend(std::size_t steps) {
  spent_ += steps;
  if (spent_ < steps_between_looks) return;
  spent_ = 0;
  look_();
}

bool Matcher::fits(const Pattern::Item& item, std::size_t at) const {
  if (at >= text_.size()) return false;
  const auto c = static_cast<unsigned char>(text_[at]);
  switch (item.kind) {
    case Pattern::Kind::any: return true;
    case Pattern::Kind::literal: return c == item.first;
    default: return pattern_.sets_[item.index].test(c);
  }
}

// Where those end that stand from `at` on and fit.
std::size_t Matcher::end_of_run(const Pattern::Item& item, std::size_t at) const {
  if (item.kind == Pattern::Kind::any) return text_.size();
  if (item.kind == Pattern::Kind::literal)
    return std::min(text_.find_first_not_of(static_cast<char>(item.first), at), text_.size());
  const std::bitset<256>& set = pattern_.sets_[item.index];
  while (at < text_.size() && set[static_cast<unsigned char>(text_[at])]) ++at;
  return at;
}

bool Matcher::run_deeper(std::size_t item, std::size_t at) {
  if (item == pattern_.items_.size()) {
    end_ = at;
    return true;
  }
  if (depth_ == deepest) throw Error(ErrorKind::script, "pattern too complex", "use fewer repetitions in one pattern");
  ++depth_;
  const bool found = run(item, at);
  --depth_;
  return found;
}

// A capture that is left again by another way is written anew before it is read: nothing has to be undone.
bool Matcher::run(std::size_t item, std::size_t at) {
  for (; item < pattern_.items_.size(); ++item) {
    spend(1);
    const Pattern::Item& wanted = pattern_.items_[item];
    if (wanted.repeat != Pattern::Repeat::once) return run_repeated(item, at);
    if (!skip(wanted, at)) return false;
  }
  end_ = at;
  return true;
}

bool Matcher::skip(const Pattern::Item& item, std::size_t& at) {
  Capture& capture = captures_[item.index % captures_.size()];
  switch (item.kind) {
    case Pattern::Kind::any:
    case Pattern::Kind::literal:
    case Pattern::Kind::set:
      if (!fits(item, at)) return false;
      ++at;
      return true;
    case Pattern::Kind::open:
    case Pattern::Kind::position: capture = {at, 0, item.kind == Pattern::Kind::position}; return true;
    case Pattern::Kind::close: capture.length = at - capture.start; return true;
    case Pattern::Kind::again: {
      if (capture.is_position) return false;  // a place is no text
      spend(capture.length / 16);
      if (!text_.substr(at).starts_with(text_.substr(capture.start, capture.length))) return false;
      at += capture.length;
      return true;
    }
    case Pattern::Kind::balance: return skip_balanced(item, at);
    case Pattern::Kind::frontier: return is_frontier(item, at);
    case Pattern::Kind::end: return at == text_.size();
  }
  return false;
}

bool Matcher::run_repeated(std::size_t item, std::size_t at) {
  const Pattern::Item& wanted = pattern_.items_[item];
  if (wanted.repeat == Pattern::Repeat::least) {
    for (;; ++at) {
      if (run_deeper(item + 1, at)) return true;
      spend(1);
      if (!fits(wanted, at)) return false;
    }
  }
  const std::size_t least = at + (wanted.repeat == Pattern::Repeat::most_and_one ? 1 : 0);
  std::size_t end = at;
  if (wanted.repeat == Pattern::Repeat::optional)
    end += fits(wanted, at) ? 1 : 0;
  else
    end = end_of_run(wanted, at);
  spend(end - at);
  for (; end >= least; --end) {
    if (run_deeper(item + 1, end)) return true;
    if (end == 0) break;
  }
  return false;
}

bool Matcher::skip_balanced(const Pattern::Item& item, std::size_t& at) {
  if (at >= text_.size() || static_cast<unsigned char>(text_[at]) != item.first) return false;
  std::size_t depth = 1;
  for (std::size_t next = at + 1; next < text_.size(); ++next) {
    spend(1);
    const auto c = static_cast<unsigned char>(text_[next]);
    if (c == item.second) {
      if (--depth > 0) continue;
      at = next + 1;
      return true;
    }
    if (c == item.first) ++depth;
  }
  return false;
}

bool Matcher::is_frontier(const Pattern::Item& item, std::size_t at) const {
  const auto character = [&](std::size_t place) {
    return place < text_.size() ? static_cast<unsigned char>(text_[place]) : std::uint8_t{0};
  };
  const std::bitset<256>& set = pattern_.sets_[item.index];
  return !set.test(at == 0 ? 0 : character(at - 1)) && set.test(character(at));
}

}  // namespace luamigrate::lua
