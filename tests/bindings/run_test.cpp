// Running a script: where its calls go, and how its errors come out.
#include <unistd.h>
#include <catch2/catch.hpp>

#include <filesystem>

#include "base/file.h"
#include "script.h"
#include "support/temporary_folder.h"

namespace luamigrate {
namespace {

using tests::Script;

TEST_CASE("each operation knows the revision, file and line that asked for it") {
  Script script;
  script.upgrade("op.drop_table('a')\n\nop.drop_column('b', 'c')");
  REQUIRE(script.sink.operations.size() == 2);
  CHECK(script.sink.operations[0].origin == ops::Origin{"r1", "versions/r1.lua", 3});
  CHECK(script.sink.operations[1].origin == ops::Origin{"r1", "versions/r1.lua", 5});
}

TEST_CASE("an error of the sink comes out as it was thrown, with the place added") {
  Script script;
  script.sink.failure.emplace(ErrorKind::database, "no such table", "look");
  script.sink.failure->facts().sqlstate = "42P01";
  const Error error = script.error_of("\nop.execute('DELETE FROM x')");
  CHECK(error.kind() == ErrorKind::database);
  CHECK(error.message() == "no such table");
  CHECK(error.hint() == "look");
  CHECK(error.facts().sqlstate == "42P01");
  CHECK(error.facts().revision == "r1");
  CHECK(error.facts().file == "versions/r1.lua");
  CHECK(error.facts().line == 4);
  CHECK(error.facts().operation == "execute");
  CHECK(error.facts().traceback.find("versions/r1.lua:4: in") != std::string::npos);
}

TEST_CASE("a script that catches a database error can read it, and raise it again unchanged") {
  Script script;
  script.sink.failure.emplace(ErrorKind::database, "no such table");
  const Error error = script.error_of(R"(
    local ok, err = pcall(op.execute, "DELETE FROM x")
    assert(not ok and err.message == "no such table" and err.kind == "database" and err.operation == "execute")
    assert(tostring(err) == "versions/r1.lua:4: no such table", tostring(err))
    assert(("failed: " .. err):find("no such table", 1, true))
    error(err))");
  CHECK(error.kind() == ErrorKind::database);
  CHECK(error.message() == "no such table");
  CHECK(error.facts().line == 4);
}

TEST_CASE("an error of Lua itself has file, line and traceback, and its place only once") {
  Script script;
  const Error error = script.error_of("local t = nil\nreturn t.x");
  CHECK(error.kind() == ErrorKind::script);
  CHECK(error.message() == "attempt to index a nil value (local 't')");
  CHECK(error.facts().file == "versions/r1.lua");
  CHECK(error.facts().line == 4);
  CHECK(error.facts().traceback.find("stack traceback") == 0);
}

TEST_CASE("op kept from a run does nothing after it") {
  Script script;
  bindings::RevisionFile file(script.interpreter, "r.lua",
                              "revision = \"r1\"\nlocal kept\nfunction upgrade() kept = op.drop_table end\n"
                              "function downgrade() op.batch_alter_table('t', function(b) batch = b end) "
                              "batch.drop_column('c') end\n");
  file.run(ops::ScriptFunction::upgrade, script.sink, script.context);
  CHECK_THROWS_WITH(file.run(ops::ScriptFunction::downgrade, script.sink, script.context),
                    "batch.drop_column may only be called inside its block");
  CHECK(script.interpreter.run() == nullptr);
}

TEST_CASE("a batch block gives one operation whose parts carry the table") {
  Script script;
  script.upgrade(R"(op.batch_alter_table("t", { schema = "s" }, function(batch)
    batch.add_column(column("a", Text), { insert_after = "b" })
    batch.drop_index("ix")
  end))");
  const ops::BatchAlterTable expected{
      .table = "t",
      .schema = "s",
      .operations = {{ops::AddColumn{.table = "t",
                                     .column = {.name = "a", .type = {{}, "Text", {}, {}, {}}},
                                     .schema = "s",
                                     .insert_after = "b"},
                      {}},
                     {ops::DropIndex{.name = {"ix"}, .table = "t", .schema = "s"}, {}}}};
  REQUIRE(script.sink.operations.size() == 1);
  CHECK(script.sink.operations[0] == ops::Operation{expected, {}});
}

TEST_CASE("rows of a query arrive as tables, and leaving the loop closes it") {
  Script script;
  script.sink.rows = {{{"id", schema::Value(std::int64_t{1})}, {"name", schema::Value("Ada")}},
                      {{"id", schema::Value(std::int64_t{2})}, {"name", schema::Value(schema::Null{})}}};
  script.upgrade(R"(
    local seen = {}
    for row in op.query("SELECT ?", { 5 }) do seen[#seen + 1] = row.id .. tostring(row.name) end
    op.log(table.concat(seen, ","))
    for row in op.query("SELECT 1") do break end
    op.log(math.type(op.scalar("SELECT 1")) .. op.first("SELECT 1").name))");
  CHECK(script.sink.logged == std::vector<std::string>{"1Ada,2nil", "integerAda"});
  CHECK(script.sink.open_queries == 0);
  CHECK(script.sink.queries[0].parameters == schema::Parameters(schema::PositionalParameters{std::int64_t{5}}));
}

TEST_CASE("a query that a script keeps open is closed with the run") {
  Script script;
  script.sink.rows = {{{"id", schema::Value(std::int64_t{1})}}};
  script.upgrade("kept = op.query('SELECT 1')");
  CHECK(script.sink.open_queries == 0);
}

TEST_CASE("bulk_insert takes a function that gives rows, and tells how many went in") {
  Script script;
  script.upgrade(R"(
    local i = 0
    op.log(tostring(op.bulk_insert("t", function()
      i = i + 1
      if i <= 3 then return { id = i, note = i == 2 and null or nil } end
    end))))");
  CHECK(script.sink.logged == std::vector<std::string>{"3"});
  const auto& insert = std::get<ops::BulkInsert>(script.sink.operations.at(0).body);
  CHECK(insert.rows == std::vector<schema::Row>{{{"id", schema::Value(std::int64_t{1})}},
                                                {{"id", schema::Value(std::int64_t{2})}, {"note", schema::Null{}}},
                                                {{"id", schema::Value(std::int64_t{3})}}});
}

TEST_CASE("an error in the function that gives rows passes through the sink unharmed") {
  Script script;
  const Error error = script.error_of("op.bulk_insert('t', function()\nerror('no more') end)");
  CHECK(error.message() == "no more (in row 1)");
  CHECK(error.facts().line == 4);
  CHECK(error.facts().operation == "bulk_insert");
}

TEST_CASE("op tells the script about its run") {
  Script script;
  script.context.tag = "v2";
  script.context.x_arguments = {{"tenant", "a"}};
  schema::Table users;
  users.name.name = "users";
  users.columns = {{.name = "id", .type = {{}, "Integer", {}, {}, {}}, .primary_key = true}};
  script.sink.tables = {users};
  script.upgrade(R"(
    op.log(table.concat({ op.dialect, op.revision, op.tag, op.x.tenant, tostring(op.offline) }, " "))
    assert(op.has_table("users") and not op.has_table("users", { schema = "s" }))
    assert(op.has_column("users", "id") and not op.has_column("users", "name"))
    assert(not op.has_index("users", "ix") and op.inspect("orgs") == nil)
    assert(tostring(op.inspect("orgs")) == "nil")
    local column = op.inspect("users").columns[1]
    assert(column.name == "id" and column.primary_key and tostring(column.type) == "Integer")
    op.autocommit_block(function() op.execute("VACUUM") end)
    op.assured("small table", function() op.drop_table("t") end)
    op.reversible(function() op.drop_table("up") end, function() op.drop_table("down") end))");
  CHECK(script.sink.logged == std::vector<std::string>{"sqlite r1 v2 a false"});
  CHECK(script.sink.events == std::vector<std::string>{"autocommit {", "}"});
  CHECK(script.sink.operations.size() == 3);
}

TEST_CASE("values keep their kinds on the way out") {
  Script script;
  script.upgrade(
      R"lua(op.execute("x", { 9007199254740993, 2.0, "t", true, null, blob("\255"), json({ b = { 1, null }, a = "ä" }) })
    assert(#uuid() == 36 and uuid() ~= uuid() and tostring(null) == "null" and tostring(sql("now()")) == "now()"))lua");
  CHECK(std::get<ops::Execute>(script.sink.operations.at(0).body).parameters ==
        schema::Parameters(schema::PositionalParameters{std::int64_t{9007199254740993}, 2.0, std::string("t"), true,
                                                        schema::Null{}, schema::Blob{"\xFF"},
                                                        schema::Json{"{\"a\":\"\xC3\xA4\",\"b\":[1,null]}"}}));
}

TEST_CASE("the modules that come with the tool work") {
  Script script;
  script.upgrade(R"(
    local json, csv, sha256 = require("json"), require("csv"), require("sha256")
    local value = json.decode('{"a": [1, 2.5, null, "\\u00e4\\ud83d\\ude00"], "big": 9007199254740993, "e": {}, "l": []}')
    op.log(json.encode(value))
    assert(math.type(value.big) == "integer" and value.a[3] == null)
    assert(not pcall(json.decode, "[1,]") and not pcall(json.decode, '{"a" 1}') and not pcall(json.decode, "01"))
    local rows = csv.parse('a,b\r\n1,"x ""y"", z"\n2,"two\nlines"\n')
    assert(#rows == 2 and rows[1].b == 'x "y", z' and rows[2].b == "two\nlines")
    op.log(csv.format(rows, { "a", "b" }))
    op.log(sha256("abc")))");
  CHECK(script.sink.logged ==
        std::vector<std::string>{
            "{\"a\":[1,2.5,null,\"\xC3\xA4\xF0\x9F\x98\x80\"],\"big\":9007199254740993,\"e\":{},\"l\":[]}",
            "a,b\n1,\"x \"\"y\"\", z\"\n2,\"two\nlines\"\n",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"});
}

TEST_CASE("csv.parse and csv.format say what they cannot take, and where it was asked") {
  Script script;
  const auto failure = [&](const std::string& call) {
    return script.message_of("local csv = require('csv')\ncsv." + call);
  };
  CHECK(failure("parse(5)") == "csv.parse: text: expected a string, got number");
  CHECK(failure("parse('a', { sep = ';' })") == "csv.parse: there is no option \"sep\" (there is \"separator\")");
  CHECK(failure("parse('a', { separator = ';;' })") ==
        "csv.parse: separator must be one character, no quote and no line end");
  CHECK(failure("parse('a,a\\n1,2')") == "csv: line 1: two columns are called \"a\"");
  CHECK(failure("format({ { a = 1 } }, 'a')") == "csv.format: names: expected a list of columns, got string");
  CHECK(failure("format({ { a = 1 } })") == "csv.format: names: expected a list of columns, got nil");
  CHECK(failure("format({ { a = {} } }, { 'a' })") ==
        "csv.format: rows[1].a: expected a string, a number, a boolean or null, got table");
  CHECK(failure("format({ 7 }, { 'a' })") == "csv.format: rows[1]: expected a table by column, got number");
}

TEST_CASE("csv.rows gives the rows of a file of the project, one at a time") {
  const test::TemporaryFolder folder;
  base::write_file(folder.path() / "people.csv", "id;name\r\n1;\"Ada; \"\"Countess\"\"\"\r\n\r\n2;-\r\n3;\r\n");
  base::write_file(folder.path() / "uneven.csv", "id,name\n1,Ada\n2\n");
  base::write_file(folder.path() / "open.csv", "id,name\n1,\"Ada\n2,Bob\n");
  base::write_file(folder.path() / "none.csv", "");
  base::write_file(folder.path() / "empty.csv", "id,name\n1,\n2,\"\"\n3,");
  Script script({.project_folder = folder.path(), .databases = tests::test_databases()});
  script.upgrade(R"(
    local rows = require("csv").rows("people.csv", { separator = ";", null = "-" })
    local first, second, third = rows(), rows(), rows()
    assert(first.id == "1" and first.name == 'Ada; "Countess"')
    assert(second.id == "2" and second.name == null and third.name == "")
    assert(rows() == nil and rows() == nil)
    assert(require("csv").rows("none.csv")() == nil)
    assert(require("csv").rows("people.csv", { separator = ";", null = "" })().id == "1")
    local empty = require("csv").rows("empty.csv", { null = "" })
    assert(empty().name == null and empty().name == "" and empty().name == null)
    op.bulk_insert("people", require("csv").rows("people.csv", { separator = ";" })))");
  CHECK(std::get<ops::BulkInsert>(script.sink.operations.at(0).body).rows ==
        std::vector<schema::Row>{{{"id", std::string("1")}, {"name", std::string("Ada; \"Countess\"")}},
                                 {{"id", std::string("2")}, {"name", std::string("-")}},
                                 {{"id", std::string("3")}, {"name", std::string()}}});
  const auto failure = [&](const std::string& arguments) {
    return script.message_of("for _ in require('csv').rows(" + arguments + ") do end");
  };
  CHECK(failure("'uneven.csv'") == "uneven.csv, line 3: 1 fields, but the first line names 2");
  base::write_file(folder.path() / "twice.csv", "id,name,id\n1,Ada,2\n");
  CHECK(failure("'twice.csv'") == "twice.csv, line 1: two columns are called \"id\"");
  CHECK(failure("'open.csv'") == "open.csv, line 2: a quote is not closed");
  CHECK(failure("'.'") == "cannot read . (name a file of the project that may be read)");
  CHECK(failure("'../x.csv'").find("cannot read ../x.csv: No such file") == 0);
  CHECK(failure("'people.csv', { separator = ';;' }") ==
        "csv.rows: separator must be one character (write separator = \";\", or \"\\t\")");
  CHECK(failure("'people.csv', { seperator = ';' }").find("there is no option \"seperator\"") != std::string::npos);
}

TEST_CASE("scripts read files of the project's folder and modules of its lua folder, and no others") {
  namespace fs = std::filesystem;
  const fs::path root = fs::temp_directory_path() / ("luamigrate-bindings-" + std::to_string(::getpid()));
  const fs::path project = root / "project";
  base::write_file(project / "data.sql", "DELETE FROM t");
  base::write_file(project / "lua" / "names" / "split.lua", "counter = 1\nreturn function(s) return s:upper() end");
  base::write_file(project / "lua" / "broken.lua", "\n\nreturn 1 +");
  base::write_file(root / "secret.lua", "return 'secret'");
  fs::create_symlink(root / "secret.lua", project / "lua" / "link.lua");
  {
    Script script({.project_folder = project, .lua_folder = project / "lua", .databases = tests::test_databases()});
    script.upgrade("op.log(require('names.split')('ada') .. read_file('data.sql'))\nop.execute_file('data.sql')");
    CHECK(script.sink.logged == std::vector<std::string>{"ADADELETE FROM t"});
    CHECK(script.sink.operations == std::vector<ops::Operation>{{ops::Execute{.sql = "DELETE FROM t"}, {}}});
    CHECK(script.message_of("read_file('../secret.lua')") ==
          "../secret.lua lies outside of the project (scripts read files of the project's folder only)");
    CHECK(script.message_of("require('link')") ==
          "link.lua lies outside of the project (scripts read files of the project's folder only)");
    CHECK(script.message_of("require('..secret')") ==
          "require: \"..secret\" is not the name of a module (write folders with dots: require(\"folder.module\"))");
    CHECK(script.message_of("require('nothing')") ==
          "require: there is no module \"nothing\" (it is looked for as lua/nothing.lua)");
    const Error broken = script.error_of("require('broken')");
    CHECK(broken.message() == "unexpected symbol near <eof>");
    CHECK(broken.facts().file == "lua/broken.lua");
    CHECK(broken.facts().line == 3);
  }
  fs::remove_all(root);
}

}  // namespace
}  // namespace luamigrate
