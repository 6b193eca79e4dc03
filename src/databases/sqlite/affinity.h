#pragma once

#include <string_view>

namespace luamigrate::databases::sqlite {

// How SQLite stores the values of a column, from its declared type.
enum class Affinity { integer, text, blob, real, numeric };

Affinity affinity_of(std::string_view declared_type);

// Whether values must be converted by CAST when a column of one type becomes one of another: where the affinity
// changes, but not to dates, times and JSON, whose affinity is NUMERIC while their values are texts that a CAST would
// cut ("2026-11-20" to 2026).
bool needs_cast(std::string_view from_type, std::string_view to_type);

}  // namespace luamigrate::databases::sqlite
