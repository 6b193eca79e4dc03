// Fields of each type as expressions of Lua, and any described struct (base/fields.h) as the call or table that makes
// it.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/fields.h"
#include "lua_source/layout.h"
#include "lua_source/literals.h"
#include "ops/batch.h"
#include "ops/data.h"
#include "schema/elements.h"

namespace luamigrate::lua_source {

Expression expression(bool value);
Expression expression(std::int64_t value);
Expression expression(double value);
Expression expression(const std::string& value);
Expression expression(schema::Null value);
Expression expression(const schema::Sql& value);
Expression expression(const schema::Blob& value);
Expression expression(const schema::Json& value);
Expression expression(const schema::Name& value);
Expression expression(const schema::NameList& value);
Expression expression(const schema::Type& value);
Expression expression(const base::Box<schema::Type>& value);
Expression expression(const schema::Identity& value);
Expression expression(const schema::Computed& value);
Expression expression(const schema::Reference& value);
Expression expression(const schema::Referent& value);
Expression expression(const schema::IndexColumn& value);
Expression expression(const schema::ExcludeElement& value);
Expression expression(const std::pair<std::string, schema::Value>& value) = delete;
Expression expression(const schema::OptionMap& value);
Expression expression(const schema::Row& value);
Expression expression(const schema::Parameters& value);
Expression expression(const std::vector<schema::Element>& value);
Expression expression(const schema::NamingConvention& value);
Expression expression(const ops::TableOptions& value);
Expression expression(const std::vector<std::pair<std::string, ops::Assigned>>& value);
Expression expression(std::chrono::milliseconds value);

template <class T>
requires std::is_enum_v<T> Expression expression(T value);
template <base::Described T>
Expression expression(const T& value);
template <class T>
Expression expression(const std::optional<T>& value);
template <class... T>
Expression expression(const std::variant<T...>& value);
template <class T>
Expression expression(const std::vector<T>& list);

template <class T>
requires std::is_enum_v<T> Expression expression(T value) {
  return text(text_literal(base::word_of(value)));
}

template <base::Described T>
Expression expression(const T& value);

template <class T>
Expression expression(const std::optional<T>& value) {
  return value ? expression(*value) : text("nil");
}

template <class... T>
Expression expression(const std::variant<T...>& value) {
  return std::visit([](const auto& alternative) { return expression(alternative); }, value);
}

template <class T>
Expression expression(const std::vector<T>& list) {
  Expression result = table();
  for (const T& item : list) result.add(expression(item));
  return result;
}

void add_dialect_options(Expression& table, const schema::DialectOptions& options);

struct NoneLeftOut {
  constexpr bool operator()(std::string_view) const { return false; }
};

// Adds what is not as it is by itself to a table.
template <base::Described T, class LeftOut = NoneLeftOut>
void add_options(Expression& result, const T& value, LeftOut left_out = {}) {
  static const T defaults{};
  base::for_each_field<T>([&](const auto& field) {
    using Member = typename std::remove_cvref_t<decltype(field)>::member_type;
    if constexpr (std::is_same_v<Member, schema::DialectOptions>) {
      add_dialect_options(result, value.*field.member);
    } else {
      if (field.place != base::FieldPlace::option || left_out(field.name)) return;
      if (value.*field.member == defaults.*field.member) return;
      result.add(key_literal(field.name), expression(value.*field.member));
    }
  });
}

// Adds the positional fields.
template <base::Described T, class LeftOut = NoneLeftOut>
void add_positional(Expression& result, const T& value, LeftOut left_out = {}) {
  base::for_each_field<T>([&](const auto& field) {
    using Member = typename std::remove_cvref_t<decltype(field)>::member_type;
    if constexpr (!std::is_same_v<Member, schema::DialectOptions>)
      if (field.place == base::FieldPlace::positional && !left_out(field.name))
        result.add(expression(value.*field.member));
  });
}

// function(positional..., { options })
template <base::Described T, class LeftOut = NoneLeftOut>
Expression call_expression(std::string function, const T& value, LeftOut left_out = {}) {
  Expression result = call(std::move(function));
  add_positional(result, value, left_out);
  Expression options = table();
  add_options(options, value, left_out);
  if (!options.items.empty()) {
    result.add(std::move(options));
  } else {
    const auto is_nil = [](const Expression& e) { return e.kind == Expression::Kind::text && e.text == "nil"; };
    while (!result.items.empty() && is_nil(result.items.back())) {
      result.items.pop_back();
      result.keys.pop_back();
    }
  }
  return result;
}

// Elements are made by the constructor of their name.
template <base::Described T>
Expression expression(const T& value) {
  return call_expression(std::string(T::lua_name), value);
}

}  // namespace luamigrate::lua_source
