#pragma once

#include <cstddef>
#include <optional>
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

// A placeholder in SQL as parameterize() writes it.
struct Placeholder {
  std::size_t offset = 0;  // in the text
  std::size_t length = 0;
  std::size_t position = 0;  // 0-based place in the statement's list of values
};

// The placeholders of one statement, in the order of the text.
std::vector<Placeholder> find_placeholders(std::string_view statement, const Syntax& syntax);

// The first thing in `text` that the database itself takes for a parameter; nothing: there is none.
std::optional<std::string> first_parameter(std::string_view text, const Syntax& syntax);

}  // namespace luamigrate::sql
