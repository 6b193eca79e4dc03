// What the server and the client library report, as errors of luamigrate.
#pragma once

#include <string>

#include "databases/url.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::mysql {

// As MariaDB Connector/C tells it: of the server (1045) or of the client (2002).
struct Failure {
  unsigned number = 0;
  std::string sqlstate;
  std::string words;
};

Error connect_error(const Failure& failure, const Url& url);
Error statement_error(const Failure& failure, const std::string& sql, bool committing);

// Whether the session is gone.
bool ends_the_session(unsigned number);
// Whether the server rolled back the whole transaction, not only the statement.
bool ends_the_transaction(unsigned number);
// Whether the statement cannot be prepared, only sent as text.
bool cannot_be_prepared(unsigned number);

}  // namespace luamigrate::databases::mysql
