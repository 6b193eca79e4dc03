#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/value.h"

namespace luamigrate::runtime {

// The values of a key as one text, for the log table, and back: `17, 'it''s', x'00ff', 0x1.8p+1, true`. Empty for none.
std::string text_of_key(const std::vector<schema::Value>& key);

// Throws Error{version_table} where the text is none of these.
std::vector<schema::Value> key_of_text(std::string_view text);

}  // namespace luamigrate::runtime
