#pragma once

#include "sql/syntax.h"

namespace luamigrate::sql::test {

inline const Syntax like_postgresql{.escape_strings = true,
                                    .dollar_quotes = true,
                                    .nested_comments = true,
                                    .return_ends_line = true,
                                    .question_operators = true,
                                    .atomic_bodies = true,
                                    .placeholder = PlaceholderStyle::dollar};
inline const Syntax like_sqlite{
    .backtick_identifiers = true, .bracket_identifiers = true, .trigger_bodies = true, .named_parameters = true};
inline const Syntax like_mysql{.backtick_identifiers = true,
                               .double_quoted_strings = true,
                               .backslash_escapes = true,
                               .hash_comments = true,
                               .dashes_want_space = true,
                               .trigger_bodies = true,
                               .delimiter_command = true};
inline const Syntax like_mssql{.bracket_identifiers = true, .go_batches = true};

}  // namespace luamigrate::sql::test
