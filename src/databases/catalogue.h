// What stands in a database, all of it at once.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "ops/metadata.h"
#include "schema/table.h"

namespace luamigrate::databases {

// What no operation makes. It is written into a first revision as SQL, and never compared.
struct OtherObject {
  enum class Place { first, types, routines, tables, all };  // behind these others of the catalogue
  Place place;
  std::string create;
  std::string drop;  // empty: it goes with something else
};

// Objects of the default schema have none in their names. What belongs to an extension, partitions, and what a database
// makes for itself are left out.
struct Catalogue {
  std::string default_schema;
  std::vector<std::string> schemas;   // all there are, the default one too; empty where a database has none
  std::vector<schema::Table> tables;  // by schema and name
  ops::Objects objects;               // each list in an order in which it can be made
  std::vector<OtherObject> others;    // the same
  std::vector<std::string> untold;    // what is there beside all that, in words: nothing here says how to make it

  // nullptr: there is none of this name.
  const schema::Table* find_table(const schema::TableName& name) const {
    const auto found = std::ranges::find(tables, name, &schema::Table::name);
    return found == tables.end() ? nullptr : &*found;
  }
};

struct CatalogueRequest {
  std::vector<std::string> schemas = {""};  // "" is the default one
  bool all_schemas = false;
  bool others = false;  // read these too, and what is untold
};

}  // namespace luamigrate::databases
