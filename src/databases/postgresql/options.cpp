#include "databases/postgresql/options.h"

#include <array>

#include "schema/words.h"

namespace luamigrate::databases::postgresql {

std::span<const OptionDeclaration> options() {
  using enum OptionKind;
  namespace words = schema::words;
  static constexpr std::array declarations{
      OptionDeclaration{"table", "partition_by", sql},
      OptionDeclaration{"table", "with", map},
      OptionDeclaration{"table", "tablespace", text},
      OptionDeclaration{"table", "inherits", names},
      OptionDeclaration{"table", "using", text},
      OptionDeclaration{"table", "on_commit", text, words::on_commit},
      OptionDeclaration{"table", "row_security", flag},
      OptionDeclaration{"table", "force_row_security", flag},
      OptionDeclaration{"drop_table", "cascade", flag},
      OptionDeclaration{"drop_column", "cascade", flag},
      OptionDeclaration{"alter_column", "using", sql},
      OptionDeclaration{"primary_key", "include", names},
      OptionDeclaration{"primary_key", "deferrable", flag},
      OptionDeclaration{"primary_key", "initially", text, words::initial_modes},
      OptionDeclaration{"unique", "deferrable", flag},
      OptionDeclaration{"unique", "initially", text, words::initial_modes},
      OptionDeclaration{"unique", "nulls_not_distinct", flag},
      OptionDeclaration{"unique", "include", names},
      OptionDeclaration{"check", "not_valid", flag},
      OptionDeclaration{"foreign_key", "deferrable", flag},
      OptionDeclaration{"foreign_key", "initially", text, words::initial_modes},
      OptionDeclaration{"foreign_key", "match", text, words::matches},
      OptionDeclaration{"foreign_key", "not_valid", flag},
      OptionDeclaration{"exclude", "using", text},
      OptionDeclaration{"exclude", "where", sql},
      OptionDeclaration{"exclude", "deferrable", flag},
      OptionDeclaration{"exclude", "initially", text, words::initial_modes},
      OptionDeclaration{"drop_constraint", "cascade", flag},
      OptionDeclaration{"index", "using", text},
      OptionDeclaration{"index", "where", sql},
      OptionDeclaration{"index", "include", names},
      OptionDeclaration{"index", "with", map},
      OptionDeclaration{"index", "tablespace", text},
      OptionDeclaration{"index", "nulls_not_distinct", flag},
      OptionDeclaration{"index", "concurrently", flag},
      OptionDeclaration{"index", "ops", map},
      OptionDeclaration{"index_column", "nulls", text, words::places_of_nulls},
      OptionDeclaration{"index_column", "opclass", text},
      OptionDeclaration{"drop_index", "concurrently", flag},
      OptionDeclaration{"drop_index", "cascade", flag},
      OptionDeclaration{"view", "materialized", flag},
      OptionDeclaration{"view", "security_invoker", flag},
      OptionDeclaration{"drop_view", "materialized", flag},
      OptionDeclaration{"drop_view", "cascade", flag},
      OptionDeclaration{"drop_trigger", "cascade", flag},
  };
  return declarations;
}

}  // namespace luamigrate::databases::postgresql
