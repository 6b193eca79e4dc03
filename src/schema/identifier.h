#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace luamigrate::schema {

// A table, view or other object by name. An empty schema is the connection's default one.
struct ObjectName {
  std::string schema;
  std::string name;
  friend bool operator==(const ObjectName&, const ObjectName&) = default;
  friend auto operator<=>(const ObjectName&, const ObjectName&) = default;
};
using TableName = ObjectName;

// `name` or `schema.name`, for messages; not quoted.
std::string shown(const ObjectName& name);

// How long a name may be, as the database counts.
struct NameLimit {
  enum class Unit { bytes, characters, utf16 };

  constexpr NameLimit(std::size_t most_of_them, Unit of = Unit::bytes) : most(most_of_them), unit(of) {}

  std::size_t length_of(std::string_view name) const;
  bool holds(std::string_view name) const { return length_of(name) <= most; }
  // Throws Error{script} for a longer one.
  void require(std::string_view name) const;

  std::size_t most;
  Unit unit;
};

// The name of a constraint or index as a script gave it.
struct Name {
  std::string text;
  bool final = false;  // made by op.f: naming conventions leave it alone
  friend bool operator==(const Name&, const Name&) = default;
};
using OptionalName = std::optional<Name>;

// One name or several, where a script may write either.
struct NameList {
  std::vector<std::string> names;
  friend bool operator==(const NameList&, const NameList&) = default;
};

}  // namespace luamigrate::schema
