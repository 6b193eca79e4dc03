// What no value of SQLite says.
#pragma once

namespace luamigrate::databases::sqlite {

// Throws Error{script} for a NaN, of which SQLite makes NULL without a word.
void refuse_nan(double value);

}  // namespace luamigrate::databases::sqlite
