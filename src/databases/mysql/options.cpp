#include "databases/mysql/options.h"

#include <array>

namespace luamigrate::databases::mysql {

std::span<const OptionDeclaration> options() {
  using enum OptionKind;
  static constexpr std::array declarations{
      OptionDeclaration{"table", "engine", text, true},
      OptionDeclaration{"table", "charset", text, true},
      OptionDeclaration{"table", "collate", text, true},
      OptionDeclaration{"table", "row_format", text, true},
      OptionDeclaration{"table", "auto_increment", integer, true},
      OptionDeclaration{"table", "key_block_size", integer, true},
      OptionDeclaration{"table", "partition_by", sql, true},
      OptionDeclaration{"table", "partitions", integer, true},
      OptionDeclaration{"column", "invisible", flag, true},
      OptionDeclaration{"add_column", "after", text, true},
      OptionDeclaration{"add_column", "first", flag, true},
      OptionDeclaration{"alter_column", "after", text, true},
      OptionDeclaration{"alter_column", "first", flag, true},
      OptionDeclaration{"alter_column", "check", sql, true},
      OptionDeclaration{"index", "length", number_or_map, true},
      OptionDeclaration{"index", "prefix", text, true},
      OptionDeclaration{"index", "using", text},
      OptionDeclaration{"index", "with_parser", text, true},
      OptionDeclaration{"primary_key", "using", text, true},
      OptionDeclaration{"view", "security_invoker", flag},
  };
  return declarations;
}

}  // namespace luamigrate::databases::mysql
