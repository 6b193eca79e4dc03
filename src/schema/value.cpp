#include "schema/value.h"

#include <fmt/format.h>

namespace luamigrate::schema {

Row row_of(const std::vector<std::string>& columns, const std::vector<Value>& values) {
  Row row;
  row.reserve(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) row.emplace_back(columns[i], values[i]);
  return row;
}

std::size_t text_size(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return text->size();
  if (const auto* blob = std::get_if<Blob>(&value)) return blob->bytes.size();
  if (const auto* json = std::get_if<Json>(&value)) return json->text.size();
  return 0;
}

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
