// Options that only some databases honour. Each database's folder declares its own (databases/database.h); a script may
// write one with the database's name in front (`postgresql_using`: applies there, ignored elsewhere) or without
// (applies everywhere, and is an error on a database that cannot honour it).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "schema/value.h"

namespace luamigrate::schema {

using OptionScalar = std::variant<bool, std::int64_t, double, std::string>;
using OptionList = std::vector<NameOrSql>;
using OptionMap = std::vector<std::pair<std::string, OptionScalar>>;  // sorted by key
using OptionValue = std::variant<bool, std::int64_t, double, std::string, Sql, OptionList, OptionMap>;

struct DialectOption {
  std::string dialect;  // "postgresql"; empty: written without a prefix
  std::string name;     // "using"
  OptionValue value;
  friend bool operator==(const DialectOption&, const DialectOption&) = default;
};

class DialectOptions {
 public:
  // The value in force on `dialect`: the prefixed one first, then the one without prefix. nullptr: not given.
  const OptionValue* find(std::string_view dialect, std::string_view name) const;

  bool flag(std::string_view dialect, std::string_view name) const;         // false when not given
  std::string text(std::string_view dialect, std::string_view name) const;  // strings and SQL text; "" when not given

  void set(DialectOption option);  // replaces one of the same dialect and name; keeps the order dialect, name
  const std::vector<DialectOption>& all() const noexcept { return all_; }
  bool empty() const noexcept { return all_.empty(); }
  friend bool operator==(const DialectOptions&, const DialectOptions&) = default;

 private:
  std::vector<DialectOption> all_;
};

}  // namespace luamigrate::schema
