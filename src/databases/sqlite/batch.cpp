// A block of operations on one table: by ALTER TABLE where that does all of it, else by one rebuild.
#include <algorithm>

#include "databases/sqlite/dialect.h"
#include "databases/sqlite/names.h"
#include "luamigrate/error.h"
#include "schema/naming.h"

namespace luamigrate::databases::sqlite {
namespace {

// A flag among the options of a table, where it is given.
std::optional<bool> flag_of(const schema::DialectOptions& options, std::string_view name) {
  if (!options.find("sqlite", name)) return std::nullopt;
  return options.flag("sqlite", name);
}

// The order that `partial_reordering` asks for, with the places of new columns in it.
std::vector<std::vector<std::string>> orders_of(const ops::BatchAlterTable& op) {
  std::vector<std::vector<std::string>> orders = op.partial_reordering;
  for (const ops::Operation& operation : op.operations) {
    const auto* added = std::get_if<ops::AddColumn>(&operation.body);
    if (added && !added->insert_before.empty()) orders.push_back({added->column.name, added->insert_before});
    if (added && !added->insert_after.empty()) orders.push_back({added->insert_after, added->column.name});
  }
  return orders;
}

// A new column whose place `orders_of` has taken up.
template <class Operation>
Operation at_the_end(Operation operation) {
  if constexpr (std::is_same_v<Operation, ops::AddColumn>) operation.insert_before = operation.insert_after = {};
  return operation;
}

// The tables with the columns that a block gives to one of them.
class WithNewColumns final : public schema::TableLookup {
 public:
  WithNewColumns(const ops::BatchAlterTable& block, const schema::TableLookup& tables)
      : block_(block), tables_(tables) {}

  bool complete() const override { return tables_.complete(); }
  std::optional<schema::Table> find_table(const schema::TableName& name) const override {
    std::optional<schema::Table> table = tables_.find_table(name);
    if (!table || name != schema::TableName{block_.schema, block_.table}) return table;
    for (const ops::Operation& operation : block_.operations) {
      if (const auto* added = std::get_if<ops::AddColumn>(&operation.body)) table->columns.push_back(added->column);
      if (const auto* altered = std::get_if<ops::AlterColumn>(&operation.body))
        if (altered->new_column_name) table->columns.emplace_back().name = *altered->new_column_name;
    }
    return table;
  }

 private:
  const ops::BatchAlterTable& block_;
  const schema::TableLookup& tables_;
};

// The block without the columns that are there already: asked of the table as it is, which has none of the new ones.
std::vector<ops::Operation> without_known_columns(const ops::BatchAlterTable& block,
                                                  const schema::TableLookup& tables) {
  std::vector<ops::Operation> result = block.operations;
  const std::optional<schema::Table> table = tables.find_table({block.schema, block.table});
  if (!table) return result;
  std::erase_if(result, [&](ops::Operation& operation) {
    auto* added = std::get_if<ops::AddColumn>(&operation.body);
    if (!added || !added->if_not_exists) return false;
    added->if_not_exists = false;
    return std::ranges::any_of(table->columns,
                               [&](const auto& column) { return same_name(column.name, added->column.name); });
  });
  return result;
}

}  // namespace

SqliteDialect::Statements SqliteDialect::batch_alter_table(const ops::BatchAlterTable& op,
                                                           const TableLookup& tables) const {
  const auto native = [&](const ops::Operation& operation) { return is_native(operation, op, tables); };
  if (op.recreate == ops::Recreate::never) refuse_rebuild(op, tables);
  if (op.recreate != ops::Recreate::always && !op.reshapes() && std::ranges::all_of(op.operations, native))
    return one_by_one(without_known_columns(op, tables), WithNewColumns(op, tables));

  Rebuild rebuild = rebuild_of(op, tables);
  rebuild.name_constraints(op.naming_convention);
  for (const schema::Element& element : op.reflect_overrides) state(rebuild, op, element, true);
  for (const ops::Operation& operation : op.operations)
    std::visit([&](const auto& inner) { apply(rebuild, op.partial_reordering.empty() ? inner : at_the_end(inner)); },
               operation.body);
  for (const schema::Element& element : op.table_args) state(rebuild, op, element, false);
  const schema::DialectOptions& options = op.table_kwargs.options;
  if (const auto counts = flag_of(options, "autoincrement")) rebuild.set_autoincrement(*counts);
  rebuild.set_kind(flag_of(options, "without_rowid"), flag_of(options, "strict"));
  if (!op.partial_reordering.empty()) rebuild.reorder(orders_of(op));
  Statements statements = rebuild.statements();
  // Online the connection sees to that.
  if (!tables.complete() && !statements.empty())
    statements.front().sql.insert(
        0,
        "-- What copy_from leaves out is gone, and so are triggers on the table: make them "
        "again behind this.\n-- Needs PRAGMA foreign_keys to be off, as it is where nobody switches it on: else "
        "DROP TABLE deletes rows\n-- of other tables that refer to this one.\n");
  return statements;
}

bool SqliteDialect::is_native(const ops::Operation& operation, const ops::BatchAlterTable& block,
                              const TableLookup& tables) const {
  if (const auto* add = std::get_if<ops::AddColumn>(&operation.body)) return can_add_column(*add);
  // As Alembic draws the line: `copy_from` asks for a rebuild.
  if (const auto* alter = std::get_if<ops::AlterColumn>(&operation.body))
    return only_renames(*alter) && !block.copy_from;
  if (const auto* drop = std::get_if<ops::DropColumn>(&operation.body)) {
    // What the table says about the name is not about the column that has it by then.
    const auto renames_it = [&](const ops::Operation& other) {
      const auto* alter = std::get_if<ops::AlterColumn>(&other.body);
      return alter && alter->new_column_name &&
             (same_name(alter->column, drop->column) || same_name(*alter->new_column_name, drop->column));
    };
    if (block.copy_from || std::ranges::any_of(block.operations, renames_it)) return false;
    if (!drop->if_exists && !tables.complete() && !tables.find_table({drop->schema, drop->table})) return true;
    const schema::Table table = known_table({drop->schema, drop->table}, tables, ops::DropColumn::lua_name);
    try {
      return native_drop_column(*this, table, drop->column).has_value();
    } catch (const Error&) {
      return false;  // what stands in its way may go in the block before it: the rebuild sees that
    }
  }
  return std::holds_alternative<ops::CreateIndex>(operation.body) ||
         std::holds_alternative<ops::DropIndex>(operation.body) ||
         std::holds_alternative<ops::CreateTableComment>(operation.body) ||
         std::holds_alternative<ops::DropTableComment>(operation.body);
}

void SqliteDialect::refuse_rebuild(const ops::BatchAlterTable& block, const TableLookup& tables) const {
  std::string_view wanted;
  for (const ops::Operation& operation : block.operations)
    if (wanted.empty() && !is_native(operation, block, tables)) wanted = ops::name_of(operation);
  if (!block.partial_reordering.empty()) wanted = "partial_reordering";
  if (!block.table_kwargs.options.empty()) wanted = "table_kwargs";
  if (!block.table_args.empty()) wanted = "table_args";
  if (!block.reflect_overrides.empty()) wanted = "reflect_overrides";
  if (wanted.empty()) return;
  throw Error(ErrorKind::unsupported,
              fmt::format("SQLite cannot do {} on \"{}\" without making the table anew, and recreate = \"never\" "
                          "forbids that",
                          wanted, schema::shown(schema::TableName{block.schema, block.table})),
              "leave `recreate` out of the batch block");
}

Rebuild SqliteDialect::rebuild_of(const ops::BatchAlterTable& block, const TableLookup& tables) const {
  const schema::TableName name{block.schema, block.table};
  std::optional<schema::Table> live;
  if (!block.copy_from || tables.complete()) live = known_table(name, tables, ops::BatchAlterTable::lua_name);
  if (!block.copy_from) {
    Rebuild rebuild(*this, std::move(*live));
    if (block.recreate == ops::Recreate::always) rebuild.force();
    return rebuild;
  }
  const ops::CreateTable create{.name = block.table,
                                .elements = *block.copy_from,
                                .schema = block.schema,
                                .options = live ? live->options : block.table_kwargs.options};
  schema::Table stated;
  stated.name = live ? live->name : name;
  stated.definition = create_table(create, schema::NoTables()).front().sql;
  for (const schema::Index& index : ansi::take_apart(name, create.elements, identifier_limit()).indexes)
    stated.dependents.push_back({schema::StoredObjectKind::index, index.name ? index.name->text : std::string(),
                                 index_statement({{}, block.table}, index).sql});
  // Elements have no words for triggers and views, so what there is stays.
  if (live)
    for (const schema::StoredObject& object : live->dependents)
      if (object.kind != schema::StoredObjectKind::index) stated.dependents.push_back(object);
  Rebuild rebuild(*this, std::move(stated), live ? live->definition : std::string());
  rebuild.force();
  return rebuild;
}

void SqliteDialect::state(Rebuild& rebuild, const ops::BatchAlterTable& block, const schema::Element& element,
                          bool overrides) const {
  struct State {
    const SqliteDialect& dialect;
    Rebuild& rebuild;
    const ops::BatchAlterTable& block;
    bool overrides;

    void operator()(const schema::Column& column) const {
      const ops::AddColumn added{.table = block.table, .column = column, .schema = block.schema};
      if (overrides)
        rebuild.override_column(column.name, dialect.added_clause(added));
      else
        dialect.apply(rebuild, added);
    }
    void operator()(const schema::PrimaryKey& key) const {
      rebuild.state_constraint(key.columns, dialect.primary_key_clause(key));
    }
    void operator()(const schema::Unique& unique) const {
      rebuild.state_constraint(unique.columns, dialect.unique_clause(unique));
    }
    void operator()(const schema::Check& check) const { rebuild.state_constraint({}, dialect.check_clause(check)); }
    void operator()(const schema::ForeignKey& key) const {
      rebuild.state_constraint(key.columns, dialect.local_key_clause(key, block.schema));
    }
    void operator()(const schema::Exclude& exclude) const { dialect.exclude_clause(exclude); }  // throws
    void operator()(const schema::Index& index) const {
      if (index.name) rebuild.drop_index(index.name->text);
      rebuild.add_index(index.name ? index.name->text : "",
                        dialect.index_statement({block.schema, block.table}, index));
    }
  };
  std::visit(State{*this, rebuild, block, overrides}, element);
}

}  // namespace luamigrate::databases::sqlite
