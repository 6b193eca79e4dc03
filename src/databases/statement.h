#pragma once

#include <string>
#include <vector>

#include "schema/value.h"

namespace luamigrate::databases {

// What a dialect makes of an operation: one statement of SQL, without the semicolon at its end.
struct Statement {
  std::string sql;                    // parameters as the database writes them: `?`, `$1`
  std::vector<schema::Value> params;  // by position
  bool outside_transaction = false;   // must not run in a transaction (CREATE INDEX CONCURRENTLY)

  // SQL that must return no row when the transaction is about to commit, or the transaction is rolled back: what a
  // table rebuild promises about foreign keys. Empty: nothing to check.
  std::string check_before_commit;

  // What is left of it in the database when it fails, and what becomes of that; empty: nothing is.
  std::string left_behind;

  friend bool operator==(const Statement&, const Statement&) = default;
};

}  // namespace luamigrate::databases
