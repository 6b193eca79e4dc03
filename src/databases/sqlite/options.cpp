#include "databases/sqlite/options.h"

#include <vector>

namespace luamigrate::databases::sqlite {

std::span<const OptionDeclaration> options() {
  using enum OptionKind;
  static const std::vector<OptionDeclaration> all = {
      {"table", "strict", flag, true},
      {"table", "without_rowid", flag, true},
      {"table", "autoincrement", flag, true},
      {"column", "on_conflict_primary_key", text, true},
      {"column", "on_conflict_not_null", text, true},
      {"column", "on_conflict_unique", text, true},
      {"primary_key", "on_conflict", text, true},
      {"unique", "on_conflict", text, true},
      {"check", "on_conflict", text, true},
      {"foreign_key", "deferrable", flag},
      {"foreign_key", "initially", text},
      {"foreign_key", "match", text},
      {"index", "where", sql},
  };
  return all;
}

}  // namespace luamigrate::databases::sqlite
