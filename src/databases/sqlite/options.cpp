#include "databases/sqlite/options.h"

#include <vector>

#include "schema/words.h"

namespace luamigrate::databases::sqlite {

std::span<const OptionDeclaration> options() {
  using enum OptionKind;
  namespace words = schema::words;
  static const std::vector<OptionDeclaration> all = {
      {"table", "strict", flag},
      {"table", "without_rowid", flag},
      {"table", "autoincrement", flag},
      {"column", "on_conflict_primary_key", text, words::resolutions},
      {"column", "on_conflict_not_null", text, words::resolutions},
      {"column", "on_conflict_unique", text, words::resolutions},
      {"primary_key", "on_conflict", text, words::resolutions},
      {"unique", "on_conflict", text, words::resolutions},
      {"check", "on_conflict", text, words::resolutions},
      {"foreign_key", "deferrable", flag},
      {"foreign_key", "initially", text, words::initial_modes},
      {"foreign_key", "match", text, words::matches},
      {"index", "where", sql},
  };
  return all;
}

}  // namespace luamigrate::databases::sqlite
