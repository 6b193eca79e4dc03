#pragma once

#include <memory>

#include "databases/connection.h"
#include "databases/mssql/session.h"

namespace luamigrate::databases::mssql {

std::unique_ptr<RowWriter> insert_rows(Session& session, const schema::TableName& table,
                                       const std::vector<std::string>& columns);

std::unique_ptr<RowWriter> update_rows(Session& session, const schema::TableName& table,
                                       const std::vector<std::string>& columns, const std::vector<std::string>& keys);

}  // namespace luamigrate::databases::mssql
