// What libpqxx throws as luamigrate's error.
#pragma once

#include <pqxx/except>
#include <string>

#include "databases/url.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::postgresql {

// A connection that did not come about.
Error connect_error(const pqxx::failure& failure, const Url& url);

// A statement that failed. `open`: the connection still stands; `committing`: the statement was a COMMIT.
Error statement_error(const std::exception& failure, const std::string& sql, bool open, bool committing);

}  // namespace luamigrate::databases::postgresql
