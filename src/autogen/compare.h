#pragma once

#include <vector>

#include "autogen/difference.h"
#include "autogen/filters.h"
#include "autogen/wanted.h"
#include "databases/catalogue.h"
#include "databases/dialect.h"

namespace luamigrate::autogen {

// What a database is compared with, and by what rules. All must outlive the comparison.
struct Sides {
  const Wanted& wanted;               // what the models say
  const databases::Catalogue& shown;  // what the database makes of that
  const databases::Catalogue& live;   // what it holds
  const databases::Dialect& dialect;
  Filters& filters;
};

// What stands in a table beside its columns, or on it.
struct TablePart {
  enum class Kind { primary_key, unique, check, foreign_key, exclude, index, trigger, policy, row_security };
  Kind kind;
  std::string name;                  // empty: it has none
  std::vector<std::string> columns;  // of a unique, a foreign key, a check of one column
  std::string condition;             // of a check
};

// What the project has made itself: only that is taken away unasked.
class Made {
 public:
  virtual ~Made() = default;
  virtual bool table(const schema::TableName& table) const = 0;
  virtual bool column(const schema::TableName& table, std::string_view column) const = 0;
  virtual bool part(const schema::TableName& table, const TablePart& part) const = 0;
  virtual bool object(std::string_view kind, const schema::ObjectName& name) const = 0;
  virtual bool everything() const { return false; }  // --allow-drop: nothing is withheld
};

// All differences, in the order in which they are to be done away with.
std::vector<Difference> compare(const Sides& sides, const Made& made);

// Their operations in order, those of one table together in a batch where the database makes it anew. Without what is
// withheld.
std::vector<ops::Operation> upgrade_operations(const std::vector<Difference>& differences,
                                               const databases::Dialect& dialect);
std::vector<ops::Operation> downgrade_operations(const std::vector<Difference>& differences,
                                                 const databases::Dialect& dialect);

}  // namespace luamigrate::autogen
