// An enum loses no value in place: another one is made in its place, and the columns change over to it. What depends on
// the old one, and is not taken along by the database, goes before and comes back behind. So does what stands on a
// column that is made anew, or gets another type, and a foreign key that stands on a key that goes.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "autogen/compare.h"

namespace luamigrate::autogen {

// Columns and texts that some enums of a database concern.
class Concerned {
 public:
  using Columns = std::set<std::pair<schema::TableName, std::string>>;
  // Each with the columns of the key, in whatever order.
  using Keys = std::set<std::pair<schema::TableName, std::set<std::string>>>;

  Concerned(const Sides& sides, std::vector<schema::ObjectName> enums);
  // Columns that are made anew instead, for whatever reason, others that get another type, and keys that go.
  Concerned(const Sides& sides, Columns made_anew, Columns retyped, Keys gone);

  bool none() const { return enums_.empty() && columns_.empty() && retyped_.empty() && keys_.empty(); }
  // Is made anew; others change over with their indexes and uniques.
  bool made_anew(const schema::Table& table, std::string_view column) const;
  // Is of an enum, or generated from one that is.
  bool column(const schema::TableName& table, std::string_view column) const;
  // Takes or returns one.
  bool function(const ops::CreateFunction& function) const;
  // Casts to an enum, or calls such a function.
  bool text(std::string_view sql) const;
  // The same, or names such a column of the table.
  bool text_in(const schema::Table& table, std::string_view sql) const;
  // Names a column of the table that cannot change its type under such a text.
  bool holds_type(const schema::Table& table, std::string_view sql) const;
  // A foreign key of the table whose columns cannot change their types under it.
  bool changes_key(const schema::TableName& table, const schema::ForeignKey& key) const;
  // Stands on a key that goes.
  bool refers_to_key(const schema::Referent& referent) const;
  // With their tables.
  const Columns& columns() const { return columns_; }
  const Columns& retyped() const { return retyped_; }

 private:
  void add_generated(const Sides& sides);

  const databases::Dialect& dialect_;
  std::vector<schema::ObjectName> enums_;
  std::vector<std::string> functions_;
  Columns columns_, retyped_;
  Keys keys_;
};

// What puts `wanted` in the place of the enum of its name. Columns that go by `differences` are gone by then.
std::vector<ops::Operation> made_anew(const Sides& sides, const std::vector<Difference>& differences,
                                      const ops::CreateEnum& wanted);

// Moves out of the way what the enums that `differences` make anew would stumble over. Views are none of it: they
// stand in the way of more than enums.
void make_way_for_enums(const Sides& sides, std::vector<Difference>& differences);

// The same for columns that `differences` make anew or give another type, and for keys that they drop: before this for
// enums.
void make_way_for_columns(const Sides& sides, std::vector<Difference>& differences);

}  // namespace luamigrate::autogen
