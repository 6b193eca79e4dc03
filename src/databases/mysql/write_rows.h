// Many rows at once: INSERTs of as many rows as one statement may have parameters for.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "databases/connection.h"
#include "databases/mysql/session.h"

namespace luamigrate::databases::mysql {

std::unique_ptr<RowWriter> insert_rows(Session& session, const schema::TableName& table,
                                       const std::vector<std::string>& columns);

// The rows go into a table of this session alone, and from there into theirs by one statement.
std::unique_ptr<RowWriter> update_rows(Session& session, const schema::TableName& table,
                                       const std::vector<std::string>& columns, const std::vector<std::string>& keys);

}  // namespace luamigrate::databases::mysql
