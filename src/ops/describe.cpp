#include "ops/describe.h"

#include <concepts>
#include <optional>
#include <sstream>
#include <string_view>
#include <type_traits>

namespace luamigrate::ops {
namespace {

std::string first_words(const std::string& sql) {
  constexpr int count = 3;
  std::istringstream in(sql);
  std::string result;
  std::string word;
  for (int i = 0; i < count && in >> word; ++i) result += (i == 0 ? "" : " ") + word;
  if (in >> word) result += " ...";
  return result;
}

// Elements, rows and privileges are more than a name.
template <class T>
void add(std::string& text, const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    if (!value.empty()) text += (text.empty() ? " " : ", ") + value;
  } else if constexpr (std::is_same_v<T, schema::Name>) {
    add(text, value.text);
  } else if constexpr (std::is_same_v<T, schema::Column>) {
    add(text, value.name);
  } else if constexpr (std::is_same_v<T, schema::OptionalName> || std::is_same_v<T, std::optional<std::string>>) {
    if (value) add(text, *value);
  }
}

void add_columns(std::string& text, const std::vector<std::string>& columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) text += (i == 0 ? " (" : ", ") + columns[i];
  text += ")";
}

void add_columns(std::string& text, const std::vector<schema::IndexColumn>& columns) {
  std::vector<std::string> names;
  for (const schema::IndexColumn& column : columns) {
    const auto* name = std::get_if<std::string>(&column.expression);
    names.push_back(name ? *name : "...");
  }
  add_columns(text, names);
}

// Texts of SQL, which are too long.
bool is_name(std::string_view field) {
  return field != "body" && field != "condition" && field != "select" && field != "comment" && field != "definition";
}

struct Names {
  std::string operator()(const Execute& body) const { return " " + first_words(body.sql); }
  std::string operator()(const BatchAlterTable& body) const {
    std::string text = " " + body.table;
    for (std::size_t i = 0; i < body.operations.size(); ++i)
      text += (i == 0 ? " (" : "; ") + describe(body.operations[i]);
    return text + (body.operations.empty() ? "" : ")");
  }
  template <class T>
  std::string operator()(const T& body) const {
    std::string text;
    base::for_each_field<T>([&](const auto& field) {
      if (field.place == base::FieldPlace::positional && is_name(field.name)) add(text, body.*field.member);
    });
    if constexpr (requires {
                    { body.name } -> std::convertible_to<schema::OptionalName>;
                  }) {
      if constexpr (requires { body.local_columns; })
        if (!body.name) add_columns(text, body.local_columns);
      if constexpr (requires { body.columns; })
        if (!body.name) add_columns(text, body.columns);
    }
    return text;
  }
};

}  // namespace

std::string describe(const Operation& operation) {
  return std::string(name_of(operation)) + std::visit(Names{}, operation.body);
}

}  // namespace luamigrate::ops
