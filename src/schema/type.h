// The type of a column, as a script wrote it: a name with its arguments. What it becomes on a database is the dialect's
// business, and which names and arguments exist is declared: the generic types here, those of one database in its
// folder.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/box.h"

namespace luamigrate::schema {

struct Type;
using TypeArgument = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>, base::Box<Type>>;

struct TypeVariant;

struct Type {
  std::string dialect;                                        // "" for a generic type, else "postgresql", ...
  std::string name;                                           // as in Lua: "String", "JSONB", "SqlType"
  std::vector<TypeArgument> arguments;                        // by position
  std::vector<std::pair<std::string, TypeArgument>> options;  // sorted by name
  std::vector<TypeVariant> variants;                          // by :on(), in the order they were written

  // The type to use on `dialect`: the variant for it, or this one.
  const Type& on(std::string_view for_dialect) const;

  bool is(std::string_view generic_name) const { return dialect.empty() && name == generic_name; }
  const std::int64_t* integer_argument(std::size_t position) const;  // nullptr: not given, or not an integer
  const std::string* text_argument(std::size_t position) const;
  const std::vector<std::string>* list_argument(std::size_t position) const;
  const TypeArgument* option(std::string_view option_name) const;  // nullptr: not given
  bool flag(std::string_view option_name) const;                   // false when not given
  std::string text_option(std::string_view option_name) const;     // "" when not given
};

struct TypeVariant {
  std::string dialect;
  Type type;
};

bool operator==(const Type& a, const Type& b);
inline bool operator==(const TypeVariant& a, const TypeVariant& b) {
  return a.dialect == b.dialect && a.type == b.type;
}

// `String(100)`, `postgresql.ARRAY(Integer)`: as Lua source.
std::string shown(const Type& type);

enum class ParameterKind { boolean, integer, text, text_list, type, integer_or_text, boolean_or_text };

struct TypeParameter {
  std::string_view name;
  ParameterKind kind;
  bool required = false;
};

// A type that exists: what its constructor in Lua accepts.
struct TypeDeclaration {
  std::string_view name;
  std::vector<TypeParameter> arguments;  // by position; optional ones last
  std::vector<TypeParameter> options;
};

// Integer, String, ... and SqlType.
std::span<const TypeDeclaration> generic_types();

}  // namespace luamigrate::schema
