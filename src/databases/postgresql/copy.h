#pragma once

#include <memory>

#include "databases/connection.h"
#include "databases/postgresql/session.h"

namespace luamigrate::databases::postgresql {

// Rows by COPY ... FROM STDIN. The session must outlive it and runs nothing else meanwhile.
std::unique_ptr<RowWriter> copy_rows(Session& session, const schema::TableName& table,
                                     const std::vector<std::string>& columns);

}  // namespace luamigrate::databases::postgresql
