#pragma once

#include <memory>

#include "databases/database.h"

namespace luamigrate::databases::sqlite {

// URLs: sqlite:///relative.db, sqlite:////absolute.db, sqlite://:memory:, sqlite://. The folder of the file must exist.
//
// Foreign keys are not enforced, as SQLite has it by default, unless the URL ends in ?foreign_keys=on; statements that
// carry a check_before_commit (those of a rebuild) run without enforcement all the same, and the check stands in for
// it.
std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options);

}  // namespace luamigrate::databases::sqlite
