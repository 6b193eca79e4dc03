#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "schema/table.h"

namespace luamigrate::schema {

// What a dialect, which is pure, may ask about the tables that an operation is for. Online it is the database's
// inspector; offline it knows what `copy_from`, `existing_*` and earlier operations of the script tell.
class TableLookup {
 public:
  virtual ~TableLookup() = default;

  // The table, or nothing: there is none, or (where complete() is false) none is known.
  virtual std::optional<Table> find_table(const TableName& name) const = 0;

  // The triggers of a view: what must be made again when the view is, where the database keeps texts (SQLite).
  virtual std::vector<StoredObject> triggers_of_view(const ObjectName& /*view*/) const { return {}; }

  // Whether a query gives so many columns; nothing where nobody says: a table that it reads may be made later.
  virtual std::optional<bool> gives_columns(std::string_view /*query*/, std::size_t /*count*/) const {
    return std::nullopt;
  }

  // Whether a table that is not found is known not to exist.
  virtual bool complete() const = 0;
};

// Knows nothing.
class NoTables final : public TableLookup {
 public:
  std::optional<Table> find_table(const TableName&) const override { return std::nullopt; }
  bool complete() const override { return false; }
};

}  // namespace luamigrate::schema
