// Text as ODBC takes it: UTF-16. Its narrow functions speak the encoding of the locale.
#pragma once

#include <sql.h>
#include <sqlext.h>

#include <string>
#include <string_view>
#include <vector>

namespace luamigrate::databases::mssql {

using Text16 = std::vector<SQLWCHAR>;

// Throws Error{script} for what is no UTF-8.
Text16 to_utf16(std::string_view text);

// A surrogate without its other half becomes U+FFFD.
std::string from_utf16(const SQLWCHAR* text, std::size_t length);

bool is_ascii(std::string_view text);

}  // namespace luamigrate::databases::mssql
