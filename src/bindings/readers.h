// How a field of each C++ type is read from a script. Field by field this is what makes read_fields.h generic.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/fields.h"
#include "bindings/values.h"
#include "lua/reader.h"
#include "ops/batch.h"
#include "ops/data.h"
#include "schema/elements.h"

namespace luamigrate::bindings {

// `read` gives the value or throws; `may_be_nil` says whether nil, and nothing at all, is a value too.
template <class T>
struct Reader;

struct NotNil {
  static constexpr bool may_be_nil = false;
};
struct MayBeNil {
  static constexpr bool may_be_nil = true;
};

template <>
struct Reader<bool> : NotNil {
  static bool read(const lua::Value& value) { return lua::read_boolean(value); }
};
template <>
struct Reader<std::int64_t> : NotNil {
  static std::int64_t read(const lua::Value& value) { return lua::read_integer(value); }
};
template <>
struct Reader<std::string> : NotNil {
  static std::string read(const lua::Value& value) { return lua::read_string(value); }
};
template <>
struct Reader<schema::Parameters> : MayBeNil {
  static schema::Parameters read(const lua::Value& value) { return read_parameters(value); }
};
template <>
struct Reader<std::vector<std::string>> : NotNil {
  static std::vector<std::string> read(const lua::Value& value);
};
template <>
struct Reader<schema::NameList> : NotNil {
  static schema::NameList read(const lua::Value& value);
};
template <>
struct Reader<schema::Name> : NotNil {
  static schema::Name read(const lua::Value& value);
};
template <>
struct Reader<schema::NameOrSql> : NotNil {
  static schema::NameOrSql read(const lua::Value& value);
};
template <>
struct Reader<schema::DefaultValue> : NotNil {
  static schema::DefaultValue read(const lua::Value& value);
};
template <>
struct Reader<schema::NullableText> : NotNil {
  static schema::NullableText read(const lua::Value& value);
};
template <>
struct Reader<schema::Type> : NotNil {
  static schema::Type read(const lua::Value& value);
};
template <>
struct Reader<schema::Identity> : NotNil {
  static schema::Identity read(const lua::Value& value);
};
template <>
struct Reader<schema::NullableIdentity> : NotNil {
  static schema::NullableIdentity read(const lua::Value& value);
};
template <>
struct Reader<schema::Computed> : NotNil {
  static schema::Computed read(const lua::Value& value);
};
template <>
struct Reader<schema::Reference> : NotNil {
  static schema::Reference read(const lua::Value& value);
};
template <>
struct Reader<schema::Referent> : NotNil {
  static schema::Referent read(const lua::Value& value);
};
template <>
struct Reader<schema::Column> : NotNil {
  static schema::Column read(const lua::Value& value);
};
template <>
struct Reader<std::vector<schema::IndexColumn>> : NotNil {
  static std::vector<schema::IndexColumn> read(const lua::Value& value);
};
template <>
struct Reader<std::vector<schema::ExcludeElement>> : NotNil {
  static std::vector<schema::ExcludeElement> read(const lua::Value& value);
};
template <>
struct Reader<std::vector<schema::Element>> : NotNil {
  static std::vector<schema::Element> read(const lua::Value& value);
};
template <>
struct Reader<std::vector<std::vector<std::string>>> : NotNil {
  static std::vector<std::vector<std::string>> read(const lua::Value& value);
};
template <>
struct Reader<schema::NamingConvention> : NotNil {
  static schema::NamingConvention read(const lua::Value& value);
};
template <>
struct Reader<ops::Assignments> : NotNil {
  static ops::Assignments read(const lua::Value& value);
};
template <>
struct Reader<std::chrono::milliseconds> : NotNil {
  static std::chrono::milliseconds read(const lua::Value& value);
};
template <>
struct Reader<ops::TableOptions> : NotNil {
  static ops::TableOptions read(const lua::Value& value);
};

template <class T>
struct Reader<std::optional<T>> : MayBeNil {
  static std::optional<T> read(const lua::Value& value) {
    if (value.is_nil()) return std::nullopt;
    return Reader<T>::read(value);
  }
};

// Enumerations, by their words.
template <class T>
requires std::is_enum_v<T>
struct Reader<T> : NotNil {
  static T read(const lua::Value& value) {
    constexpr auto& list = base::Words<T>::list;
    std::array<std::string_view, list.size()> words;
    for (std::size_t i = 0; i < list.size(); ++i) words[i] = list[i].first;
    return list[lua::read_word(value, words)].second;
  }
};

}  // namespace luamigrate::bindings

namespace luamigrate::lua {

template <>
inline constexpr const char* object_name<schema::Name> = "name made by op.f";
template <>
inline constexpr const char* object_name<schema::Type> = "type";
template <>
inline constexpr const char* object_name<schema::Column> = "column";
template <>
inline constexpr const char* object_name<schema::PrimaryKey> = "primary key";
template <>
inline constexpr const char* object_name<schema::Unique> = "unique constraint";
template <>
inline constexpr const char* object_name<schema::Check> = "check constraint";
template <>
inline constexpr const char* object_name<schema::ForeignKey> = "foreign key";
template <>
inline constexpr const char* object_name<schema::Exclude> = "exclude constraint";
template <>
inline constexpr const char* object_name<schema::Index> = "index";

}  // namespace luamigrate::lua
