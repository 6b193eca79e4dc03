#include "databases/mssql/options.h"

#include <array>

namespace luamigrate::databases::mssql {

std::span<const OptionDeclaration> options() {
  using enum OptionKind;
  static constexpr std::array declarations{
      OptionDeclaration{"primary_key", "clustered", flag, true},
      OptionDeclaration{"unique", "clustered", flag, true},
      OptionDeclaration{"check", "not_valid", flag},
      OptionDeclaration{"foreign_key", "not_valid", flag},
      OptionDeclaration{"index", "clustered", flag, true},
      OptionDeclaration{"index", "columnstore", flag, true},
      OptionDeclaration{"index", "include", names},
      OptionDeclaration{"index", "where", sql},
      OptionDeclaration{"index", "with", map, true},
      OptionDeclaration{"drop_column", "drop_default", flag, true},
      OptionDeclaration{"drop_column", "drop_check", flag, true},
      OptionDeclaration{"drop_column", "drop_foreign_key", flag, true},
      OptionDeclaration{"alter_column", "drop_default", flag, true},
  };
  return declarations;
}

}  // namespace luamigrate::databases::mssql
