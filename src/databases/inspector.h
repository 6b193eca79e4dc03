// Reads what stands in a database. Never writes, and takes no lock that outlives a call.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "databases/catalogue.h"
#include "schema/table_lookup.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases {

class Inspector : public schema::TableLookup {
 public:
  bool complete() const override { return true; }

  virtual std::vector<schema::TableName> table_names(std::string_view schema) = 0;  // sorted; "" the default schema
  virtual bool has_table(const schema::TableName& table) = 0;                       // tables and views
  // By name as the database compares the names of columns.
  bool has_column(const schema::TableName& table, std::string_view column) const {
    const std::optional<schema::Table> found = find_table(table);
    return found && std::ranges::any_of(found->columns, [&](const schema::Column& each) {
             return ignores_case_of_columns() ? sql::equals_ignoring_case(each.name, column) : each.name == column;
           });
  }
  virtual bool has_index(const schema::TableName& table, std::string_view index) = 0;

  // All of it, in a number of queries that does not grow with the number of tables.
  virtual Catalogue read_catalogue(const CatalogueRequest& request) = 0;

 private:
  virtual bool ignores_case_of_columns() const { return false; }
};

}  // namespace luamigrate::databases
