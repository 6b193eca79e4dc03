#include "schema/value.h"

#include <fmt/format.h>

namespace luamigrate::schema {

std::string shown(const Value& value) {
  struct Text {
    std::string operator()(const Null&) const { return "NULL"; }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(std::int64_t value) const { return fmt::to_string(value); }
    std::string operator()(double value) const { return fmt::to_string(value); }
    std::string operator()(const std::string& value) const { return value; }
    std::string operator()(const Blob&) const { return "(bytes)"; }
    std::string operator()(const Json& value) const { return value.text; }
  };
  return std::visit(Text{}, value);
}

}  // namespace luamigrate::schema
