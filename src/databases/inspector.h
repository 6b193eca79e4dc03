// Reads what stands in a database. Never writes, and takes no lock that outlives a call.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "databases/catalogue.h"
#include "schema/table_lookup.h"

namespace luamigrate::databases {

class Inspector : public schema::TableLookup {
 public:
  bool complete() const override { return true; }

  virtual std::vector<schema::TableName> table_names(std::string_view schema) = 0;  // sorted; "" the default schema
  virtual bool has_table(const schema::TableName& table) = 0;                       // tables and views
  virtual bool has_index(const schema::TableName& table, std::string_view index) = 0;

  // All of it, in a number of queries that does not grow with the number of tables.
  virtual Catalogue read_catalogue(const CatalogueRequest& request) = 0;
};

}  // namespace luamigrate::databases
