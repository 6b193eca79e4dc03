#include "databases/mssql/options.h"

#include <array>

namespace luamigrate::databases::mssql {

std::span<const OptionDeclaration> options() {
  using enum OptionKind;
  static constexpr std::array declarations{
      OptionDeclaration{"primary_key", "clustered", flag},
      OptionDeclaration{"unique", "clustered", flag},
      OptionDeclaration{"check", "not_valid", flag},
      OptionDeclaration{"foreign_key", "not_valid", flag},
      OptionDeclaration{"index", "clustered", flag},
      OptionDeclaration{"index", "columnstore", flag},
      OptionDeclaration{"index", "include", names},
      OptionDeclaration{"index", "where", sql},
      OptionDeclaration{"index", "with", map},
      OptionDeclaration{"drop_column", "drop_default", flag},
      OptionDeclaration{"drop_column", "drop_unique", flag},
      OptionDeclaration{"drop_column", "drop_check", flag},
      OptionDeclaration{"drop_column", "drop_foreign_key", flag},
      OptionDeclaration{"alter_column", "drop_default", flag},
  };
  return declarations;
}

}  // namespace luamigrate::databases::mssql
