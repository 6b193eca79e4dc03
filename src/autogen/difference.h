// What stands between models and a database, and the operations that do away with it.
#pragma once

#include <string>
#include <vector>

#include "ops/operation.h"
#include "schema/identifier.h"

namespace luamigrate::autogen {

// In which order differences are done away with: what others need first, what needs others last. The way back is the
// reverse.
enum class Stage {
  dropped_triggers,
  dropped_functions_on_views,
  dropped_views,  // before what they name gets another name
  dropped_functions,
  renames,
  schemas,
  extensions,
  dropped_foreign_keys,
  in_the_way,  // of enums that are made anew, or of others by its name
  changed_enums,
  back_again,  // what was in the way and stays
  new_enums,
  new_sequences,
  new_tables,
  dropped_tables,
  changed_tables,
  new_foreign_keys,
  dropped_sequences,
  dropped_enums,
  functions,
  views,
  functions_on_views,
  triggers,
  dropped_extensions,
};

// Within a table that changes.
enum class Part {
  table,
  dropped_index,
  dropped_constraint,
  dropped_generated,  // columns, before those that they are computed from change or go
  new_column,
  changed_column,
  dropped_column,
  new_generated,
  new_constraint,
  new_index,
};

struct Difference {
  std::string kind;  // "add_column", "modify_type", ...: stable words for programs
  std::string description;
  Stage stage = Stage::changed_tables;
  Part part = Part::table;
  schema::TableName table;  // that it is in; empty for what is in none
  std::string object;       // the column, constraint, index, view ...
  std::vector<ops::Operation> upgrade;
  std::vector<ops::Operation> downgrade;
  std::string withheld;  // why it must not happen unasked, and is only written as a comment; empty: it may
};

}  // namespace luamigrate::autogen
