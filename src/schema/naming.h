// Naming conventions: how constraints and indexes are called that a script leaves unnamed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/elements.h"
#include "schema/identifier.h"

namespace luamigrate::schema {

// Templates with the tokens %(table)s, %(columns)s (all, joined by "_"), %(referred_table)s, %(referred_columns)s and
// %(name)s. An empty template: the convention says nothing of that kind.
struct NamingConvention {
  std::string primary_key;  // pk
  std::string foreign_key;  // fk
  std::string unique;       // uq
  std::string check;        // ck: wraps the name that is given
  std::string index;        // ix
  friend bool operator==(const NamingConvention&, const NamingConvention&) = default;

  static constexpr std::string_view lua_name = "naming_convention";
  static constexpr auto fields() {
    return std::tuple(base::option("pk", &NamingConvention::primary_key),
                      base::option("fk", &NamingConvention::foreign_key), base::option("uq", &NamingConvention::unique),
                      base::option("ck", &NamingConvention::check), base::option("ix", &NamingConvention::index));
  }
};

// `convention` with the templates of `over` in the place of its own.
NamingConvention laid_over(NamingConvention convention, const NamingConvention& over);

// The names of `elements` for `table` filled in: a missing one by the convention, else left to the database (an index:
// ix_<table>_<columns>); a check's is wrapped, unless final. Made names longer than `limit` are cut as SQLAlchemy does:
// the first limit-8 bytes or characters, "_", the last 4 hexadecimal digits of the name's MD5. Throws Error{script}
// where a convention needs a name that is not given.
OptionalName primary_key_name(const NamingConvention&, const TableName&, const PrimaryKey&, NameLimit limit);
OptionalName unique_name(const NamingConvention&, const TableName&, const Unique&, NameLimit limit);
OptionalName check_name(const NamingConvention&, const TableName&, const Check&, NameLimit limit);
OptionalName foreign_key_name(const NamingConvention&, const TableName&, const ForeignKey&, NameLimit limit);
Name index_name(const NamingConvention&, const TableName&, const Index&, NameLimit limit);

}  // namespace luamigrate::schema
