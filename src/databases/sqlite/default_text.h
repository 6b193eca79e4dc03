#pragma once

#include <string_view>

namespace luamigrate::databases::sqlite {

// What stands behind DEFAULT, by what SQLite takes where.
enum class DefaultForm {
  constant,    // a literal: everywhere
  time,        // CURRENT_TIMESTAMP, CURRENT_DATE, CURRENT_TIME: not in ADD COLUMN
  enclosed,    // in parentheses already: not in ADD COLUMN
  expression,  // only in parentheses
};

DefaultForm form_of_default(std::string_view sql);

}  // namespace luamigrate::databases::sqlite
