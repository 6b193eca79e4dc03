#include "databases/sqlite/affinity.h"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "base/text.h"

namespace luamigrate::databases::sqlite {
namespace {

bool has_one_of(std::string_view type, std::initializer_list<std::string_view> words) {
  const std::string upper = base::upper(type);
  return std::ranges::any_of(words, [&](std::string_view word) { return upper.find(word) != std::string::npos; });
}

}  // namespace

// Source: https://sqlite.org/datatype3.html, "Determination Of Column Affinity".
Affinity affinity_of(std::string_view declared_type) {
  if (has_one_of(declared_type, {"INT"})) return Affinity::integer;
  if (has_one_of(declared_type, {"CHAR", "CLOB", "TEXT"})) return Affinity::text;
  if (declared_type.empty() || has_one_of(declared_type, {"BLOB"})) return Affinity::blob;
  if (has_one_of(declared_type, {"REAL", "FLOA", "DOUB"})) return Affinity::real;
  return Affinity::numeric;
}

bool needs_cast(std::string_view from_type, std::string_view to_type) {
  // Types that SQLite takes for numbers by their names, and that hold texts.
  const auto holds_texts = [](std::string_view type) {
    return affinity_of(type) == Affinity::numeric && has_one_of(type, {"DATE", "TIME", "JSON"});
  };
  if (holds_texts(to_type)) return false;
  return holds_texts(from_type) || affinity_of(from_type) != affinity_of(to_type);
}

}  // namespace luamigrate::databases::sqlite
