#pragma once

#include <vector>

#include "ops/sink.h"
#include "schema/naming.h"

namespace luamigrate::runtime {

// Remembers the operations of change() instead of carrying them out, so that their inverses can be. Questions about the
// database are answered by the sink that will carry those out.
class RecordingSink final : public ops::Sink {
 public:
  // Both must outlive it. `identifier_limit`: of the database.
  RecordingSink(ops::Sink& answers, const schema::NamingConvention& convention, schema::NameLimit identifier_limit)
      : answers_(answers), convention_(convention), identifier_limit_(identifier_limit) {}

  // What undoes all that was recorded, last first. Throws Error{script} where an operation cannot be inverted, and
  // where the script looked at the database to know what to do.
  std::vector<ops::Operation> inverse() const;

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
  std::string_view dialect() const override { return answers_.dialect(); }
  bool offline() const override { return answers_.offline(); }

 private:
  ops::Sink& ask(std::string_view function, bool decides = true);

  // One operation to invert, or the operations of a `down` to run as they are.
  struct Entry {
    std::vector<ops::Operation> operations;
    bool as_they_are = false;
  };

  ops::Sink& answers_;
  const schema::NamingConvention& convention_;
  schema::NameLimit identifier_limit_;
  std::vector<Entry> entries_;
  bool in_down_ = false;
  std::string asked_;       // the function of `op` by which the script first looked at the database; empty: it did not
  std::string decided_by_;  // the first one that is there to decide what is done
};

}  // namespace luamigrate::runtime
