// A block of operations on one table, carried out together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schema/elements.h"
#include "schema/naming.h"

namespace luamigrate::ops {

struct Operation;

enum class Recreate { automatic, always, never };

// Options of a table, as create_table takes them.
struct TableOptions {
  luamigrate::schema::DialectOptions options;
  friend bool operator==(const TableOptions&, const TableOptions&) = default;

  static constexpr std::string_view lua_name = "table_kwargs";
  static constexpr auto fields() { return std::tuple(base::dialect_options("table", &TableOptions::options)); }
};

// The operations carry the block's table and schema themselves, so that each can be judged alone. What says how a table
// is made anew has no meaning where none is: on databases whose ALTER TABLE does everything.
struct BatchAlterTable {
  std::string table;
  std::string schema;
  Recreate recreate = Recreate::automatic;
  std::optional<std::vector<luamigrate::schema::Element>> copy_from;  // the table as it stands; set: nobody looks
  std::vector<luamigrate::schema::Element> reflect_overrides;         // in the place of what stands in the database
  std::vector<luamigrate::schema::Element> table_args;                // added to the new table
  TableOptions table_kwargs;                                          // over those of the table
  luamigrate::schema::NamingConvention naming_convention;             // also names what stands there without a name
  std::vector<std::vector<std::string>> partial_reordering;           // in each list, columns in the order wanted
  std::vector<Operation> operations;
  friend bool operator==(const BatchAlterTable&, const BatchAlterTable&) = default;

  // Whether it asks for a change of the table itself, beside its operations.
  bool reshapes() const {
    return !reflect_overrides.empty() || !table_args.empty() || !table_kwargs.options.empty() ||
           !partial_reordering.empty();
  }

  static constexpr std::string_view lua_name = "batch_alter_table";
  static constexpr auto fields() {
    return std::tuple(
        base::positional("table", &BatchAlterTable::table), base::option("schema", &BatchAlterTable::schema),
        base::option("recreate", &BatchAlterTable::recreate), base::option("copy_from", &BatchAlterTable::copy_from),
        base::option("reflect_overrides", &BatchAlterTable::reflect_overrides),
        base::option("table_args", &BatchAlterTable::table_args),
        base::option("table_kwargs", &BatchAlterTable::table_kwargs),
        base::option("naming_convention", &BatchAlterTable::naming_convention),
        base::option("partial_reordering", &BatchAlterTable::partial_reordering));
  }
};

}  // namespace luamigrate::ops

template <>
struct luamigrate::base::Words<luamigrate::ops::Recreate> {
  using enum luamigrate::ops::Recreate;
  static constexpr std::array list{std::pair<std::string_view, ops::Recreate>{"auto", automatic},
                                   std::pair<std::string_view, ops::Recreate>{"always", always},
                                   std::pair<std::string_view, ops::Recreate>{"never", never}};
};
