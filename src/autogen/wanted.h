#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "databases/dialect.h"
#include "ops/metadata.h"
#include "schema/naming.h"
#include "schema/table.h"

namespace luamigrate::autogen {

// A table of the models.
struct WantedTable {
  ops::TableModel model;                  // as it was written, but for its schema
  std::vector<schema::Element> elements;  // with the names that the naming convention gives
  schema::Table table;                    // what they make
};

struct Wanted {
  std::vector<WantedTable> tables;  // in the order of the models
  ops::Objects objects;
  schema::NamingConvention convention;
};

struct NameRules {
  schema::NamingConvention convention;
  schema::NameLimit limit = 0;       // of a name
  std::string default_schema;        // of the database: what says it by name says nothing
  bool indexes_share_names = false;  // those of a schema, whatever their tables
  bool ignores_case_of_names = false;
  std::string_view enum_types;           // the database, where enums are types with names of their own
  std::vector<schema::TableName> taken;  // names of tables that are nobody's models
};

// All models together. Throws Error{config} with file and line for what cannot be right: a name twice, a key or an
// index of columns that are not there, a foreign key to a table or column that no model has, a name that is taken.
Wanted wanted(const std::vector<std::shared_ptr<const ops::Metadata>>& models, const NameRules& rules);

// All that they name, also by the enum of a column alone; an empty name is that of the default schema.
std::set<std::string> schemas_of(const Wanted& wanted, const databases::Dialect& dialect);

// What makes them, foreign keys and these tables left out: see databases/scratch.h. The enums that `are_there` are not
// made: tables that are left out are of them too, and views compare the columns of both.
std::vector<ops::Operation> creations(const Wanted& wanted, const databases::Dialect& dialect,
                                      const std::set<schema::TableName>& without = {},
                                      const std::set<schema::ObjectName>& are_there = {});

}  // namespace luamigrate::autogen
