#include "schema/identifier.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "luamigrate/error.h"

namespace luamigrate::schema {

std::string shown(const ObjectName& name) {
  return name.schema.empty() ? name.name : name.schema + "." + name.name;
}

std::size_t NameLimit::length_of(std::string_view name) const {
  if (unit == Unit::bytes) return name.size();
  const auto begins_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  const auto is_two_units = [](char c) { return static_cast<unsigned char>(c) >= 0xF0U; };
  auto length = std::ranges::count_if(name, begins_character);
  if (unit == Unit::utf16) length += std::ranges::count_if(name, is_two_units);
  return static_cast<std::size_t>(length);
}

void NameLimit::require(std::string_view name) const {
  if (holds(name)) return;
  throw Error(ErrorKind::script,
              fmt::format("the name \"{}\" has {} {}; the limit of this database is {}", base::shortened(name),
                          length_of(name), unit == Unit::bytes ? "bytes" : "characters", most),
              "give a shorter name");
}

}  // namespace luamigrate::schema
