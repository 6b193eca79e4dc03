// The rules that hold everywhere for arguments: what the contract promises, message by message.
#include <catch2/catch.hpp>

#include "script.h"

namespace luamigrate {
namespace {

using tests::Script;

TEST_CASE("each wrong argument is named with its function, what was expected and what was given") {
  Script script;
  const auto [body, message] = GENERATE(table<const char*, const char*>({
      {"op.drop_table()", R"(op.drop_table: argument 1 (name): expected a string, got nothing)"},
      {"op.drop_table(nil)", R"(op.drop_table: argument 1 (name): expected a string, got nil)"},
      {"op.drop_table(5)", R"(op.drop_table: argument 1 (name): expected a string, got the number 5)"},
      {"op.drop_table('')",
       R"(op.drop_table: argument 1 (name): expected a string that is not empty, got the string "")"},
      {"op.drop_table('t', 'users')",
       R"(op.drop_table: argument 2 (options): expected a table of options, got the string "users")"},
      {"op.drop_table('t', {}, 1)", R"(op.drop_table: expected at most 2 arguments, got 3)"},
      {"op.drop_table('t', { schema = 5 })", R"(op.drop_table: option "schema": expected a string, got the number 5)"},
      {"op.drop_table('t', { if_exist = true })",
       R"(op.drop_table: there is no option "if_exist" (did you mean "if_exists"?))"},
      {"op.drop_table('t', { 'x' })",
       R"(op.drop_table: expected named options, got item 1 (options are written { name = value }))"},
      {"op.rename_table('a', 'b', { zzzzzz = 1 })",
       R"(op.rename_table: there is no option "zzzzzz" (it has "schema"))"},
      {"op.create_index('i', 't', 'email')",
       R"(op.create_index: argument 3 (columns): expected a list of columns, got the string "email")"},
      {"op.create_index('i', 't', {})",
       R"(op.create_index: argument 3 (columns): expected a list of columns, got an empty list)"},
      {"op.create_index('i', 't', { 'a', nil, 'c' })",
       R"(op.create_index: argument 3 (columns): the list has a hole: item 2 is nil (a list has no place for nil: leave the item out, or look why it is nil))"},
      {"op.create_index('i', 't', { 'a', x = 1 })",
       R"(op.create_index: argument 3 (columns): expected a list of columns, got a table with the key "x" (a list has its items in order and no keys))"},
      {"op.create_index('i', 't', { { 'a', dsc = true } })",
       R"(op.create_index: argument 3 (columns), item 1: there is no option "dsc" (did you mean "desc"?))"},
      {"op.create_table('t', { 'id' })",
       R"(op.create_table: argument 2 (elements), item 1: expected a column, a constraint or an index, got the string "id")"},
      {"op.add_column('t', Integer)",
       R"(op.add_column: argument 2 (column): expected a column, as column(...) makes it, got a type)"},
      {"column('a', Integer, { nulable = false })",
       R"(column: there is no option "nulable" (did you mean "nullable"?))"},
      {"column('a', 'integer')",
       R"(column: argument 2 (type): expected a type such as Integer or String(100), got the string "integer")"},
      {"column('a', Enum)", R"(column: argument 2 (type): Enum needs its argument "values")"},
      {"column('a', Integer, { references = 'orgs' })",
       R"(column: option "references": expected "table.column" or "schema.table.column", got the string "orgs")"},
      {"column('a', Integer, { server_default = {} })",
       R"(column: option "server_default": expected a string, a number, a boolean, sql(...) or null, got a table)"},
      {"column('a', Integer, { identity = false })",
       R"(column: option "identity": expected true or a table such as { always = true, start = 1 }, got false)"},
      {"foreign_key({ 'a' }, { 'o.x', 'p.y' })",
       R"(foreign_key: argument 2 (referent), item 2: expected a column of "o" as before, got one of "p")"},
      {"String('x')", R"(String: argument 1 (length): expected an integer, got the string "x")"},
      {"Numeric(1.5)", R"(Numeric: argument 1 (precision): expected an integer, got the number 1.5)"},
      {"Integer(5)", "Integer: takes no arguments, got the number 5 as argument 1"},
      {"Text(100)",
       "Text: takes no arguments, got the number 100 as argument 1 (a text of limited length is String(length))"},
      {"String(10, 'utf8')", R"(String: takes no more than (length), got the string "utf8" as argument 2)"},
      {"column('a', Integer, { references = { 'o.id', ondelete = 'CASCAD' } })",
       R"(column: option "references", option "ondelete": expected one of "CASCADE", "RESTRICT", "SET NULL", "SET DEFAULT", "NO ACTION", got the string "CASCAD" (did you mean "CASCADE"?))"},
      {"foreign_key({ 'a' }, { 'o.id' }, { onupdate = 'set nul' })",
       R"(foreign_key: option "onupdate": expected one of "CASCADE", "RESTRICT", "SET NULL", "SET DEFAULT", "NO ACTION", got the string "set nul" (did you mean "SET NULL"?))"},
      {"op.create_foreign_key('f', 'a', 'b', { 'x' }, { 'y' }, { ondelete = 5 })",
       R"(op.create_foreign_key: option "ondelete": expected one of "CASCADE", "RESTRICT", "SET NULL", "SET DEFAULT", "NO ACTION", got the number 5)"},
      {"foreign_key({ 'a' }, { 'o.id' }, { initially = 'defered' })",
       R"(foreign_key: option "initially": expected one of "DEFERRED", "IMMEDIATE", got the string "defered" (did you mean "DEFERRED"?))"},
      {"foreign_key({ 'a' }, { 'o.id' }, { postgresql_initially = 'later' })",
       R"(foreign_key: option "postgresql_initially": expected one of "DEFERRED", "IMMEDIATE", got the string "later")"},
      {"op.create_index('i', 't', { { 'a', nulls = 'lst' } })",
       R"(op.create_index: argument 3 (columns), item 1, option "nulls": expected one of "first", "last", got the string "lst" (did you mean "last"?))"},
      {"String(-1)", R"(String: argument 1 (length): expected a number that is not negative, got the number -1)"},
      {"Numeric(-3, -2)",
       R"(Numeric: argument 1 (precision): expected a number that is not negative, got the number -3)"},
      {"mysql.VARCHAR(-1)",
       R"(mysql.VARCHAR: argument 1 (length): expected a number that is not negative, got the number -1)"},
      {"postgresql.ARRAY(Integer, { dimensions = 0 })",
       R"(postgresql.ARRAY: option "dimensions": expected a number of at least 1, got the number 0)"},
      {"Enum({})",
       R"(Enum: argument 1 (values): expected a list of strings, got an empty list (name the values that it has))"},
      {"Enum({ 'a', 'b', 'a' })",
       R"(Enum: argument 1 (values), item 3: the value "a" stands in the list twice (take one of them out))"},
      {"mysql.SET({ 'a', 'a' })",
       R"(mysql.SET: argument 1 (values), item 2: the value "a" stands in the list twice (take one of them out))"},
      {"Enum({ 'a' }, { check = 5 })", R"(Enum: option "check": expected true, false or a string, got the number 5)"},
      {"DateTime{ timezon = true }", R"(DateTime: there is no option "timezon" (did you mean "timezone"?))"},
      {"String(10)(20)", "String(10) has its arguments already"},
      {"String(5):on('postgres', Text)",
       R"(on: argument 1 (database): expected one of "sqlite", "postgresql", "mysql", got the string "postgres" (did you mean "postgresql"?))"},
      {"return postgresql.JSON", R"("postgresql" has no "JSON" (did you mean "JSONB"?))"},
      {"op.drop_constraint('c', 't', { type = 'foreign' })",
       R"(op.drop_constraint: option "type": expected one of "primary", "unique", "check", "foreignkey", got the string "foreign")"},
      {"op.create_table('t', {}, { engin = 'InnoDB' })",
       R"(op.create_table: there is no option "engin" (did you mean "engine"?))"},
      {"op.create_table('t', {}, { mysql_engin = 'InnoDB' })",
       R"(op.create_table: there is no option "mysql_engin" (did you mean "mysql_engine"?))"},
      {"op.execute('x', 5)",
       R"(op.execute: argument 2 (params): expected a list of values (for ?) or a table of values by name (for :name), got the number 5)"},
      {"op.execute('x', { a = print })",
       R"(op.execute: argument 2 (params), "a": expected nil, null, a boolean, a number, a string, blob(...) or json(...), got a function)"},
      {"op.execute('x', { '\\255' })",
       R"(op.execute: argument 2 (params), item 1: expected text in UTF-8, got a string of bytes (write blob(s) for bytes))"},
      {"op.bulk_insert('t', { { a = 1 }, { a = print } })",
       R"(op.bulk_insert: row 2, "a": expected nil, null, a boolean, a number, a string, blob(...) or json(...), got a function)"},
      {"op.bulk_insert('t', { 7 })",
       R"(op.bulk_insert: row 1: expected a row: a table keyed by column name, got the number 7)"},
      {"op.add_column('t', column('a', Text), { insert_after = 'b' })",
       R"(op.add_column: option "insert_after" is for batch blocks only (write batch.add_column inside op.batch_alter_table))"},
      {"op.batch_alter_table('t')", R"(op.batch_alter_table: argument 3 (block): expected a function, got nothing)"},
      {"op.batch_alter_table('t', { copy_form = {} }, function() end)",
       R"(op.batch_alter_table: there is no option "copy_form" (did you mean "copy_from"?))"},
      {"op.batch_alter_table('t', { copy_from = 'users' }, function() end)",
       R"(op.batch_alter_table: option "copy_from": expected a list of columns, constraints and indexes, got the string "users")"},
      {"op.batch_alter_table('t', { table_args = { 7 } }, function() end)",
       R"(op.batch_alter_table: option "table_args", item 1: expected a column, a constraint or an index, got the number 7)"},
      {"op.batch_alter_table('t', { table_kwargs = { mysql_engin = 'x' } }, function() end)",
       R"(op.batch_alter_table: option "table_kwargs": there is no option "mysql_engin" (did you mean "mysql_engine"?))"},
      {"op.batch_alter_table('t', { table_kwargs = true }, function() end)",
       R"(op.batch_alter_table: option "table_kwargs": expected a table of options such as { sqlite_strict = true }, got true)"},
      {"op.batch_alter_table('t', { naming_convention = { fx = 'a' } }, function() end)",
       R"(op.batch_alter_table: option "naming_convention": there is no option "fx" (it has "pk", "fk", "uq", "ck", "ix"))"},
      {"op.batch_alter_table('t', { partial_reordering = { 'a', 'b' } }, function() end)",
       R"(op.batch_alter_table: option "partial_reordering", item 1: expected a list of names, got the string "a")"},
      {"op.batch_alter_table('t', { recreate = 'sometimes' }, function() end)",
       R"(op.batch_alter_table: option "recreate": expected one of "auto", "always", "never", got the string "sometimes")"},
      {"op.batch_alter_table('t', function(batch) batch.drop_colum('a') end)",
       R"("batch" has no "drop_colum" (did you mean "drop_column"?))"},
      {"op.creat_table('t')", R"(op has no "creat_table" (did you mean "create_table"?))"},
      {"op.x = 1", "op cannot be changed (keep what is yours in a local variable or a global of its own)"},
      {"colum('a')", R"(undefined global "colum" (did you mean "column"?))"},
  }));
  CAPTURE(body);
  const Error error = script.error_of(body);
  CHECK((error.hint().empty() ? error.message() : error.message() + " (" + error.hint() + ")") == message);
  CHECK(error.kind() == ErrorKind::script);
  CHECK(error.facts().file == "versions/r1.lua");
  CHECK(error.facts().line == 3);
  CHECK(error.facts().revision == "r1");
}

TEST_CASE("an option with a database's name in front is kept apart from the bare one") {
  Script script;
  script.upgrade(
      "op.create_index('i', 't', { 'a' }, { postgresql_where = 'a > 1', where = sql('a > 2'), mysql_length = { a = 3 } "
      "})");
  schema::DialectOptions options;
  options.set({"postgresql", "where", std::string("a > 1")});
  options.set({"", "where", schema::Sql{"a > 2"}});
  options.set({"mysql", "length", schema::OptionMap{{"a", std::int64_t{3}}}});
  REQUIRE(script.sink.operations.size() == 1);
  CHECK(std::get<ops::CreateIndex>(script.sink.operations[0].body).options == options);
}

TEST_CASE("types stand bare, take arguments and options, and have variants") {
  Script script;
  script.upgrade(R"(op.create_table("t", {
    column("a", Integer), column("b", Integer()), column("c", String(10)), column("d", Time{ timezone = true }),
    column("e", String(50):on("postgresql", postgresql.CITEXT):on("mysql", mysql.VARCHAR("max"))),
    column("f", postgresql.ARRAY(Integer, { dimensions = 2 })), column("g", Enum{ "x", "y" }) }))");
  REQUIRE(script.sink.operations.size() == 1);
  std::vector<std::string> types;
  for (const schema::Element& element : std::get<ops::CreateTable>(script.sink.operations[0].body).elements)
    types.push_back(schema::shown(std::get<schema::Column>(element).type));
  CHECK(types ==
        std::vector<std::string>{"Integer", "Integer", "String(10)", "Time{ timezone = true }",
                                 R"(String(50):on("postgresql", postgresql.CITEXT):on("mysql", mysql.VARCHAR("max")))",
                                 "postgresql.ARRAY(Integer, { dimensions = 2 })", R"(Enum({ "x", "y" }))"});
}

}  // namespace
}  // namespace luamigrate
