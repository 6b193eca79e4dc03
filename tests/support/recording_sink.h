// A sink that remembers what a script did, and answers queries from what the test laid ready.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "luamigrate/error.h"
#include "ops/sink.h"

namespace luamigrate::tests {

class RecordingSink final : public ops::Sink {
 public:
  std::vector<ops::Operation> operations;  // bulk_insert as an operation too
  std::vector<ops::Query> queries;
  std::vector<std::string> logged;
  std::vector<std::string> events;  // "autocommit {", "}"

  std::vector<schema::Row> rows;             // what every query returns
  std::vector<schema::Table> tables;         // what exists
  std::int64_t rows_touched = -1;            // what apply() returns
  std::optional<luamigrate::Error> failure;  // what apply() throws
  std::string dialect_name = "sqlite";
  bool is_offline = false;
  int open_queries = 0;

  std::int64_t apply(const ops::Operation& operation) override {
    if (failure) throw luamigrate::Error(*failure);
    operations.push_back(operation);
    return rows_touched;
  }

  std::int64_t bulk_insert(const schema::TableName& table, ops::Rows& source, const ops::Origin& origin) override {
    ops::BulkInsert insert{.table = table.name, .rows = {}, .schema = table.schema};
    std::vector<schema::Value> values;
    while (source.next(values)) insert.rows.push_back(schema::row_of(source.columns(), values));
    const auto count = static_cast<std::int64_t>(insert.rows.size());
    operations.push_back({std::move(insert), origin});
    return count;
  }

  std::vector<ops::Transformation> transformations;
  std::int64_t transform_rows(const ops::Transformation& transformation, const ops::RowTransform& transform) override {
    transformations.push_back(transformation);
    std::int64_t changed = 0;
    for (const schema::Row& row : rows) {
      std::vector<std::string> names;
      std::vector<schema::Value> values;
      for (const auto& [name, value] : row) {
        names.push_back(name);
        values.push_back(value);
      }
      ops::RowAnswer answer{std::vector<schema::Value>(transformation.set.size()),
                            std::vector<char>(transformation.set.size(), 0)};
      changed += transform({names, values}, answer) ? 1 : 0;
      answers.push_back(std::move(answer));
    }
    return changed;
  }
  std::vector<ops::RowAnswer> answers;  // of all transformations

  std::unique_ptr<ops::FoundRows> query(const ops::Query& query) override {
    queries.push_back(query);
    return std::make_unique<CannedRows>(*this);
  }

  std::optional<schema::Table> find_table(const schema::TableName& name) override {
    for (const schema::Table& table : tables)
      if (table.name == name) return table;
    return std::nullopt;
  }
  bool has_table(const schema::TableName& name) override { return find_table(name).has_value(); }
  bool has_column(const schema::TableName& name, std::string_view column) override {
    const auto table = find_table(name);
    return table && table->find_column(column);
  }
  bool has_index(const schema::TableName& name, std::string_view index) override {
    const auto table = find_table(name);
    if (!table) return false;
    for (const schema::Index& candidate : table->indexes)
      if (candidate.name && candidate.name->text == index) return true;
    return false;
  }

  void autocommit(const std::function<void()>& block) override {
    events.emplace_back("autocommit {");
    block();
    events.emplace_back("}");
  }
  void reversible(const std::function<void()>& up, const std::function<void()>&) override { up(); }
  void log(std::string_view text) override { logged.emplace_back(text); }
  void progress(std::string_view label, std::uint64_t count, std::optional<std::uint64_t> total, bool done) override {
    events.push_back(std::string(label) + " " + std::to_string(count) + (total ? " of " + std::to_string(*total) : "") +
                     (done ? ", done" : ""));
  }
  std::string_view dialect() const override { return dialect_name; }
  bool offline() const override { return is_offline; }

 private:
  class CannedRows final : public ops::FoundRows {
   public:
    explicit CannedRows(RecordingSink& sink) : sink_(sink) {
      ++sink_.open_queries;
      if (sink_.rows.empty()) return;
      for (const auto& field : sink_.rows.front()) columns_.push_back(field.first);
    }
    ~CannedRows() override { --sink_.open_queries; }
    const std::vector<std::string>& columns() const override { return columns_; }
    bool next(schema::RowView& row) override {
      if (next_ == sink_.rows.size()) return false;
      std::vector<schema::Value> values;
      for (const auto& field : sink_.rows[next_]) values.push_back(field.second);
      ++next_;
      packed_.clear();
      packed_.add(values);
      return packed_.take(row);
    }

   private:
    RecordingSink& sink_;
    std::vector<std::string> columns_;
    std::size_t next_ = 0;
    schema::PackedRows packed_;
  };
};

}  // namespace luamigrate::tests
