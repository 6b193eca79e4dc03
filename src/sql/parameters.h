#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sql/syntax.h"

namespace luamigrate::sql {

enum class ParameterForm {
  none,        // the text has no parameters: it is only split
  positional,  // `?`
  named,       // `:name`
};

// A statement whose parameters are written as placeholders in the database's style.
struct ParameterizedStatement {
  std::string sql;
  std::vector<std::size_t> positions;  // positional: for each placeholder its 0-based place in the whole text's list
  std::vector<std::string> names;      // named: for each placeholder its name
};

// The statements of `text`. `?` is a parameter only in positional form, `:name` only in named form; `\:` is a colon
// then, and nothing in a literal, a quoted name or a comment is a parameter, nor is `::cast`.
std::vector<ParameterizedStatement> parameterize(std::string_view text, ParameterForm form, const Syntax& syntax);

}  // namespace luamigrate::sql
