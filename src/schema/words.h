// Words of SQL that an option may be, each list for one option. Scripts may write them in any case.
#pragma once

#include <array>
#include <string_view>

namespace luamigrate::schema::words {

using Word = std::string_view;

inline constexpr std::array<Word, 5> actions{"CASCADE", "RESTRICT", "SET NULL", "SET DEFAULT", "NO ACTION"};
inline constexpr std::array<Word, 2> initial_modes{"DEFERRED", "IMMEDIATE"};
inline constexpr std::array<Word, 3> matches{"FULL", "PARTIAL", "SIMPLE"};
inline constexpr std::array<Word, 2> places_of_nulls{"first", "last"};
inline constexpr std::array<Word, 5> resolutions{"ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"};  // ON CONFLICT
inline constexpr std::array<Word, 3> index_prefixes{"FULLTEXT", "SPATIAL", "UNIQUE"};
inline constexpr std::array<Word, 3> on_commit{"PRESERVE ROWS", "DELETE ROWS", "DROP"};
inline constexpr std::array<Word, 5> policy_commands{"ALL", "SELECT", "INSERT", "UPDATE", "DELETE"};

}  // namespace luamigrate::schema::words
