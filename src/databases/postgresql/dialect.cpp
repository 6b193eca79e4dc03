#include "databases/postgresql/dialect.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "databases/postgresql/options.h"
#include "databases/postgresql/reserved_words.h"
#include "databases/postgresql/types.h"
#include "luamigrate/error.h"
#include "sql/parameters.h"

namespace luamigrate::databases::postgresql {

const PostgresqlDialect& dialect() {
  static const PostgresqlDialect the_dialect;
  return the_dialect;
}

const sql::Syntax& PostgresqlDialect::syntax() const {
  static constexpr sql::Syntax syntax{.escape_strings = true,
                                      .dollar_quotes = true,
                                      .nested_comments = true,
                                      .return_ends_line = true,
                                      .question_operators = true,
                                      .atomic_bodies = true,
                                      .placeholder = sql::PlaceholderStyle::dollar};
  return syntax;
}

std::span<const OptionDeclaration> PostgresqlDialect::options() const {
  return postgresql::options();
}

bool PostgresqlDialect::is_reserved(std::string_view lower_case_word) const {
  return is_reserved_word(lower_case_word);
}

PostgresqlDialect::Statements PostgresqlDialect::create_table(const ops::CreateTable& op,
                                                              const schema::TableLookup& tables) const {
  const schema::TableName table{op.schema, op.name};
  if (op.if_not_exists && tables.find_table(table)) return {};
  Statements result;
  for (const schema::Element& element : op.elements)
    if (const auto* column = std::get_if<schema::Column>(&element)) create_type_of(column->type, result);
  for (Statement& statement : AnsiDialect::create_table(op, tables)) result.push_back(std::move(statement));
  if (!op.comment.empty())
    result.push_back({.sql = fmt::format("COMMENT ON TABLE {} IS {}", quote(table), text_literal(op.comment))});
  for (const schema::Element& element : op.elements)
    if (const auto* column = std::get_if<schema::Column>(&element); column && !column->comment.empty())
      result.push_back({.sql = column_comment(table, column->name, column->comment)});
  const std::string alter = alter_table(op.schema, op.name);
  if (op.options.flag(name(), "row_security")) result.push_back({.sql = alter + " ENABLE ROW LEVEL SECURITY"});
  if (op.options.flag(name(), "force_row_security")) result.push_back({.sql = alter + " FORCE ROW LEVEL SECURITY"});
  return result;
}

PostgresqlDialect::Statements PostgresqlDialect::drop_table(const ops::DropTable& op,
                                                            const schema::TableLookup& tables) const {
  Statements result = AnsiDialect::drop_table(op, tables);
  if (op.options.flag(name(), "cascade")) result.front().sql += " CASCADE";
  return result;
}

PostgresqlDialect::Statements PostgresqlDialect::create_table_comment(const ops::CreateTableComment& op,
                                                                      const schema::TableLookup&) const {
  return {{.sql = fmt::format("COMMENT ON TABLE {} IS {}", quote(schema::ObjectName{op.schema, op.table}),
                              text_literal(op.comment))}};
}

PostgresqlDialect::Statements PostgresqlDialect::drop_table_comment(const ops::DropTableComment& op,
                                                                    const schema::TableLookup&) const {
  return {{.sql = fmt::format("COMMENT ON TABLE {} IS NULL", quote(schema::ObjectName{op.schema, op.table}))}};
}

PostgresqlDialect::Statements PostgresqlDialect::drop_constraint(const ops::DropConstraint& op,
                                                                 const schema::TableLookup& tables) const {
  Statements result = AnsiDialect::drop_constraint(op, tables);
  if (op.options.flag(name(), "cascade")) result.front().sql += " CASCADE";
  return result;
}

PostgresqlDialect::Statements PostgresqlDialect::validate_constraint(const ops::ValidateConstraint& op,
                                                                     const schema::TableLookup&) const {
  return {{.sql = fmt::format("{} VALIDATE CONSTRAINT {}", alter_table(op.schema, op.table), quote(op.name.text))}};
}

// A concurrent build that failed leaves an invalid index, which would stand in the way of the next one, or be taken for
// it by IF NOT EXISTS.
PostgresqlDialect::Statements PostgresqlDialect::create_index(const ops::CreateIndex& op,
                                                              const schema::TableLookup& tables) const {
  Statements result = AnsiDialect::create_index(op, tables);
  if (!op.name || !op.options.flag(name(), "concurrently")) return result;
  result.back().left_behind = fmt::format(
      "the index \"{}\" may be there and not valid: the next run drops it and builds it again", op.name->text);
  const std::optional<schema::Table> table = tables.find_table({op.schema, op.table});
  if (!table) return result;
  for (const schema::Index& index : table->indexes)
    if (index.invalid && index.name && index.name->text == op.name->text)
      result.insert(result.begin(), {.sql = fmt::format("DROP INDEX CONCURRENTLY {}",
                                                        quote(schema::ObjectName{op.schema, op.name->text})),
                                     .outside_transaction = true});
  return result;
}

// An index lives in the schema of its table.
PostgresqlDialect::Statements PostgresqlDialect::drop_index(const ops::DropIndex& op,
                                                            const schema::TableLookup&) const {
  const bool concurrently = op.options.flag(name(), "concurrently");
  return {{.sql = fmt::format("DROP INDEX {}{}{}{}", concurrently ? "CONCURRENTLY " : "",
                              op.if_exists ? "IF EXISTS " : "", quote(schema::ObjectName{op.schema, op.name.text}),
                              op.options.flag(name(), "cascade") ? " CASCADE" : ""),
           .outside_transaction = concurrently,
           .left_behind =
               concurrently
                   ? fmt::format("the index \"{}\" may be there and not valid: the next run drops it", op.name.text)
                   : std::string()}};
}

void PostgresqlDialect::create_type_of(const schema::Type& type, Statements& statements) const {
  const schema::Type* found = find_enum(type);
  if (!found) return;
  if (const auto* create = found->option("create_type"); create && !found->flag("create_type")) return;
  const auto* values = found->list_argument(0);
  Statement statement = enum_statement(enum_name(*found), values ? *values : std::vector<std::string>(), true);
  for (const Statement& made : statements)
    if (made == statement) return;
  statements.push_back(std::move(statement));
}

std::string PostgresqlDialect::enum_name(const schema::Type& type) const {
  const std::string enum_type = type.text_option("name");
  if (enum_type.empty())
    throw Error(ErrorKind::script, "an enum needs the name of its type on PostgreSQL",
                R"(write it as Enum({ "a", "b" }, { name = "..." }))");
  return quote(schema::ObjectName{type.text_option("schema"), enum_type});
}

std::string PostgresqlDialect::column_comment(const schema::TableName& table, const std::string& column,
                                              const schema::NullableText& comment) const {
  const auto* text = std::get_if<std::string>(&comment);
  return fmt::format("COMMENT ON COLUMN {}.{} IS {}", quote(table), quote(column),
                     text && !text->empty() ? text_literal(*text) : "NULL");
}

// A number with decimals has the type that it has as a literal: a parameter without one takes that of what stands
// beside it, and an integer is divided by it otherwise than in a script of the same SQL. As a text a whole one keeps
// its decimals.
PostgresqlDialect::Statements PostgresqlDialect::execute(const ops::Execute& op,
                                                         const schema::TableLookup& tables) const {
  Statements result = AnsiDialect::execute(op, tables);
  for (Statement& statement : result) {
    std::string sql;
    std::size_t copied = 0;
    for (const sql::Placeholder& place : sql::find_placeholders(statement.sql, syntax())) {
      if (place.position >= statement.params.size()) continue;
      schema::Value& value = statement.params[place.position];
      const auto* number = std::get_if<double>(&value);
      if (!number) continue;
      sql.append(statement.sql, copied, place.offset + place.length - copied);
      copied = place.offset + place.length;
      // A numeric has no zero with a sign.
      const bool is_numeric = std::isfinite(*number) && !(*number == 0 && std::signbit(*number));
      sql += is_numeric ? "::numeric" : "::double precision";
      if (is_numeric && *number == std::trunc(*number)) value = AnsiDialect::number_literal(*number);
    }
    if (copied > 0) statement.sql = sql.append(statement.sql, copied);
  }
  return result;
}

std::optional<Statement> PostgresqlDialect::find_heirs(const schema::TableName& table) const {
  return Statement{.sql = fmt::format("SELECT 1 FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhparent WHERE "
                                      "c.oid = {}::regclass AND c.relkind = 'r' LIMIT 1",
                                      text_literal(quote(table)))};
}

// Right whatever standard_conforming_strings says.
std::string PostgresqlDialect::text_literal(std::string_view text) const {
  std::string literal = AnsiDialect::text_literal(text);
  if (text.find('\\') == std::string_view::npos) return literal;
  std::string result = "E";
  for (const char c : literal) result += c == '\\' ? "\\\\" : std::string(1, c);
  return result;
}

std::string PostgresqlDialect::blob_literal(std::string_view bytes) const {
  std::string result = "E'\\\\x";
  for (const char c : bytes) result += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return result += "'::bytea";
}

std::string PostgresqlDialect::number_literal(double value) const {
  if (std::isnan(value)) return "'NaN'::double precision";
  if (std::isinf(value)) return value > 0 ? "'Infinity'::double precision" : "'-Infinity'::double precision";
  if (value == 0 && std::signbit(value)) return "'-0'::double precision";  // -0.0 is a numeric, which has no such zero
  return AnsiDialect::number_literal(value);
}

// Source: PostgreSQL, documentation of the type interval.
constexpr std::array<std::string_view, 13> interval_fields{"YEAR",
                                                           "MONTH",
                                                           "DAY",
                                                           "HOUR",
                                                           "MINUTE",
                                                           "SECOND",
                                                           "YEAR TO MONTH",
                                                           "DAY TO HOUR",
                                                           "DAY TO MINUTE",
                                                           "DAY TO SECOND",
                                                           "HOUR TO MINUTE",
                                                           "HOUR TO SECOND",
                                                           "MINUTE TO SECOND"};

// Source: SQLAlchemy 2, sqlalchemy/dialects/postgresql/base.py, PGTypeCompiler.
std::string PostgresqlDialect::generic_type_sql(const schema::Type& type) const {
  const std::string_view zone = type.flag("timezone") ? " WITH TIME ZONE" : " WITHOUT TIME ZONE";
  if (type.name == "Double") return "DOUBLE PRECISION";
  if (type.name == "Float")
    if (const std::int64_t* precision = type.integer_argument(0)) return fmt::format("FLOAT({})", *precision);
  if (type.name == "Time") return fmt::format("TIME{}", zone);
  if (type.name == "DateTime") return fmt::format("TIMESTAMP{}", zone);
  if (type.name == "Interval") return "INTERVAL";
  if (type.name == "Binary") return "BYTEA";
  if (type.name == "Uuid") return "UUID";
  if (type.name == "Enum") return enum_name(type);
  return AnsiDialect::generic_type_sql(type);
}

std::string PostgresqlDialect::own_type_sql(const schema::Type& type) const {
  const std::int64_t* length = type.integer_argument(0);
  const auto sized = [&](std::string_view word) {
    return length ? fmt::format("{}({})", word, *length) : std::string(word);
  };
  if (type.name == "ARRAY") {
    const auto* item = type.arguments.empty() ? nullptr : std::get_if<base::Box<schema::Type>>(&type.arguments.front());
    if (!item)
      throw Error(ErrorKind::script, "an array needs the type of its items", "write postgresql.ARRAY(Integer)");
    schema::Type inner = (*item)->on(name());
    const std::string collation = inner.text_option("collation");
    std::erase_if(inner.options, [](const auto& option) { return option.first == "collation"; });
    std::string text = type_sql(inner);
    const auto* dimensions = type.option("dimensions");
    const auto* count = dimensions ? std::get_if<std::int64_t>(dimensions) : nullptr;
    for (std::int64_t i = 0; i < (count ? *count : 1); ++i) text += "[]";
    return collation.empty() ? text : text + collate_clause(collation);
  }
  if (type.name == "ENUM") return enum_name(type);
  if (type.name == "DOMAIN")
    return quote(schema::ObjectName{type.text_option("schema"), type.text_argument(0) ? *type.text_argument(0) : ""});
  if (type.name == "VARBIT") return sized("BIT VARYING");
  if (type.name == "DOUBLE_PRECISION") return "DOUBLE PRECISION";
  if (type.name == "TIMESTAMP" || type.name == "TIME")
    return sized(type.name) + (type.flag("timezone") ? " WITH TIME ZONE" : " WITHOUT TIME ZONE");
  if (type.name == "INTERVAL") {
    std::string text = "INTERVAL";
    if (const std::string fields = type.text_option("fields"); !fields.empty())
      text += " " + ansi::phrase(fields, "fields", interval_fields);
    const auto* precision = type.option("precision");
    if (const auto* digits = precision ? std::get_if<std::int64_t>(precision) : nullptr)
      text += fmt::format(" ({})", *digits);
    return text;
  }
  return AnsiDialect::own_type_sql(type);
}

namespace {

// Source: PostgreSQL, documentation of CREATE CAST: what casts in an assignment needs no USING.
std::string_view family(std::string_view type) {
  const auto is_one_of = [&](std::initializer_list<std::string_view> names) {
    return std::ranges::any_of(names, [&](std::string_view name) { return type.starts_with(name); });
  };
  if (type.ends_with(']')) return "array";
  if (is_one_of({"VARCHAR", "TEXT", "CHAR", "CITEXT"})) return "text";
  if (is_one_of({"SMALLINT", "INTEGER", "BIGINT", "NUMERIC", "FLOAT", "DOUBLE", "REAL"})) return "number";
  if (type == "DATE" || type.starts_with("TIMESTAMP")) return "date";
  if (is_one_of({"JSON"})) return "json";
  if (is_one_of({"BIT VARYING"})) return "varbit";
  if (is_one_of({"BIT"})) return "bit";
  if (type.ends_with("MULTIRANGE")) return "multirange";
  if (type.ends_with("RANGE")) return "range";
  if (is_one_of({"POINT", "BOX", "CIRCLE", "POLYGON", "LSEG", "PATH", "LINE"})) return "geometry";
  return type;
}

// Bits of which some would be lost, or mean another number, without a word: the database shall say what it thinks of
// it.
bool is_for_the_database(std::string_view source, std::string_view target) {
  const auto is_bits = [](std::string_view family) { return family == "bit" || family == "varbit"; };
  return (is_bits(source) && is_bits(target)) || (source == "number" && is_bits(target)) ||
         (source == "varbit" && target == "number");
}

// Where a cast exists that means something else than going by text, or that text does not know: the value of `name`
// as it. Empty: there is none.
std::string cast_by_meaning(const std::string& name, std::string_view known, std::string_view wanted) {
  const std::string_view source = family(known), target = family(wanted);
  if (source == "bit" && target == "number") return fmt::format("{}::BIGINT::{}", name, wanted);
  if (source == "MONEY" && target == "number") return fmt::format("{}::NUMERIC::{}", name, wanted);
  if (source == "number" && target == "MONEY") return fmt::format("{}::NUMERIC::MONEY", name);
  const bool is_direct = (source == "HSTORE" && target == "json") || (source == "range" && target == "multirange") ||
                         (source == "geometry" && target == "geometry");
  return is_direct ? fmt::format("{}::{}", name, wanted) : std::string();
}

}  // namespace

std::string PostgresqlDialect::conversion(const std::string& column, const schema::Type& from,
                                          const schema::Type& to) const {
  const std::string known = without_serial(from), wanted = without_serial(to), name = quote(column);
  const std::string_view source = family(known), target = family(wanted);
  const bool was_array = known.ends_with(']'), is_array = wanted.ends_with(']');
  static constexpr std::array<std::string_view, 4> assigned{"text", "number", "date", "json"};
  const bool is_assigned = source == target && std::ranges::find(assigned, source) != assigned.end();
  const bool is_left = is_assigned || is_for_the_database(source, target);
  if (known == wanted || target == "text" || (is_left && !was_array && !is_array)) return {};
  if (source == "number" && target == "BOOLEAN") return name + " <> 0";
  if (source == "BOOLEAN" && target == "number") return name + "::INTEGER" + (wanted == "INTEGER" ? "" : "::" + wanted);
  if (std::string cast = was_array || is_array ? "" : cast_by_meaning(name, known, wanted); !cast.empty()) return cast;
  const bool is_time = source == "date" && wanted.starts_with("TIME");
  if (was_array == is_array && (is_array || source == "text" || is_time)) return name + "::" + wanted;
  return name + "::TEXT::" + wanted;
}

// Source: PostgreSQL, ChooseConstraintName and makeObjectName; names that would be cut are not told.
std::string PostgresqlDialect::usual_name(NamedKind kind, const std::string& table,
                                          const std::vector<std::string>& columns) const {
  std::string name = table;
  if (kind != NamedKind::primary_key)
    for (const std::string& column : columns) name += "_" + column;
  name += kind == NamedKind::primary_key ? "_pkey" : kind == NamedKind::unique ? "_key" : "_fkey";
  return identifier_limit().holds(name) ? name : std::string();
}

}  // namespace luamigrate::databases::postgresql
