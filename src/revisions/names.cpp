#include "revisions/names.h"

#include <array>

namespace luamigrate::revisions {
namespace {

std::string why_not(std::string_view name) {
  static constexpr std::array<std::string_view, 4> reserved = {"head", "heads", "base", "current"};
  if (name.empty()) return "it is empty";
  for (const std::string_view word : reserved)
    if (name == word) return "it means something else in a target";
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return "it holds a control character";
    if (c == ' ') return "it holds a space";
    if (std::string_view("@:+-").find(c) != std::string_view::npos)
      return std::string("it holds \"") + c + "\", which has a meaning in a target";
  }
  return {};
}

}  // namespace

std::string why_no_id(std::string_view id) {
  constexpr std::size_t longest = 255;  // of the version table's column
  if (id.size() > longest) return "it is longer than 255 characters";
  return why_not(id);
}

std::string why_no_label(std::string_view label) {
  return why_not(label);
}

}  // namespace luamigrate::revisions
