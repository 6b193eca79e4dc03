#include "databases/mysql/options.h"

#include <array>

#include "schema/words.h"

namespace luamigrate::databases::mysql {

std::span<const OptionDeclaration> options() {
  using enum OptionKind;
  namespace words = schema::words;
  static constexpr std::array declarations{
      OptionDeclaration{"table", "engine", text},
      OptionDeclaration{"table", "charset", text},
      OptionDeclaration{"table", "collate", text},
      OptionDeclaration{"table", "row_format", text},
      OptionDeclaration{"table", "auto_increment", integer},
      OptionDeclaration{"table", "key_block_size", integer},
      OptionDeclaration{"table", "partition_by", sql},
      OptionDeclaration{"table", "partitions", integer},
      OptionDeclaration{"column", "invisible", flag},
      OptionDeclaration{"add_column", "after", text},
      OptionDeclaration{"add_column", "first", flag},
      OptionDeclaration{"drop_column", "drop_foreign_key", flag},
      OptionDeclaration{"alter_column", "after", text},
      OptionDeclaration{"alter_column", "first", flag},
      OptionDeclaration{"alter_column", "check", sql},
      OptionDeclaration{"index", "length", number_or_map},
      OptionDeclaration{"index", "prefix", text, words::index_prefixes},
      OptionDeclaration{"index", "using", text},
      OptionDeclaration{"index", "with_parser", text},
      OptionDeclaration{"primary_key", "using", text},
      OptionDeclaration{"view", "security_invoker", flag},
  };
  return declarations;
}

}  // namespace luamigrate::databases::mysql
