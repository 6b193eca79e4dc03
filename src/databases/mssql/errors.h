// What drivers and servers report over ODBC, as errors of luamigrate.
#pragma once

#include <string>
#include <string_view>

#include "databases/url.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::mssql {

struct Failure {
  std::string sqlstate;
  int number = 0;  // the database's own: 1205
  std::string words;
};

Error connect_error(const Failure& failure, const Url& url);
Error statement_error(const Failure& failure, const std::string& sql, bool committing);

// Whether the session is gone.
bool ends_the_session(const Failure& failure);

// `[Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Invalid column name` without who passed it on.
std::string without_origins(std::string_view words);

}  // namespace luamigrate::databases::mssql
