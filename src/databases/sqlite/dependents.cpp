#include "databases/sqlite/dependents.h"

#include <fmt/format.h>

#include <algorithm>

#include "databases/sqlite/names.h"
#include "luamigrate/error.h"
#include "schema/naming.h"

namespace luamigrate::databases::sqlite {
namespace {

using schema::StoredObject;
using schema::StoredObjectKind;

bool reads_one_of(const StoredObject& object, const std::vector<std::string>& views) {
  return std::ranges::any_of(views, [&](const std::string& view) {
    return !same_name(object.name, view) && mentions(object.definition, view);
  });
}

// Whether the columns of a view have the names that its SELECT gives them, and that of `column` is its own or that of
// a star: no list of names stands behind the view's name, and no AS behind the column.
bool gives_on(std::string_view definition, std::string_view column) {
  const std::vector<sql::Token> tokens = significant_tokens(definition);
  for (std::size_t i = 0; i < tokens.size() && !is_word(tokens[i], "AS"); ++i)
    if (is_symbol(tokens[i], "(")) return false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (is_symbol(tokens[i], "*")) return true;
    if (!sql::is_name(tokens[i]) || !same_name(unquoted(tokens[i].text), column)) continue;
    const bool ends = i + 1 == tokens.size() || is_symbol(tokens[i + 1], ",") || is_word(tokens[i + 1], "FROM");
    const bool renamed = i > 0 && is_word(tokens[i - 1], "AS");
    if (ends && !renamed) return true;
  }
  return false;
}

// The views that read the column and give it on by its own name: from the table, or from one of them.
std::vector<std::string> views_giving_on(const schema::Table& table, std::string_view column) {
  std::vector<std::string> views;
  for (const StoredObject& object : table.dependents) {  // each behind those that it reads
    if (object.kind != StoredObjectKind::view || !gives_on(object.definition, column)) continue;
    if (mentions(object.definition, table.name.name) || reads_one_of(object, views)) views.push_back(object.name);
  }
  return views;
}

}  // namespace

void refuse_drop(const schema::Table& table, std::string_view column, std::string_view what) {
  throw Error(ErrorKind::unsupported,
              fmt::format("the column \"{}\" of \"{}\" cannot be dropped: {} names it", column,
                          schema::shown(table.name), what),
              "drop or change that first");
}

void refuse_where_objects_name(const schema::Table& table, std::string_view column) {
  const std::vector<std::string> views = views_giving_on(table, column);
  for (const StoredObject& object : table.dependents) {
    if (object.kind == StoredObjectKind::trigger && mentions(object.definition, column) &&
        (mentions(object.definition, table.name.name) || reads_one_of(object, views)))
      refuse_drop(table, column, fmt::format("the trigger \"{}\"", object.name));
    if (object.kind == StoredObjectKind::view && mentions_in_double_quotes(object.definition, column))
      refuse_drop(table, column, fmt::format("the view \"{}\"", object.name));
  }
}

void refuse_rename_behind_views(const schema::Table& table, std::string_view column) {
  const std::vector<std::string> views = views_giving_on(table, column);
  for (const StoredObject& object : table.dependents) {
    if (object.kind == StoredObjectKind::index || !mentions_in_double_quotes(object.definition, column) ||
        !reads_one_of(object, views))
      continue;
    throw Error(ErrorKind::unsupported,
                fmt::format("the column \"{0}\" of \"{1}\" cannot be renamed: the {2} \"{3}\" names it in a view over "
                            "the table, whose column changes its name too",
                            column, schema::shown(table.name),
                            object.kind == StoredObjectKind::view ? "view" : "trigger", object.name),
                fmt::format("drop that first and make it again with the new name, or give the column of the view "
                            "between them a name: \"{0}\" AS \"{0}\"",
                            column));
  }
}

}  // namespace luamigrate::databases::sqlite
