#include "databases/sqlite/options.h"

#include <vector>

namespace luamigrate::databases::sqlite {

std::span<const OptionDeclaration> options() {
  using enum OptionKind;
  static const std::vector<OptionDeclaration> all = {
      {"table", "strict", flag},
      {"table", "without_rowid", flag},
      {"table", "autoincrement", flag},
      {"column", "on_conflict_primary_key", text},
      {"column", "on_conflict_not_null", text},
      {"column", "on_conflict_unique", text},
      {"primary_key", "on_conflict", text},
      {"unique", "on_conflict", text},
      {"check", "on_conflict", text},
      {"foreign_key", "deferrable", flag},
      {"foreign_key", "initially", text},
      {"foreign_key", "match", text},
      {"index", "where", sql},
  };
  return all;
}

}  // namespace luamigrate::databases::sqlite
