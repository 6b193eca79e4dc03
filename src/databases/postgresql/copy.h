#pragma once

#include <memory>

#include "databases/connection.h"
#include "databases/postgresql/session.h"

namespace luamigrate::databases::postgresql {

// Rows by COPY ... FROM STDIN. The session must outlive it and runs nothing else meanwhile.
std::unique_ptr<RowWriter> copy_rows(Session& session, const schema::TableName& table,
                                     const std::vector<std::string>& columns);

// New values for rows found by their keys: COPY into a temporary table of the same types, then UPDATE ... FROM it.
std::unique_ptr<RowWriter> copy_updates(Session& session, const schema::TableName& table,
                                        const std::vector<std::string>& columns, const std::vector<std::string>& keys);

}  // namespace luamigrate::databases::postgresql
