// The types of MySQL: what scripts may name as mysql.*, and what every type becomes in SQL and comes from.
#pragma once

#include <span>
#include <string_view>

#include "databases/database.h"

namespace luamigrate::databases::mysql {

std::span<const schema::TypeDeclaration> types();

// Whether a column of it has a collation.
bool is_text(const schema::Type& type);

// How a COLUMN_TYPE of the catalogue, `int(10) unsigned`, is written as a Type: the generic one where there is one that
// means the same, else that of MySQL, else SqlType.
schema::Type type_from_catalogue(std::string_view column_type);

}  // namespace luamigrate::databases::mysql
