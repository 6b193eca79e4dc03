#pragma once

#include <memory>

#include "databases/database.h"

namespace luamigrate::databases::sqlite {

// URLs: sqlite:///relative.db, sqlite:////absolute.db, sqlite://:memory:, sqlite://. Foreign keys are not enforced
// while luamigrate works, as SQLite has it by default: a table that is rebuilt must not take its children along. A
// rebuild has them checked before COMMIT instead.
std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options);

}  // namespace luamigrate::databases::sqlite
