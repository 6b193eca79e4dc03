#include "annotations.h"

#include <fmt/format.h>

#include <variant>
#include <vector>

#include "bindings/readers.h"
#include "ops/operation.h"

namespace luamigrate::tests {
namespace {

template <class T>
struct LuaType;

template <class T>
struct LuaType<std::optional<T>> {
  static std::string name() { return LuaType<T>::name(); }
};
template <class T>
requires std::is_enum_v<T>
struct LuaType<T> {
  static std::string name() {
    std::string result;
    for (const auto& [word, value] : base::Words<T>::list)
      result += fmt::format("{}\"{}\"", result.empty() ? "" : "|", word);
    return result;
  }
};

#define LUA_TYPE(type, text)                   \
  template <>                                  \
  struct LuaType<type> {                       \
    static std::string name() { return text; } \
  };
LUA_TYPE(bool, "boolean")
LUA_TYPE(std::int64_t, "integer")
LUA_TYPE(std::string, "string")
LUA_TYPE(std::vector<std::string>, "string[]")
LUA_TYPE(schema::NameList, "string|string[]")
LUA_TYPE(schema::Name, "string|luamigrate.Name")
LUA_TYPE(schema::Type, "luamigrate.Type")
LUA_TYPE(schema::DefaultValue, "luamigrate.Default")
LUA_TYPE(schema::NullableText, "string|luamigrate.Null")
LUA_TYPE(schema::Identity, "true|luamigrate.Identity")
LUA_TYPE(schema::NullableIdentity, "true|luamigrate.Identity|luamigrate.Null")
LUA_TYPE(schema::Computed, "{ [1]: string, persisted: boolean? }")
LUA_TYPE(schema::Reference, "string|luamigrate.Reference")
LUA_TYPE(schema::Referent, "string[]")
LUA_TYPE(schema::Column, "luamigrate.Column")
LUA_TYPE(std::vector<schema::IndexColumn>, "luamigrate.IndexColumn[]")
LUA_TYPE(std::vector<schema::ExcludeElement>, "{ [1]: luamigrate.NameOrSql, [2]: string }[]")
LUA_TYPE(std::vector<schema::Element>, "luamigrate.Element[]")
LUA_TYPE(schema::Parameters, "luamigrate.Value[]|table<string, luamigrate.Value>")
LUA_TYPE(ops::Assignments, "string|luamigrate.Sql|table<string, luamigrate.Value|luamigrate.Sql>")
LUA_TYPE(std::chrono::milliseconds, "string")
LUA_TYPE(std::vector<schema::Row>, "luamigrate.Row[]|fun(): luamigrate.Row?")
#undef LUA_TYPE

template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;

// Options that are of one database are not listed, so any key is let through.
template <base::Described T>
std::string options_class(const std::string& class_name, std::string_view first_field = {}) {
  std::string fields;
  base::for_each_field<T>([&](const auto& field) {
    using Member = typename std::remove_cvref_t<decltype(field)>::member_type;
    if constexpr (std::is_same_v<Member, schema::DialectOptions>)
      fields += "---@field [string] any options that only some databases honour\n";
    else if (field.place == base::FieldPlace::option)
      fields += fmt::format("---@field {}? {}\n", field.name, LuaType<Member>::name());
  });
  if (fields.empty()) return {};
  return fmt::format("---@class {}\n{}{}", class_name, first_field, fields);
}

template <base::Described T>
std::string function(const std::string& name, const std::string& class_name, std::string_view result) {
  std::string text = options_class<T>(class_name);
  const bool has_options = !text.empty();
  if (has_options) text += "\n";
  std::string parameters;
  base::for_each_field<T>([&](const auto& field) {
    using Member = typename std::remove_cvref_t<decltype(field)>::member_type;
    if constexpr (!std::is_same_v<Member, schema::DialectOptions>) {
      if (field.place != base::FieldPlace::positional) return;
      const bool optional = is_optional<Member> || std::is_same_v<Member, schema::Parameters>;
      const bool last = std::is_same_v<Member, schema::Parameters>;
      text += fmt::format("---@param {}{} {}{}\n", field.name, last ? "?" : "", LuaType<Member>::name(),
                          optional && !last ? "|nil" : "");
      parameters += fmt::format("{}{}", parameters.empty() ? "" : ", ", field.name);
    }
  });
  if (has_options) {
    text += fmt::format("---@param options? {}\n", class_name);
    parameters += ", options";
  }
  if (!result.empty()) text += fmt::format("---@return {}\n", result);
  return text + fmt::format("function {}({}) end\n\n", name, parameters);
}

template <class... T>
std::string constructors(const std::variant<T...>*) {
  std::string text;
  ((text += function<T>(
        std::string(T::lua_name), fmt::format("luamigrate.{}.Options", T::lua_name),
        "luamigrate." +
            [] {
              std::string name;
              bool upper = true;
              for (const char c : T::lua_name) {
                if (c != '_') name += upper ? static_cast<char>(c - 'a' + 'A') : c;
                upper = c == '_';
              }
              return name;
            }())),
   ...);
  return text;
}

template <class... T>
std::string operations(const std::variant<T...>*) {
  std::string text;
  const auto add = [&]<class O>(const O*) {
    // Its block is not a field: it is written by hand in context.lua.
    if constexpr (!std::is_same_v<O, ops::BatchAlterTable>)
      text += function<O>(fmt::format("op.{}", O::lua_name), fmt::format("luamigrate.op.{}.Options", O::lua_name),
                          std::is_same_v<O, ops::Execute>         ? "integer rows that the last statement touched"
                          : std::is_same_v<O, ops::BulkInsert>    ? "integer rows inserted"
                          : std::is_same_v<O, ops::BatchedUpdate> ? "integer rows updated"
                                                                  : "");
  };
  (add(static_cast<const T*>(nullptr)), ...);
  return text;
}

}  // namespace

std::string annotations() {
  std::string text =
      "---@meta\n"
      "-- The constructors of elements and the operations. Made from their descriptions in src/ and held to them by a\n"
      "-- test: LUAMIGRATE_WRITE_ANNOTATIONS=1 test_bindings writes it anew.\n\n";
  text += options_class<schema::Identity>("luamigrate.Identity") + "\n";
  text += options_class<schema::Reference>("luamigrate.Reference", "---@field [1]? string the column: \"orgs.id\"\n") +
          "\n";
  text += constructors(static_cast<const schema::Element*>(nullptr));
  text += operations(static_cast<const ops::OperationBody*>(nullptr));
  text.pop_back();
  return text;
}

}  // namespace luamigrate::tests
