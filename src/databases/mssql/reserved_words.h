#pragma once

#include <string_view>

namespace luamigrate::databases::mssql {

// Words that must be in brackets to be names.
bool is_reserved_word(std::string_view lower_case_word);

}  // namespace luamigrate::databases::mssql
