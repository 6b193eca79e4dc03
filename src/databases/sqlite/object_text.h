#pragma once

#include <string>
#include <string_view>

#include "ops/routines.h"
#include "ops/views.h"

namespace luamigrate::databases::sqlite {

// The operation that makes what the text of a CREATE VIEW or CREATE TRIGGER, as SQLite keeps it, makes.
ops::CreateView parse_create_view(const std::string& schema, const std::string& name, std::string_view text);
ops::CreateTrigger parse_create_trigger(const std::string& schema, const std::string& name, const std::string& table,
                                        std::string_view text);

// The same tokens, whatever space, comments, quotes of names and capitals of words stand there.
bool same_sql(std::string_view a, std::string_view b);

}  // namespace luamigrate::databases::sqlite
