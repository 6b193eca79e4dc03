#include "databases/ansi/options.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/fields.h"
#include "databases/registry.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::ansi {
namespace {

using schema::DialectOptions;

bool declares(std::span<const OptionDeclaration> declarations, std::string_view site, std::string_view name) {
  return std::any_of(declarations.begin(), declarations.end(),
                     [&](const OptionDeclaration& o) { return o.site == site && o.name == name; });
}

[[noreturn]] void refuse(std::string_view title, std::string_view site, std::string_view name) {
  std::vector<std::string> prefixed;
  for (const Database* database : all_databases())
    if (declares(database->options, site, name)) prefixed.push_back(fmt::format("{}_{}", database->name, name));
  std::string hint = prefixed.empty() ? fmt::format("take \"{}\" out", name)
                                      : fmt::format("write {}, which applies there and is ignored elsewhere",
                                                    fmt::join(prefixed, " or "));
  throw Error(ErrorKind::unsupported,
              fmt::format("{} does not have the option \"{}\" (without a database's name in front)", title, name),
              std::move(hint));
}

// It is for the comparison of models with a database.
void refuse_rename(const schema::Column& column) {
  if (column.renamed_from.empty()) return;
  throw Error(ErrorKind::script,
              fmt::format("the column \"{}\" says renamed_from, which is for models only", column.name),
              "a revision renames by op.alter_column(table, column, { new_column_name = ... })");
}

struct Check {
  std::string_view title;
  std::span<const OptionDeclaration> honoured;

  void options(std::string_view site, const DialectOptions& given) const {
    for (const schema::DialectOption& option : given.all())
      if (option.dialect.empty() && !declares(honoured, site, option.name)) refuse(title, site, option.name);
  }

  // Whatever is described by fields, and lists of such.
  template <class T>
  void value(const T& given) const {
    if constexpr (std::is_same_v<T, schema::Column>) refuse_rename(given);
    if constexpr (base::Described<T>) {
      base::for_each_field<T>([&](const auto& field) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(given.*field.member)>, DialectOptions>)
          options(field.name, given.*field.member);
        else
          value(given.*field.member);
      });
    }
  }
  template <class T>
  void value(const std::vector<T>& given) const {
    for (const T& item : given) value(item);
  }
  template <class T>
  void value(const std::optional<T>& given) const {
    if (given) value(*given);
  }
  void value(const schema::Element& given) const {
    std::visit([this](const auto& element) { value(element); }, given);
  }
};

void check_operation(const Check& check, const ops::Operation& operation) {
  std::visit([&](const auto& body) { check.value(body); }, operation.body);
  if (const auto* batch = std::get_if<ops::BatchAlterTable>(&operation.body))
    for (const ops::Operation& inner : batch->operations) check_operation(check, inner);
}

}  // namespace

void check_options(const ops::Operation& operation, std::string_view title,
                   std::span<const OptionDeclaration> honoured) {
  check_operation({title, honoured}, operation);
}

}  // namespace luamigrate::databases::ansi
