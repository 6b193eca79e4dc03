// Names in SQL texts that SQLite keeps.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sql/names.h"

namespace luamigrate::databases::sqlite {

// What a table is called for a moment.
inline constexpr std::string_view temporary_prefix = "_luamigrate_tmp_";

// As SQLite compares names: without case.
bool same_name(std::string_view a, std::string_view b);
bool contains_name(const std::vector<std::string>& names, std::string_view name);

using sql::unquoted;

// The tokens of a text that count: no space, no comments. Views into `text`.
std::vector<sql::Token> significant_tokens(std::string_view text);

bool is_word(const sql::Token& token, std::string_view word);
bool is_symbol(const sql::Token& token, std::string_view symbol);

// Whether a piece of SQL names this identifier, in quotes or not.
bool mentions(std::string_view sql, std::string_view identifier);

// Whether an expression or a constraint names this column.
bool names_column(std::string_view sql, std::string_view column);
// Whether it does so in double quotes: SQLite takes "x" for a string where there is no column x.
bool mentions_in_double_quotes(std::string_view sql, std::string_view identifier);

}  // namespace luamigrate::databases::sqlite
