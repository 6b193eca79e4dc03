#include "ops/describe.h"

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

// Columns, rows and privileges are more than a name.
template <class T>
void add(std::string& text, const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    if (!value.empty()) text += (text.empty() ? " " : ", ") + value;
  } else if constexpr (std::is_same_v<T, schema::Name>) {
    add(text, value.text);
  } else if constexpr (std::is_same_v<T, schema::OptionalName> || std::is_same_v<T, std::optional<std::string>>) {
    if (value) add(text, *value);
  }
}

// Texts of SQL, which are too long.
bool is_name(std::string_view field) {
  return field != "body" && field != "condition" && field != "select" && field != "comment" && field != "definition";
}

struct Names {
  std::string operator()(const Execute& body) const { return " " + first_words(body.sql); }
  template <class T>
  std::string operator()(const T& body) const {
    std::string text;
    base::for_each_field<T>([&](const auto& field) {
      if (field.place == base::FieldPlace::positional && is_name(field.name)) add(text, body.*field.member);
    });
    return text;
  }
};

}  // namespace

std::string describe(const Operation& operation) {
  return std::string(name_of(operation)) + std::visit(Names{}, operation.body);
}

}  // namespace luamigrate::ops
