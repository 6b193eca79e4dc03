// From a URL to the connection string of ODBC.
#pragma once

#include <span>
#include <string>

#include "databases/url.h"

namespace luamigrate::databases::mssql {

// `DRIVER={...};SERVER=host,1433;...`. `drivers`: the names of those installed, of which one is taken where the URL
// names none. Throws Error{config} for a URL that says too little, or what no connection string can hold.
std::string connection_string(const Url& url, std::span<const std::string> drivers);

}  // namespace luamigrate::databases::mssql
