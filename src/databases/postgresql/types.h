// The types of PostgreSQL: what scripts may name as postgresql.*, and what every type becomes in SQL.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "schema/type.h"

namespace luamigrate::databases::postgresql {

std::span<const schema::TypeDeclaration> types();

// An enum wherever it stands in `type` (an array has one inside); nullptr: none.
const schema::Type* find_enum(const schema::Type& type);

// How a type of the catalog (`format_type()`) is written as a Type: the generic one where there is one that means the
// same, else that of PostgreSQL, else SqlType.
schema::Type type_from_catalog(std::string_view formatted);

}  // namespace luamigrate::databases::postgresql
