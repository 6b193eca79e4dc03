// Every text in an operation, wherever it stands: generic over `fields()`, so that a new operation or option is covered
// by itself.
#pragma once

#include <chrono>
#include <concepts>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "base/box.h"
#include "base/fields.h"
#include "ops/operation.h"

namespace luamigrate::test {

template <class T, class Visit>
void each_text(T& value, const Visit& visit);

namespace detail {

template <class T>
concept Scalar = std::is_arithmetic_v<T> || std::is_enum_v<T> || std::same_as<T, schema::Null> ||
    std::same_as<T, std::monostate> || std::same_as<T, std::chrono::milliseconds>;

}  // namespace detail

template <class T, class Visit>
struct EachText {
  static void in(T& value, const Visit& visit) {
    if constexpr (base::Described<T>) {
      base::for_each_field<T>([&](const auto& field) { each_text(value.*field.member, visit); });
    } else {
      static_assert(detail::Scalar<T>, "a kind of value that may hold texts has no visitor here");
    }
  }
};

template <class Visit>
struct EachText<std::string, Visit> {
  static void in(std::string& value, const Visit& visit) { visit(value); }
};
template <class T, class Visit>
struct EachText<std::optional<T>, Visit> {
  static void in(std::optional<T>& value, const Visit& visit) {
    if (value) each_text(*value, visit);
  }
};
template <class T, class Visit>
struct EachText<std::vector<T>, Visit> {
  static void in(std::vector<T>& value, const Visit& visit) {
    for (T& item : value) each_text(item, visit);
  }
};
template <class... T, class Visit>
struct EachText<std::variant<T...>, Visit> {
  static void in(std::variant<T...>& value, const Visit& visit) {
    std::visit([&](auto& held) { each_text(held, visit); }, value);
  }
};
template <class A, class B, class Visit>
struct EachText<std::pair<A, B>, Visit> {
  static void in(std::pair<A, B>& value, const Visit& visit) {
    each_text(value.first, visit);
    each_text(value.second, visit);
  }
};
template <class Visit>
struct EachText<base::Box<schema::Type>, Visit> {
  static void in(base::Box<schema::Type>& value, const Visit& visit) {
    schema::Type type = *value;
    each_text(type, visit);
    value = base::Box<schema::Type>(std::move(type));
  }
};
// The name of a type and of its options is a word of Lua.
template <class Visit>
struct EachText<schema::Type, Visit> {
  static void in(schema::Type& value, const Visit& visit) {
    each_text(value.arguments, visit);
    for (auto& [name, option] : value.options) each_text(option, visit);
    for (schema::TypeVariant& variant : value.variants) each_text(variant.type, visit);
  }
};
template <class Visit>
struct EachText<schema::DialectOptions, Visit> {
  static void in(schema::DialectOptions& value, const Visit& visit) {
    schema::DialectOptions changed;
    for (schema::DialectOption option : value.all()) {
      each_text(option.value, visit);
      changed.set(std::move(option));
    }
    value = std::move(changed);
  }
};
template <class Visit>
struct EachText<schema::Name, Visit> {
  static void in(schema::Name& value, const Visit& visit) { visit(value.text); }
};
template <class Visit>
struct EachText<schema::NameList, Visit> {
  static void in(schema::NameList& value, const Visit& visit) { each_text(value.names, visit); }
};
template <class Visit>
struct EachText<schema::Sql, Visit> {
  static void in(schema::Sql& value, const Visit& visit) { visit(value.text); }
};
template <class Visit>
struct EachText<schema::Json, Visit> {
  static void in(schema::Json& value, const Visit& visit) { visit(value.text); }
};
template <class Visit>
struct EachText<schema::Blob, Visit> {
  static void in(schema::Blob& value, const Visit& visit) { visit(value.bytes); }
};
template <class Visit>
struct EachText<schema::ObjectName, Visit> {
  static void in(schema::ObjectName& value, const Visit& visit) {
    visit(value.schema);
    visit(value.name);
  }
};
template <class Visit>
struct EachText<schema::Referent, Visit> {
  static void in(schema::Referent& value, const Visit& visit) {
    each_text(value.table, visit);
    each_text(value.columns, visit);
  }
};
template <class Visit>
struct EachText<ops::Operation, Visit> {
  static void in(ops::Operation& value, const Visit& visit) {
    each_text(static_cast<ops::AnyOperation&>(value.body), visit);
    if (auto* batch = std::get_if<ops::BatchAlterTable>(&value.body)) each_text(batch->operations, visit);
  }
};

template <class T, class Visit>
void each_text(T& value, const Visit& visit) {
  EachText<T, Visit>::in(value, visit);
}

}  // namespace luamigrate::test
