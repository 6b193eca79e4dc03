#include "commands/made.h"

#include <algorithm>

#include "autogen/function_identity.h"
#include "autogen/renames.h"
#include "luamigrate/error.h"
#include "ops/metadata.h"
#include "ops/naming.h"
#include "revisions/lineage.h"
#include "revisions/rows.h"
#include "runtime/step_runner.h"
#include "sql/names.h"

namespace luamigrate {

namespace {

// "t_check", "t_column_check2" of PostgreSQL, "CONSTRAINT_1" of MariaDB.
bool is_given_by_database(std::string_view check, const std::string& table) {
  check = check.substr(0, check.find_last_not_of("0123456789") + 1);
  return check == "CONSTRAINT_" || (check.starts_with(table + "_") && check.ends_with("_check"));
}

}  // namespace

// Does nothing, and keeps the names of what is made.
class MadeByRevisions::Sink final : public ops::Sink {
 public:
  Sink(Names& made, const databases::Dialect& dialect, const schema::NamingConvention& convention)
      : made_(made), dialect_(dialect), convention_(convention) {}

  std::int64_t apply(const ops::Operation& operation) override {
    std::visit(*this, ops::with_names(operation, convention_, dialect_.identifier_limit()).body);
    return 0;
  }
  std::int64_t bulk_insert(const schema::TableName&, ops::Rows&, const ops::Origin&) override { return 0; }
  std::int64_t transform_rows(const ops::Transformation&, const ops::RowTransform&) override { return 0; }
  std::unique_ptr<ops::FoundRows> query(const ops::Query&) override { return std::make_unique<NoRows>(); }
  std::optional<schema::Table> find_table(const schema::TableName&) override { return std::nullopt; }
  bool has_table(const schema::TableName&) override { return false; }
  bool has_column(const schema::TableName&, std::string_view) override { return false; }
  bool has_index(const schema::TableName&, std::string_view) override { return false; }
  void autocommit(const std::function<void()>& block) override { block(); }
  void reversible(const std::function<void()>& up, const std::function<void()>&) override { up(); }
  void log(std::string_view) override {}
  void progress(std::string_view, std::uint64_t, std::optional<std::uint64_t>, bool) override {}
  std::string_view dialect() const override { return dialect_.name(); }
  bool offline() const override { return false; }

  void operator()(const ops::CreateTable& op) const {
    made_.tables.insert({op.schema, op.name});
    for (const schema::Element& element : op.elements)
      if (const auto* column = std::get_if<schema::Column>(&element)) {
        made_.columns.insert({{op.schema, op.name}, column->name});
        note_type(column->type);
      }
    note_parts({op.schema, op.name}, op.elements);
    if (op.options.flag(dialect_.name(), "row_security")) note_row_security({op.schema, op.name});
  }
  void operator()(const ops::RenameTable& op) const {
    const schema::TableName old{op.schema, op.name}, now{op.schema, op.new_name};
    if (made_.tables.contains(old)) made_.tables.insert(now);
    for (const std::string& column : columns_of(old)) made_.columns.insert({now, column});
    for (const Part& part : parts_of(old)) made_.parts.emplace(now, part);
    forget(old);
  }
  // What stands under the name later is another's, until it is made again.
  void operator()(const ops::DropTable& op) const { forget({op.schema, op.name}); }
  void operator()(const ops::DropColumn& op) const { made_.columns.erase({{op.schema, op.table}, op.column}); }
  void operator()(const ops::AddColumn& op) const {
    made_.columns.insert({{op.schema, op.table}, op.column.name});
    note_type(op.column.type);
    note_parts({op.schema, op.table}, {op.column});
    if (op.name_of_part)
      note_part({op.schema, op.table}, op.column.index ? Kind::index : Kind::unique, op.name_of_part, {op.column.name});
  }
  void operator()(const ops::AlterColumn& op) const {
    const schema::TableName table{op.schema, op.table};
    if (op.type) {
      note_type(*op.type);
      note_enum_check(table, op.column, *op.type);
    }
    if (op.options.find(dialect_.name(), "check"))
      note_part(table, {.kind = Kind::check, .name = {}, .columns = {op.column}, .condition = {}});
    if (!op.new_column_name) return;
    if (made_.columns.erase({table, op.column}) > 0) made_.columns.insert({table, *op.new_column_name});
    for (Part part : parts_of(table)) {
      std::ranges::replace(part.part.columns, op.column, *op.new_column_name);
      part.part.condition = autogen::with_names(part.part.condition, {{op.column, *op.new_column_name}}, dialect_);
      made_.parts.emplace(table, std::move(part));
    }
  }
  void operator()(const ops::BatchAlterTable& op) const {
    for (const ops::Operation& inner : op.operations) std::visit(*this, inner.body);
    note_parts({op.schema, op.table}, op.table_args);
  }
  void operator()(const ops::CreatePrimaryKey& op) const {
    note_part({op.schema, op.table}, {.kind = Kind::primary_key, .name = {}, .columns = op.columns, .condition = {}});
  }
  void operator()(const ops::CreateUniqueConstraint& op) const {
    note_part({op.schema, op.table}, Kind::unique, op.name, op.columns);
  }
  void operator()(const ops::CreateCheckConstraint& op) const {
    note_part({op.schema, op.table}, Kind::check, op.name, {}, op.condition);
  }
  void operator()(const ops::CreateForeignKey& op) const {
    note_part({op.source_schema, op.source}, Kind::foreign_key, op.name, op.local_columns);
  }
  void operator()(const ops::CreateExcludeConstraint& op) const {
    note_part({op.schema, op.table}, Kind::exclude, op.name, {});
  }
  void operator()(const ops::CreateIndex& op) const { note_part({op.schema, op.table}, Kind::index, op.name, {}); }
  void operator()(const ops::CreateView& op) const {
    note("view", {op.schema, op.name});
    note_parts({op.schema, op.name}, op.indexes);
  }
  void operator()(const ops::CreateEnum& op) const { note("enum", {op.schema, op.name}); }
  void operator()(const ops::CreateSequence& op) const { note("sequence", {op.schema, op.name}); }
  void operator()(const ops::CreateTrigger& op) const {
    note_part({op.schema, op.table}, {.kind = Kind::trigger, .name = op.name, .columns = {}, .condition = {}});
  }
  void operator()(const ops::CreatePolicy& op) const {
    note_part({op.schema, op.table}, {.kind = Kind::policy, .name = op.name, .columns = {}, .condition = {}});
  }
  void operator()(const ops::EnableRowSecurity& op) const { note_row_security({op.schema, op.table}); }
  void operator()(const ops::CreateExtension& op) const { note("extension", {{}, op.name}); }
  void operator()(const ops::CreateFunction& op) const {
    note("function", {op.schema, autogen::function_identity(op.signature, dialect_)});
  }
  template <class T>
  void operator()(const T&) const {}

 private:
  using Kind = autogen::TablePart::Kind;

  class NoRows final : public ops::FoundRows {
   public:
    const std::vector<std::string>& columns() const override { return columns_; }
    bool next(schema::RowView&) override { return false; }

   private:
    std::vector<std::string> columns_;
  };

  void note(std::string_view kind, const schema::ObjectName& name) const {
    made_.objects.insert(ops::object_key(kind, name.schema, name.name));
  }
  void note_type(const schema::Type& given) const {
    const schema::Type& type = given.on(dialect_.name());
    if (type.name == "Enum" || type.name == "ENUM")
      note("enum", {type.text_option("schema"), type.text_option("name")});
  }

  void forget(const schema::TableName& table) const {
    made_.tables.erase(table);
    for (const std::string& column : columns_of(table)) made_.columns.erase({table, column});
    made_.parts.erase(table);
  }
  std::vector<std::string> columns_of(const schema::TableName& wanted) const {
    std::vector<std::string> columns;
    for (const auto& [table, column] : made_.columns)
      if (table == wanted) columns.push_back(column);
    return columns;
  }

  std::vector<Part> parts_of(const schema::TableName& table) const {
    std::vector<Part> parts;
    const auto [begin, end] = made_.parts.equal_range(table);
    for (auto part = begin; part != end; ++part) parts.push_back(part->second);
    return parts;
  }
  void note_part(const schema::TableName& table, autogen::TablePart part) const {
    made_.parts.emplace(table, Part{std::move(part), table.name});
  }
  void note_part(const schema::TableName& table, Kind kind, const schema::OptionalName& name,
                 const std::vector<std::string>& columns, const std::string& condition = {}) const {
    note_part(table,
              {.kind = kind, .name = name ? name->text : std::string(), .columns = columns, .condition = condition});
  }
  void note_row_security(const schema::TableName& table) const {
    note_part(table, {.kind = Kind::row_security, .name = {}, .columns = {}, .condition = {}});
  }
  void note_parts(const schema::TableName& name, const std::vector<schema::Element>& elements) const {
    const schema::Table table = schema::table_from_elements(name, elements);
    if (table.primary_key) note_part(name, Kind::primary_key, std::nullopt, table.primary_key->columns);
    for (const schema::Unique& unique : table.uniques) note_part(name, Kind::unique, unique.name, unique.columns);
    for (const schema::Check& check : table.checks) note_part(name, Kind::check, check.name, {}, check.condition);
    for (const schema::ForeignKey& key : table.foreign_keys) note_part(name, Kind::foreign_key, key.name, key.columns);
    for (const schema::Exclude& exclude : table.excludes) note_part(name, Kind::exclude, exclude.name, {});
    for (const schema::Index& index : table.indexes) note_part(name, Kind::index, index.name, {});
    for (const schema::Column& column : table.columns) note_enum_check(name, column.name, column.type);
  }
  // An enum may bring a check along, which is called like it, or as a convention has it.
  void note_enum_check(const schema::TableName& table, const std::string& column, const schema::Type& given) const {
    const schema::Type& type = given.on(dialect_.name());
    const std::string named = type.text_option("check");
    if (type.name != "Enum" || (named.empty() && !type.flag("check"))) return;
    note_part(table, {.kind = Kind::check,
                      .name = named.empty() ? type.text_option("name") : named,
                      .columns = {column},
                      .condition = {}});
  }

  Names& made_;
  const databases::Dialect& dialect_;
  const schema::NamingConvention& convention_;
};

const MadeByRevisions::Names& MadeByRevisions::names() const {
  if (names_) return *names_;
  Names& names = names_.emplace();
  const runtime::RunSettings settings = project_.run_settings("");
  const schema::NamingConvention convention = project_.naming_convention();
  const auto applied = revisions::ancestors(graph_, revisions::resolve_rows(graph_, rows_), revisions::Edges::all);
  for (const revisions::Index revision : graph_.topological_order()) {
    if (!applied.contains(revision)) continue;
    Sink sink(names, *database_.dialect, convention);
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

// Names are those that the database gives where the revision has given none.
bool MadeByRevisions::part(const schema::TableName& table, const autogen::TablePart& part) const {
  using Kind = autogen::TablePart::Kind;
  const auto [begin, end] = names().parts.equal_range(table);
  return std::any_of(begin, end, [&](const auto& entry) {
    const autogen::TablePart& made = entry.second.part;
    const bool apart = part.kind == Kind::trigger || part.kind == Kind::policy;
    if (!made.name.empty() && (!apart || made.kind == part.kind) && made.name == part.name) return true;
    if (!made.name.empty() || made.kind != part.kind) return false;
    if (part.kind == Kind::check) return is_unnamed_check(entry.second, part);
    return part.kind == Kind::primary_key || made.columns == part.columns;
  });
}

bool MadeByRevisions::is_unnamed_check(const Part& made, const autogen::TablePart& check) const {
  const sql::Syntax& syntax = database_.dialect->syntax();
  if (is_given_by_database(check.name, made.table)) return true;
  if (!check.name.empty()) return false;
  for (const std::string& column : check.columns)
    if (sql::mentions(made.part.condition, column, syntax)) return true;
  for (const std::string& column : made.part.columns)
    if (sql::mentions(check.condition, column, syntax)) return true;
  return database_.dialect->same_sql(made.part.condition, check.condition);
}

bool MadeByRevisions::object(std::string_view kind, const schema::ObjectName& name) const {
  if (kind == "extension") return names().objects.contains(ops::object_key(kind, {}, name.name));
  const std::string own = kind == "function" ? autogen::function_identity(name.name, *database_.dialect) : name.name;
  return names().objects.contains(ops::object_key(kind, name.schema, own));
}

}  // namespace luamigrate
