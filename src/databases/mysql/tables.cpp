// Whole tables, and blocks of changes to one.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "databases/mysql/dialect.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::mysql {

// Source: SQLAlchemy 2, sqlalchemy/dialects/mysql/base.py, MySQLDDLCompiler.post_create_table.
std::string MysqlDialect::table_suffix(const ops::CreateTable& op) const {
  std::string text;
  const auto add = [&](std::string_view words, std::string_view option, std::string_view joint) {
    const schema::OptionValue* value = op.options.find(name(), option);
    if (!value) return;
    const auto* number = std::get_if<std::int64_t>(value);
    text += fmt::format(" {}{}{}", words, joint,
                        number ? std::to_string(*number) : word(op.options.text(name(), option), option));
  };
  add("ENGINE", "engine", "=");
  add("CHARSET", "charset", "=");
  add("COLLATE", "collate", " ");
  add("ROW_FORMAT", "row_format", "=");
  add("KEY_BLOCK_SIZE", "key_block_size", "=");
  add("AUTO_INCREMENT", "auto_increment", "=");
  if (!op.comment.empty()) text += " COMMENT=" + text_literal(op.comment);
  if (const std::string partition = op.options.text(name(), "partition_by"); !partition.empty())
    text += " PARTITION BY " + partition;
  add("PARTITIONS", "partitions", " ");
  // The space is CREATE TABLE's own.
  return text.empty() ? text : text.substr(1);
}

std::string counted_beside_key(const std::vector<schema::Column>& columns, const std::vector<std::string>& leading) {
  const auto counts = [&](const schema::Column& column) {
    return column.autoincrement == true && std::ranges::find(leading, column.name) != leading.end();
  };
  const auto found = std::ranges::find_if(columns, counts);
  return found == columns.end() ? std::string() : found->name;
}

void add_leading(const schema::Unique& unique, std::vector<std::string>& names) {
  if (!unique.columns.empty()) names.push_back(unique.columns.front());
}

void add_leading(const schema::Index& index, std::vector<std::string>& names) {
  if (index.columns.empty() || !index.options.text("mysql", "prefix").empty()) return;  // of words or shapes
  if (const auto* column = std::get_if<std::string>(&index.columns.front().expression)) names.push_back(*column);
}

// Indexes stand in CREATE TABLE itself: the table is made with them or not at all.
MysqlDialect::Statements MysqlDialect::create_table(const ops::CreateTable& op, const TableLookup& tables) const {
  const schema::TableName table{op.schema, op.name};
  if (op.if_not_exists && tables.find_table(table)) return {};
  ansi::TableParts parts = ansi::take_apart(table, op.elements, identifier_limit());
  if (parts.autoincrement.empty()) {
    std::vector<std::string> leading;
    for (const ansi::TableConstraint& constraint : parts.constraints)
      if (const auto* unique = std::get_if<schema::Unique>(&constraint)) add_leading(*unique, leading);
    for (const schema::Index& index : parts.indexes) add_leading(index, leading);
    parts.autoincrement = counted_beside_key(parts.columns, leading);
  }
  std::string body = table_body(parts);
  body.resize(body.size() - 2);  // its last line
  for (schema::Index index : parts.indexes) {
    index.if_not_exists = false;  // the table is new
    body += (body.size() > 1 ? ",\n\t" : "\n\t") + index_definition(index, nullptr);
  }
  const std::string suffix = table_suffix(op);
  Statement statement = definition(fmt::format("CREATE {}TABLE {}{} {}\n){}{}", op.temporary ? "TEMPORARY " : "",
                                               op.if_not_exists ? "IF NOT EXISTS " : "", quote(table), body,
                                               suffix.empty() ? "" : " ", suffix));
  statement.outside_transaction = !op.temporary;
  return {statement};
}

MysqlDialect::Statements MysqlDialect::drop_table(const ops::DropTable& op, const TableLookup& tables) const {
  Statements result = AnsiDialect::drop_table(op, tables);
  for (Statement& statement : result) statement.outside_transaction = true;
  return result;
}

// Without its schema the new name would be one of the default schema.
MysqlDialect::Statements MysqlDialect::rename_table(const ops::RenameTable& op, const TableLookup&) const {
  return altered(op.schema, op.name, {"RENAME TO " + quote(schema::ObjectName{op.schema, op.new_name})});
}

MysqlDialect::Clauses MysqlDialect::clauses(const ops::CreateTableComment& op, const TableLookup&) const {
  return {"COMMENT " + text_literal(op.comment)};
}

MysqlDialect::Clauses MysqlDialect::clauses(const ops::DropTableComment&, const TableLookup&) const {
  return {"COMMENT ''"};
}

MysqlDialect::Statements MysqlDialect::create_table_comment(const ops::CreateTableComment& op,
                                                            const TableLookup& tables) const {
  return altered(op.schema, op.table, clauses(op, tables));
}

MysqlDialect::Statements MysqlDialect::drop_table_comment(const ops::DropTableComment& op,
                                                          const TableLookup& tables) const {
  return altered(op.schema, op.table, clauses(op, tables));
}

namespace {

// The columns that an operation makes, changes, renames or drops.
template <class Op>
std::vector<std::string> touched(const Op& op) {
  if constexpr (std::is_same_v<Op, ops::AddColumn>) {
    return {op.column.name};
  } else if constexpr (std::is_same_v<Op, ops::AlterColumn>) {
    return op.new_column_name ? std::vector{op.column, *op.new_column_name} : std::vector{op.column};
  } else if constexpr (std::is_same_v<Op, ops::DropColumn>) {
    return {op.column};
  } else {
    return {};
  }
}

template <class Op>
bool stands_before_another(const Op& op) {
  if constexpr (requires { op.insert_before; }) return !op.insert_before.empty();
  return false;
}

}  // namespace

// Whether it is one on this table's inside, a clause of ALTER TABLE.
template <class Op>
bool MysqlDialect::is_clause(const Op& op) const {
  return requires {
    clauses(op, schema::NoTables());
  };
}

// One ALTER TABLE for all of them, but for a second change of a column, or a place before another one: that has to see
// what was done.
std::vector<ops::Operation> MysqlDialect::parts(const ops::BatchAlterTable& op) const {
  if (!op.partial_reordering.empty())
    unsupported("reordering of columns in a block", "move each by mysql_after or mysql_first of alter_column");
  std::vector<ops::Operation> result;
  ops::BatchAlterTable part{.table = op.table, .schema = op.schema};
  std::set<std::string> seen;
  const auto flush = [&] {
    if (part.operations.size() == 1)
      result.push_back(std::move(part.operations.front()));
    else if (!part.operations.empty())
      result.push_back({part, {}});
    part.operations.clear();
    seen.clear();
  };
  for (const ops::Operation& operation : op.operations) {
    std::visit(
        [&](const auto& body) {
          std::vector<std::string> columns = touched(body);
          for (std::string& column : columns) column = base::lower(column);
          const bool sees = std::ranges::any_of(columns, [&](const std::string& c) { return seen.contains(c); }) ||
                            (!seen.empty() && stands_before_another(body));
          if (sees || !is_clause(body)) flush();
          part.operations.push_back(operation);
          if (!is_clause(body)) flush();
          seen.insert(columns.begin(), columns.end());
        },
        operation.body);
  }
  flush();
  return result;
}

MysqlDialect::Statements MysqlDialect::batch_alter_table(const ops::BatchAlterTable& op,
                                                         const TableLookup& tables) const {
  Statements result;
  for (const ops::Operation& part : parts(op)) {
    const auto* together = std::get_if<ops::BatchAlterTable>(&part.body);
    if (!together) {
      for (Statement& statement : compile(part, tables)) result.push_back(std::move(statement));
      continue;
    }
    Clauses collected;
    for (const ops::Operation& operation : together->operations)
      std::visit(
          [&](const auto& body) {
            if constexpr (requires { clauses(body, tables); })
              for (std::string& clause : clauses(body, tables)) collected.push_back(std::move(clause));
          },
          operation.body);
    for (Statement& statement : altered(op.schema, op.table, collected)) result.push_back(std::move(statement));
  }
  return result;
}

}  // namespace luamigrate::databases::mysql
