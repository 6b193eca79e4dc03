// Columns that count by a sequence of their own: SERIAL, identity, and the ways from one to the other.
#include "databases/postgresql/counting.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "databases/postgresql/dialect.h"

namespace luamigrate::databases::postgresql {
namespace {

using schema::Identity;

struct Serial {
  std::string_view word, type;
};
// Source: PostgreSQL, documentation, "Serial Types".
constexpr std::array<Serial, 6> serials{{{"SERIAL", "INTEGER"},
                                         {"BIGSERIAL", "BIGINT"},
                                         {"SMALLSERIAL", "SMALLINT"},
                                         {"SERIAL4", "INTEGER"},
                                         {"SERIAL8", "BIGINT"},
                                         {"SERIAL2", "SMALLINT"}}};

// The next value is that behind the greatest one there is, or the first.
constexpr const char* behind_the_rows =
    "SELECT setval({0}, greatest(coalesce(max({1}), {2}), {2}), coalesce(max({1}) >= {2}, false)) FROM {3}";

// Whether the middle of a character would be cut.
bool is_inside_character(const std::string& text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

void shorten(std::string& text) {
  std::size_t size = text.size() - 1;
  while (is_inside_character(text, size)) --size;
  text.resize(size);
}

// PL/pgSQL that runs a statement, an expression over `own`, if there is such a sequence.
std::string with_sequence(std::string_view sequence, std::string_view statement) {
  return fmt::format("DECLARE own text := {}; BEGIN IF own IS NOT NULL THEN EXECUTE {}; END IF; END", sequence,
                     statement);
}

bool drops(const std::optional<schema::NullableIdentity>& identity) {
  return identity && std::holds_alternative<schema::Null>(*identity);
}

}  // namespace

// Source: PostgreSQL, makeObjectName: the longer of both names is cut first.
std::string sequence_name(std::string table, std::string column, std::size_t limit) {
  constexpr std::string_view around = "__seq";
  while (table.size() + column.size() + around.size() > limit) shorten(table.size() > column.size() ? table : column);
  return fmt::format("{}_{}_seq", table, column);
}

std::string_view integer_of_serial(const schema::Type& type) {
  if (!type.is("SqlType") || !type.text_argument(0)) return {};
  const auto found = std::ranges::find(serials, base::upper(*type.text_argument(0)), &Serial::word);
  return found == serials.end() ? std::string_view() : found->type;
}

std::string_view serial_of(std::string_view integer) {
  const auto found = std::ranges::find(serials, integer, &Serial::type);
  return found == serials.end() ? std::string_view() : found->word;
}

std::optional<schema::Column> altered_column(const ops::AlterColumn& op, const schema::TableLookup& tables) {
  const std::optional<schema::Table> table = tables.find_table({op.schema, op.table});
  const schema::Column* column = table ? table->find_column(op.column) : nullptr;
  return column ? std::optional(*column) : std::nullopt;
}

Counting counting(const ops::AlterColumn& op, const schema::TableLookup& tables) {
  const auto is_serial = [](const std::optional<schema::Type>& type) {
    return type && !integer_of_serial(type->on("postgresql")).empty();
  };
  const bool adds_identity = op.identity && !drops(op.identity);
  const bool may_change = adds_identity || (op.autoincrement && op.existing_autoincrement) || is_serial(op.type) ||
                          is_serial(op.existing_type);
  if (!may_change) return {};
  bool before = op.existing_autoincrement == true || is_serial(op.existing_type);
  if (const std::optional<schema::Column> column = altered_column(op, tables))
    before = !column->identity && (column->autoincrement == true || is_serial(column->type));
  const bool leaves_type = op.type && !is_serial(op.type) && is_serial(op.existing_type);
  Counting result;
  result.starts = !before && ((op.autoincrement == true && op.existing_autoincrement == false) || is_serial(op.type));
  result.stops =
      before && (adds_identity || (op.autoincrement == false && op.existing_autoincrement == true) || leaves_type);
  return result;
}

std::string PostgresqlDialect::without_serial(const schema::Type& type) const {
  const std::string_view integer = integer_of_serial(type.on(name()));
  return integer.empty() ? type_sql(type) : std::string(integer);
}

void PostgresqlDialect::stop_counting(const ops::AlterColumn& op, const std::string& alter,
                                      Statements& statements) const {
  statements.push_back({.sql = alter + " DROP DEFAULT"});
  statements.push_back({.sql = "DO " + literal(with_sequence(own_sequence(op), "'DROP SEQUENCE ' || own"))});
}

void PostgresqlDialect::widen_counting(const ops::AlterColumn& op, const std::string& type,
                                       Statements& statements) const {
  if (serial_of(type).empty()) return;
  const std::string statement = fmt::format("'ALTER SEQUENCE ' || own || ' AS {}'", type);
  statements.push_back({.sql = "DO " + literal(with_sequence(own_sequence(op), statement))});
}

void PostgresqlDialect::start_counting(const ops::AlterColumn& op, const std::string& alter,
                                       const schema::TableLookup& tables, Statements& statements) const {
  std::optional<schema::Type> type = op.type ? op.type : op.existing_type;
  if (!type)
    if (const std::optional<schema::Column> column = altered_column(op, tables)) type = column->type;
  const std::string integer = type ? without_serial(*type) : std::string();
  const std::string sequence =
      quote(schema::ObjectName{op.schema, sequence_name(op.table, op.column, identifier_limit().most)});
  const std::string table = quote(schema::TableName{op.schema, op.table}), column = quote(op.column);
  statements.push_back({.sql = fmt::format("CREATE SEQUENCE {}{} OWNED BY {}.{}", sequence,
                                           serial_of(integer).empty() ? "" : " AS " + integer, table, column)});
  statements.push_back({.sql = fmt::format(behind_the_rows, literal(sequence), column, 1, table)});
  statements.push_back({.sql = fmt::format("{} SET DEFAULT nextval({})", alter, literal(sequence))});
}

// Behind the values that are there.
void PostgresqlDialect::go_on_counting(const ops::AlterColumn& op, const Identity& identity,
                                       Statements& statements) const {
  if (identity.increment.value_or(1) < 1) return;
  const std::int64_t start = identity.start.value_or(identity.minvalue.value_or(1));
  statements.push_back({.sql = fmt::format(behind_the_rows, own_sequence(op), quote(op.column), start,
                                           quote(schema::TableName{op.schema, op.table}))});
}

std::string PostgresqlDialect::own_sequence(const ops::AlterColumn& op) const {
  return fmt::format("pg_get_serial_sequence({}, {})", literal(quote(schema::TableName{op.schema, op.table})),
                     literal(op.column));
}

}  // namespace luamigrate::databases::postgresql
