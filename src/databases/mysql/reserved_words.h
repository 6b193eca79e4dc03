#pragma once

#include <string_view>

namespace luamigrate::databases::mysql {

// Words that must be quoted to be names in MySQL or in MariaDB, which reserve different ones. Source: SQLAlchemy,
// sqlalchemy/dialects/mysql/reserved_words.py.
bool is_reserved_word(std::string_view lower_case_word);

}  // namespace luamigrate::databases::mysql
