#pragma once

#include <string_view>

namespace luamigrate::databases::postgresql {

// Words that must be quoted to be names. Source: SQLAlchemy, sqlalchemy/dialects/postgresql/base.py, RESERVED_WORDS,
// so that the same names come out quoted.
bool is_reserved_word(std::string_view lower_case_word);

}  // namespace luamigrate::databases::postgresql
