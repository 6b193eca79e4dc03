#pragma once

#include <string>
#include <vector>

#include "databases/connection.h"
#include "ops/metadata.h"

namespace luamigrate::databases::postgresql {

// What stands beside the tables in `schemas` (real names), each list in the order in which it was made, in a fixed
// number of queries. Names in `default_schema` have no schema.
ops::Objects read_objects(Connection& connection, const std::vector<std::string>& schemas,
                          const std::string& default_schema);

// `{"a","b"}`: a list of texts as a parameter.
std::string text_array(const std::vector<std::string>& texts);

// A view's text as pg_get_viewdef() gives it, without what stands around the SELECT.
std::string select_of_view(std::string_view definition);

}  // namespace luamigrate::databases::postgresql
