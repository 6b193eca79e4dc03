// A table as it stands in a database or in the models.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schema/elements.h"
#include "schema/identifier.h"

namespace luamigrate::schema {

enum class StoredObjectKind { index, trigger, view };

// An object whose text the database keeps as it was written.
struct StoredObject {
  StoredObjectKind kind = StoredObjectKind::index;
  std::string name;
  std::string definition;  // the CREATE statement
  friend bool operator==(const StoredObject&, const StoredObject&) = default;
};

struct Table {
  TableName name;
  std::vector<Column> columns;
  std::optional<PrimaryKey> primary_key;  // with the name the database gave it; columns say primary_key too
  std::vector<Unique> uniques;
  std::vector<Check> checks;
  std::vector<ForeignKey> foreign_keys;
  std::vector<Exclude> excludes;
  std::vector<Index> indexes;  // none that only carries out a constraint
  std::string comment;
  DialectOptions options;

  // Only where the database keeps texts (SQLite): the CREATE TABLE, and what must be made again when the table is.
  std::string definition;
  // In an order in which they can be made; last the triggers of other tables and the views that name this one, which
  // stay when it is made anew.
  std::vector<StoredObject> dependents;

  friend bool operator==(const Table&, const Table&) = default;

  const Column* find_column(std::string_view column) const;  // nullptr: none of that name (compared exactly)
};

// The table that `elements` make, columns' own `unique`, `references`, `check` and `index` turned into elements of the
// table.
Table table_from_elements(TableName name, const std::vector<Element>& elements);

}  // namespace luamigrate::schema
