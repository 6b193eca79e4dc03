// The version table: one column, a row for each effective head. Its shape is Alembic's, so that a table made by Alembic
// is taken as it is.
#pragma once

#include <string>
#include <vector>

#include "databases/connection.h"
#include "databases/dialect.h"
#include "databases/inspector.h"
#include "ops/operation.h"
#include "revisions/rows.h"
#include "schema/identifier.h"

namespace luamigrate::state {

// The statements are the same online and offline.
class VersionTable {
 public:
  // `dialect` must outlive it.
  VersionTable(const databases::Dialect& dialect, schema::TableName name) : dialect_(dialect), name_(std::move(name)) {}

  const schema::TableName& name() const noexcept { return name_; }

  // The rows in the order the database gives them, which is what a relative downgrade goes by; none where there is no
  // table. Never writes.
  std::vector<std::string> read(databases::Connection& connection, databases::Inspector& inspector) const;

  // The same where the table is known to be there.
  std::vector<std::string> rows(databases::Connection& connection) const;

  ops::Operation creation() const;
  databases::Statement change(const revisions::RowChange& change) const;
  databases::Statement removal_of_all() const;

  // Makes the table where there is none; says whether it did.
  bool ensure(databases::Connection& connection, databases::Inspector& inspector) const;

  // Carries a change out. Throws Error{version_table} when a row to change is not there: somebody else was at it.
  void apply(databases::Connection& connection, const revisions::RowChange& change) const;

 private:
  std::string quoted_name() const { return dialect_.quote(name_); }

  const databases::Dialect& dialect_;
  schema::TableName name_;
};

}  // namespace luamigrate::state
