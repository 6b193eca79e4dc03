// Operations that make what a database holds.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "databases/catalogue.h"
#include "databases/dialect.h"
#include "ops/operation.h"
#include "schema/table.h"

namespace luamigrate::autogen {

// create_table with all that belongs to the table.
ops::CreateTable creation_of(const schema::Table& table);

// The column alone: its key and references are the table's. A check in it is one that the database holds as its own.
schema::Column bare(schema::Column column);
// add_column of such a column.
ops::Operation creation_of(const schema::TableName& table, const schema::Column& column);

ops::Operation creation_of(const schema::TableName& table, const schema::Unique& unique);
ops::Operation creation_of(const schema::TableName& table, const schema::Check& check);
ops::Operation creation_of(const schema::TableName& table, const schema::ForeignKey& key);
ops::Operation creation_of(const schema::TableName& table, const schema::Exclude& exclude);
ops::Operation creation_of(const schema::TableName& table, const schema::PrimaryKey& key);
ops::Operation creation_of(const schema::TableName& table, const schema::Index& index);
// Those of its columns that are no expressions.
std::vector<std::string> plain_columns(const schema::Index& index);
// A view that a catalogue tells of, and behind it what no option of a view says: comments, privileges.
std::vector<ops::Operation> creations_of(const ops::CreateView& live);
// These alone, as SQL, which a catalogue keeps among the options; and the view without them.
std::string beside(const ops::CreateView& live);
ops::CreateView without_beside(ops::CreateView live);

ops::Operation dropping_of(const ops::CreateEnum& made);
ops::Operation dropping_of(const ops::CreateSequence& made);
ops::Operation dropping_of(const ops::CreateFunction& made);
ops::Operation dropping_of(const ops::CreateView& made);
ops::Operation dropping_of(const ops::CreateTrigger& made);
ops::Operation dropping_of(const ops::CreatePolicy& made);
ops::Operation dropping_of(const ops::CreateExtension& made);
ops::Operation dropping_of(const schema::TableName& table);
ops::Operation dropping_of(const schema::TableName& table, const schema::Index& index);
ops::Operation dropping_of(const schema::TableName& table, const schema::Name& constraint,
                           std::optional<ops::ConstraintType> type);
// By what they are where they have no name.
ops::Operation dropping_of(const schema::TableName& table, const schema::Unique& unique);
ops::Operation dropping_of(const schema::TableName& table, const schema::Check& check);
ops::Operation dropping_of(const schema::TableName& table, const schema::ForeignKey& key);

// The name by which a key can be dropped again: its own, or else the one that the database would give, told beforehand,
// because what it gives depends on what else is there. None where keys are dropped by what they are.
schema::OptionalName name_to_drop_by(const schema::TableName& table, const schema::ForeignKey& key,
                                     const databases::Dialect& dialect);

// The exclusion as the database told it: its elements are not all that there is to it.
ops::Operation as_it_was(const schema::TableName& table, const schema::Exclude& exclude,
                         const databases::Dialect& dialect);

// The enum with a name of its own that a column is of, or the items of its array are. nullptr: none.
const schema::Type* enum_in(const schema::Type& type);
// Whether a default is no text that an enum lacks the value for. An expression may be any of them.
bool can_have(const schema::Type& type, const schema::DefaultValue& value);

// As operations take a comment: NULL where there is none.
schema::NullableText nullable(const std::string& comment);

// The tables so that each stands behind those it refers to, as far as that can be; keys that refer to a later table are
// taken out and handed over beside, and so are those that `waits_for_more`.
struct Ordered {
  std::vector<schema::Table> tables;
  std::vector<std::pair<schema::TableName, schema::ForeignKey>> later;
};
// Where a table may refer to one that is yet to come, all keys stay.
Ordered in_order_of_creation(std::vector<schema::Table> tables, const databases::Dialect& dialect,
                             const std::function<bool(const schema::ForeignKey&)>& waits_for_more = {});

// Constraints without the names that the database gives by itself.
schema::Table without_usual_names(schema::Table table, const databases::Dialect& dialect);

// What makes all that the catalogue holds, in order, and what takes it away again.
struct WholeDatabase {
  std::vector<ops::Operation> upgrade, downgrade;
};
// What makes it for a moment: see databases/scratch.h.
std::vector<ops::Operation> creations(databases::Catalogue catalogue, const databases::Dialect& dialect);
// Defaults, conditions, expressions and views in the words of `again`, which was made from `catalogue`.
void take_texts(databases::Catalogue& catalogue, const databases::Catalogue& again);

// The schemas that objects beside tables are in.
std::set<std::string> schemas_of(const ops::Objects& objects);

// The same as models: each table with all its keys, schemas with their tables.
std::vector<ops::Operation> models_of(const databases::Catalogue& catalogue, const databases::Dialect& dialect);

WholeDatabase whole_database(const databases::Catalogue& catalogue, const databases::Dialect& dialect);

}  // namespace luamigrate::autogen
