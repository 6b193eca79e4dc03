#pragma once

#include <string>

namespace luamigrate::databases {

// Before a statement is sent. Throws Error{script} for SQL with a zero byte, where a C library would see its end, and
// Error{database} where the server has rolled the transaction back and the caller has not heard of it.
void require_usable(const std::string& sql, bool rolled_back);

}  // namespace luamigrate::databases
