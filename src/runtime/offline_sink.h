#pragma once

#include <string>

#include "databases/database.h"
#include "luamigrate/observer.h"
#include "ops/sink.h"
#include "schema/naming.h"

namespace luamigrate::runtime {

// Writes the SQL that would run to Observer::offline_sql, values as literals. Knows no database: what asks for one is
// an Error{unsupported}.
class OfflineSink final : public ops::Sink {
 public:
  // All must outlive it. `in_transaction`: whether the script is inside BEGIN, which a statement that must be outside
  // interrupts. `no_answers`: why nothing can be asked.
  OfflineSink(const databases::Dialect& dialect, const schema::NamingConvention& convention, Observer& observer,
              bool in_transaction, std::string_view no_answers = "an offline run (--sql) has none")
      : dialect_(dialect),
        convention_(convention),
        observer_(observer),
        in_transaction_(in_transaction),
        no_answers_(no_answers) {}

  std::int64_t apply(const ops::Operation& operation) override;
  std::int64_t bulk_insert(const schema::TableName& table, ops::Rows& rows, const ops::Origin& origin) override;
  std::int64_t transform_rows(const ops::Transformation& transformation, const ops::RowTransform& transform) override;
  std::unique_ptr<ops::FoundRows> query(const ops::Query& query) override;
  std::optional<schema::Table> find_table(const schema::TableName& table) override;
  bool has_table(const schema::TableName& table) override;
  bool has_column(const schema::TableName& table, std::string_view column) override;
  bool has_index(const schema::TableName& table, std::string_view index) override;
  void autocommit(const std::function<void()>& block) override;
  void reversible(const std::function<void()>& up, const std::function<void()>& down) override;
  void log(std::string_view text) override;
  void progress(std::string_view label, std::uint64_t count, std::optional<std::uint64_t> total, bool done) override;
  std::string_view dialect() const override { return dialect_.name(); }
  bool offline() const override { return true; }

  void print(const databases::Statement& statement);

 private:
  [[noreturn]] void needs_database(std::string_view call) const;

  const databases::Dialect& dialect_;
  const schema::NamingConvention& convention_;
  Observer& observer_;
  bool in_transaction_;
  std::string_view no_answers_;
};

}  // namespace luamigrate::runtime
