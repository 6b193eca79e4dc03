#include "commands/made.h"

#include "luamigrate/error.h"
#include "ops/metadata.h"
#include "revisions/lineage.h"
#include "revisions/rows.h"
#include "runtime/step_runner.h"

namespace luamigrate {

// Does nothing, and keeps the names of what is made.
class MadeByRevisions::Sink final : public ops::Sink {
 public:
  Sink(Names& made, std::string_view dialect) : made_(made), dialect_(dialect) {}

  std::int64_t apply(const ops::Operation& operation) override {
    std::visit(*this, operation.body);
    return 0;
  }
  std::int64_t bulk_insert(const schema::TableName&, ops::Rows&, const ops::Origin&) override { return 0; }
  std::int64_t transform_rows(const ops::Transformation&, const ops::RowTransform&) override { return 0; }
  std::unique_ptr<ops::Rows> query(const ops::Query&) override { return std::make_unique<NoRows>(); }
  std::optional<schema::Table> find_table(const schema::TableName&) override { return std::nullopt; }
  bool has_table(const schema::TableName&) override { return false; }
  bool has_index(const schema::TableName&, std::string_view) override { return false; }
  void autocommit(const std::function<void()>& block) override { block(); }
  void reversible(const std::function<void()>& up, const std::function<void()>&) override { up(); }
  void log(std::string_view) override {}
  void progress(std::string_view, std::uint64_t, std::optional<std::uint64_t>, bool) override {}
  std::string_view dialect() const override { return dialect_; }
  bool offline() const override { return false; }

  void operator()(const ops::CreateTable& op) const {
    made_.tables.insert({op.schema, op.name});
    for (const schema::Element& element : op.elements)
      if (const auto* column = std::get_if<schema::Column>(&element)) {
        made_.columns.insert({{op.schema, op.name}, column->name});
        note_type(column->type);
      }
  }
  void operator()(const ops::RenameTable& op) const {
    const schema::TableName old{op.schema, op.name}, now{op.schema, op.new_name};
    if (made_.tables.contains(old)) made_.tables.insert(now);
    std::vector<std::string> columns;
    for (const auto& [table, column] : made_.columns)
      if (table == old) columns.push_back(column);
    for (const std::string& column : columns) made_.columns.insert({now, column});
  }
  void operator()(const ops::AddColumn& op) const {
    made_.columns.insert({{op.schema, op.table}, op.column.name});
    note_type(op.column.type);
  }
  void operator()(const ops::AlterColumn& op) const {
    const schema::TableName table{op.schema, op.table};
    if (op.new_column_name && made_.columns.contains({table, op.column}))
      made_.columns.insert({table, *op.new_column_name});
    if (op.type) note_type(*op.type);
  }
  void operator()(const ops::BatchAlterTable& op) const {
    for (const ops::Operation& inner : op.operations) std::visit(*this, inner.body);
  }
  void operator()(const ops::CreateView& op) const { note("view", {op.schema, op.name}); }
  void operator()(const ops::CreateEnum& op) const { note("enum", {op.schema, op.name}); }
  void operator()(const ops::CreateSequence& op) const { note("sequence", {op.schema, op.name}); }
  void operator()(const ops::CreateTrigger& op) const { note("trigger", {op.schema, op.name}); }
  void operator()(const ops::CreatePolicy& op) const { note("policy", {op.schema, op.name}); }
  void operator()(const ops::CreateExtension& op) const { note("extension", {{}, op.name}); }
  // A catalogue writes signatures in words of its own: the name must do.
  void operator()(const ops::CreateFunction& op) const {
    note("function", {op.schema, op.signature.substr(0, op.signature.find('('))});
  }
  template <class T>
  void operator()(const T&) const {}

 private:
  class NoRows final : public ops::Rows {
   public:
    const std::vector<std::string>& columns() const override { return columns_; }
    bool next(std::vector<schema::Value>&) override { return false; }

   private:
    std::vector<std::string> columns_;
  };

  void note(std::string_view kind, const schema::ObjectName& name) const {
    made_.objects.insert(ops::object_key(kind, name.schema, name.name));
  }
  void note_type(const schema::Type& type) const {
    if (type.on(dialect_).name == "Enum" || type.on(dialect_).name == "ENUM")
      note("enum", {type.on(dialect_).text_option("schema"), type.on(dialect_).text_option("name")});
  }

  Names& made_;
  std::string_view dialect_;
};

const MadeByRevisions::Names& MadeByRevisions::names() const {
  if (names_) return *names_;
  Names& names = names_.emplace();
  const runtime::RunSettings settings = project_.run_settings("");
  const auto applied = revisions::ancestors(graph_, revisions::resolve_rows(graph_, rows_), revisions::Edges::all);
  for (const revisions::Index revision : graph_.topological_order()) {
    if (!applied.contains(revision)) continue;
    Sink sink(names, database_.name);
    try {
      const runtime::LoadedScript loaded = project_.load_script(graph_.header(revision));
      runtime::run_script(*loaded.script, graph_.header(revision), Direction::upgrade, sink, settings,
                          database_.dialect->identifier_limit());
    } catch (const Error&) {
      // It needs a database to go on: what it has made until there is known.
    }
  }
  return names;
}

bool MadeByRevisions::column(const schema::TableName& table, std::string_view column) const {
  return names().columns.contains({table, std::string(column)});
}

bool MadeByRevisions::object(std::string_view kind, const schema::ObjectName& name) const {
  if (kind == "extension") return names().objects.contains(ops::object_key(kind, {}, name.name));
  const std::string own = kind == "function" ? name.name.substr(0, name.name.find('(')) : name.name;
  return names().objects.contains(ops::object_key(kind, name.schema, own));
}

}  // namespace luamigrate
