// The types of SQL Server: what scripts may name as mssql.*, and what every type comes from.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "databases/database.h"

namespace luamigrate::databases::mssql {

std::span<const schema::TypeDeclaration> types();

// Whether a column of it has a collation.
bool is_text(const schema::Type& type);

// How a type of sys.types with the length (in bytes, -1: max), precision and scale of a column is written as a Type:
// the generic one where there is one that means the same, else that of SQL Server, else SqlType.
schema::Type type_from_catalogue(const std::string& name, std::int64_t length, std::int64_t precision,
                                 std::int64_t scale);

}  // namespace luamigrate::databases::mssql
