// The elements of a CREATE TABLE in the order in which SQL wants them.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "schema/elements.h"
#include "schema/table.h"

namespace luamigrate::databases::ansi {

using TableConstraint = std::variant<schema::Unique, schema::Check, schema::ForeignKey, schema::Exclude>;

struct TableParts {
  // `unique`, `index` and `references` of a column have become constraints and indexes; `check` has stayed.
  std::vector<schema::Column> columns;
  std::optional<schema::PrimaryKey> primary_key;
  std::vector<TableConstraint> constraints;
  std::vector<schema::Index> indexes;

  // The column that the database counts up by itself (SERIAL, AUTO_INCREMENT, IDENTITY), by SQLAlchemy's rule: the only
  // column of the primary key, when it is an integer without a default and without a foreign key; in a key of several
  // columns only one that says `autoincrement = true`. Empty: none.
  std::string autoincrement;

  bool in_primary_key(const std::string& column) const;
};

// Whether the column that is counted leads a key that columns make together by saying `primary_key`.
enum class KeyOrder { counted_first, as_written };

// Indexes without a name are called ix_<table>_<columns>, cut to `identifier_limit`.
TableParts take_apart(const schema::TableName& table, const std::vector<schema::Element>& elements,
                      schema::NameLimit identifier_limit, KeyOrder order = KeyOrder::counted_first);

// Whether a column that is added counts by itself: an integer that is to be the key.
bool counts_up(const schema::Column& column);

// The column of a table that the database counts up by itself, by the rule of TableParts. Empty: none.
std::string counted_column(const schema::Table& table);

// The foreign key that a column's `references` is.
schema::ForeignKey foreign_key_of(const schema::Column& column);

// SmallInteger, Integer, BigInteger or an integer type of one database's own, on every database (`dialect` empty) or in
// the variant for `dialect`.
bool is_integer(const schema::Type& type, std::string_view dialect = {});

}  // namespace luamigrate::databases::ansi
