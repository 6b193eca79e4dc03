// What a struct looks like from Lua, described once beside it. The argument reader of the bindings, the writer of Lua
// source, the messages about unknown options and the editor annotations are all made from these descriptions.
//
//   struct DropColumn {
//     schema::TableName table;
//     std::string column;
//     bool if_exists = false;
//     schema::DialectOptions options;
//
//     static constexpr std::string_view lua_name = "drop_column";
//     static constexpr auto fields() {
//       return std::tuple(positional("table", &DropColumn::table), positional("column", &DropColumn::column),
//                         option("if_exists", &DropColumn::if_exists),
//                         dialect_options("drop_column", &DropColumn::options));
//     }
//   };
#pragma once

#include <array>
#include <concepts>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

namespace luamigrate::base {

enum class FieldPlace {
  positional,       // an argument in its place
  option,           // a key of the table of options at the end
  dialect_options,  // all options that only some databases honour; `name` is the site they are declared for
};

template <class Owner, class Member>
struct Field {
  using member_type = Member;
  std::string_view name;
  Member Owner::*member;
  FieldPlace place;
  std::span<const std::string_view> words;  // the only ones that a text may be, in any case; empty: it is free
};

template <class Owner, class Member>
constexpr auto positional(std::string_view name, Member Owner::*member) {
  return Field<Owner, Member>{name, member, FieldPlace::positional, {}};
}

template <class Owner, class Member>
constexpr auto option(std::string_view name, Member Owner::*member, std::span<const std::string_view> words = {}) {
  return Field<Owner, Member>{name, member, FieldPlace::option, words};
}

template <class Owner, class Member>
constexpr auto dialect_options(std::string_view site, Member Owner::*member) {
  return Field<Owner, Member>{site, member, FieldPlace::dialect_options, {}};
}

template <class T>
concept Described = requires {
  { T::lua_name } -> std::convertible_to<std::string_view>;
  T::fields();
};

// The words that an enumeration has in Lua: specialised beside it with `static constexpr std::array list` of pairs
// (word, enumerator).
template <class Enumeration>
struct Words;

template <class Enumeration>
constexpr std::string_view word_of(Enumeration value) {
  for (const auto& [word, enumerator] : Words<Enumeration>::list)
    if (enumerator == value) return word;
  return {};
}

// Calls `visit(field)` for each field of T, in the order of the description.
template <Described T, class Visit>
constexpr void for_each_field(Visit&& visit) {
  std::apply([&](const auto&... field) { (visit(field), ...); }, T::fields());
}

}  // namespace luamigrate::base
