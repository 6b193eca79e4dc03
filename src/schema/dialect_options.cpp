#include "schema/dialect_options.h"

#include <algorithm>
#include <tuple>

namespace luamigrate::schema {

const OptionValue* DialectOptions::find(std::string_view dialect, std::string_view name) const {
  const OptionValue* bare = nullptr;
  for (const DialectOption& option : all_) {
    if (option.name != name) continue;
    if (option.dialect == dialect) return &option.value;
    if (option.dialect.empty()) bare = &option.value;
  }
  return bare;
}

bool DialectOptions::flag(std::string_view dialect, std::string_view name) const {
  const OptionValue* value = find(dialect, name);
  const bool* flag = value ? std::get_if<bool>(value) : nullptr;
  return flag && *flag;
}

std::string DialectOptions::text(std::string_view dialect, std::string_view name) const {
  const OptionValue* value = find(dialect, name);
  if (!value) return {};
  if (const auto* text = std::get_if<std::string>(value)) return *text;
  if (const auto* sql = std::get_if<Sql>(value)) return sql->text;
  return {};
}

void DialectOptions::set(DialectOption option) {
  const auto key = [](const DialectOption& o) { return std::tie(o.dialect, o.name); };
  const auto place = std::lower_bound(all_.begin(), all_.end(), option,
                                      [&](const DialectOption& a, const DialectOption& b) { return key(a) < key(b); });
  if (place != all_.end() && key(*place) == key(option))
    *place = std::move(option);
  else
    all_.insert(place, std::move(option));
}

}  // namespace luamigrate::schema
