#pragma once

#include <string_view>

namespace luamigrate::databases::sqlite {

// Whether a name in lower case needs quotes to be one.
bool is_reserved_word(std::string_view lower_case_word);

}  // namespace luamigrate::databases::sqlite
