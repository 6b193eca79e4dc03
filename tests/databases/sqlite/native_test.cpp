// What SQLite does by statements of its own.
#include <catch2/catch.hpp>

#include "company.h"
#include "laboratory.h"

namespace luamigrate::databases::sqlite::test {
namespace {

using schema::Column;
using schema::Sql;

TEST_CASE("a column that ADD COLUMN can add is added by it") {
  const auto added = [](Column column) { return compiled(ops::AddColumn{.table = "t", .column = std::move(column)}); };
  CHECK(added({.name = "a", .type = type("Text")}) == Texts{"ALTER TABLE t ADD COLUMN a TEXT"});
  CHECK(added({.name = "a", .type = type("Boolean"), .nullable = false, .server_default = false}) ==
        Texts{"ALTER TABLE t ADD COLUMN a BOOLEAN DEFAULT 0 NOT NULL"});
  CHECK(added({.name = "a", .type = type("Integer"), .nullable = false, .check = "a > 5"}) ==
        Texts{"ALTER TABLE t ADD COLUMN a INTEGER NOT NULL CHECK (a > 5)"});
  CHECK(added({.name = "o",
               .type = type("Integer"),
               .references = schema::Reference{.table = "orgs", .column = "id", .name = named("fk_o")}}) ==
        Texts{"ALTER TABLE t ADD COLUMN o INTEGER CONSTRAINT fk_o REFERENCES orgs (id)"});
  CHECK(added({.name = "c", .type = type("Integer"), .computed = schema::Computed{"a + 1", std::nullopt}}) ==
        Texts{"ALTER TABLE t ADD COLUMN c INTEGER GENERATED ALWAYS AS (a + 1)"});
}

TEST_CASE("values that quotes or digits cannot say have a literal all the same") {
  Laboratory laboratory;
  const auto read_back = [&](const schema::Value& value) {
    return laboratory.rows("SELECT " + dialect().literal(value));
  };
  CHECK(read_back(std::string("a\0'b", 4)) == laboratory.rows("SELECT 'a' || char(0) || '''b'"));
  CHECK(read_back(std::numeric_limits<double>::infinity()) == laboratory.rows("SELECT 1e308 * 10"));
  CHECK(read_back(-std::numeric_limits<double>::infinity()) == laboratory.rows("SELECT -1e308 * 10"));
  CHECK(refusal([&] { read_back(std::numeric_limits<double>::quiet_NaN()); }) ==
        "SQLite has no NaN, and would keep it as NULL | write null where that is meant");
  CHECK(read_back(std::numeric_limits<std::int64_t>::min()) == Texts{"-9223372036854775808"});
}

TEST_CASE("an index on a column that is not there is refused, though SQLite would take its name for a string") {
  Laboratory laboratory("CREATE TABLE t (\"Email\" TEXT, b)");
  const auto index_on = [](std::string column) {
    return ops::CreateIndex{.name = named("ix"), .table = "t", .columns = {{.expression = std::move(column)}}};
  };
  CHECK(refusal([&] { laboratory.run(index_on("Emial")); }) ==
        "the index \"ix\" of the table \"t\" names the column \"Emial\", which the table does not have | "
        "did you mean \"Email\"?");
  // In a block, by a new name or of a new column.
  laboratory.run(ops::BatchAlterTable{
      .table = "t",
      .operations = {{ops::AlterColumn{.table = "t", .column = "Email", .new_column_name = "Mail"}, {}},
                     {ops::AddColumn{.table = "t", .column = {.name = "C", .type = type("Text")}}, {}},
                     {index_on("Mail"), {}}}});
  CHECK(laboratory.definition("ix") == "CREATE INDEX ix ON t (\"Mail\")");
}

TEST_CASE("a carriage return stays in a script, though sqlite3 would drop it") {
  CHECK(as_script(dialect(), {.sql = "INSERT INTO t VALUES (?, 'x\r\ny')", .params = {std::string("it's\r\n")}}) ==
        "INSERT INTO t VALUES ((CAST(X'697427730D0A' AS TEXT)), (CAST(X'780D0A79' AS TEXT)));");
  CHECK(as_script(dialect(), {.sql = "SELECT 'a\rb\n'\r\n"}) == "SELECT 'a\rb\n'\r\n;");
  CHECK_THROWS_AS(as_script(dialect(), {.sql = "SELECT \"a\r\nb\""}), Error);
}

TEST_CASE("a column is renamed in place, and the name followed everywhere") {
  Laboratory laboratory(company);
  laboratory.run(ops::AlterColumn{.table = "employees", .column = "salary", .new_column_name = "pay"});
  CHECK(laboratory.definition("ix_rich") == "CREATE UNIQUE INDEX ix_rich ON employees (email) WHERE pay > 1000");
  CHECK(laboratory.definition("employees").find("CHECK (pay >= 0)") != std::string::npos);
  laboratory.execute("DROP TRIGGER tr_people");  // it names a column of the view, which takes the new name
  laboratory.run(ops::AlterColumn{.table = "employees", .column = "id", .new_column_name = "number"});
  CHECK(laboratory.definition("badges").find("REFERENCES employees (number)") != std::string::npos);
  CHECK(laboratory.definition("people") ==
        "CREATE VIEW people AS SELECT number, \"full name\" AS name, team_id FROM employees");
}

TEST_CASE("tables are renamed and dropped") {
  CHECK(compiled(ops::RenameTable{.name = "a", .new_name = "Order"}) == Texts{"ALTER TABLE a RENAME TO \"Order\""});
  CHECK(compiled(ops::DropTable{.name = "a", .if_exists = true}) == Texts{"DROP TABLE IF EXISTS a"});
  CHECK(compiled(ops::CreateTableComment{.table = "a", .comment = "x"}).empty());
  CHECK(compiled(ops::DropTableComment{.table = "a"}).empty());
}

TEST_CASE("indexes are written with expressions, conditions and their schema") {
  CHECK(compiled(ops::CreateIndex{
            .name = named("ix"),
            .table = "t",
            .columns = {{.expression = "a", .desc = true, .collation = "NOCASE"}, {.expression = Sql{"lower(b)"}}},
            .schema = "aux",
            .unique = true,
            .if_not_exists = true,
            .options = with({{"", "where", Sql{"a > 0"}}})}) ==
        Texts{"CREATE UNIQUE INDEX IF NOT EXISTS aux.ix ON t (a COLLATE \"NOCASE\" DESC, lower(b)) WHERE a > 0"});
  CHECK(compiled(ops::DropIndex{.name = named("ix"), .table = "t", .schema = "aux", .if_exists = true}) ==
        Texts{"DROP INDEX IF EXISTS aux.ix"});
}

TEST_CASE("options of other databases are ignored with their prefix and refused without") {
  const auto op = [](std::string dialect) {
    return ops::CreateIndex{.name = named("ix"),
                            .table = "t",
                            .columns = {{.expression = "a"}},
                            .options = with({{std::move(dialect), "concurrently", true}})};
  };
  CHECK(compiled(op("postgresql")) == Texts{"CREATE INDEX ix ON t (a)"});
  CHECK(refusal([&] { compiled(op("")); }) ==
        "SQLite does not have the option \"concurrently\" (without a database's name in front) | write "
        "postgresql_concurrently, which applies there and is ignored elsewhere");
}

TEST_CASE("rows are inserted as they are, each with its own columns") {
  Laboratory laboratory("CREATE TABLE t (a INTEGER DEFAULT 9, b TEXT)");
  laboratory.run(ops::BulkInsert{
      .table = "t", .rows = {{{"a", std::int64_t{1}}, {"b", std::string("x")}}, {{"b", schema::Null{}}}, {}}});
  CHECK(laboratory.rows("SELECT * FROM t") == Texts{"1|'x'", "9|NULL", "9|NULL"});
}

TEST_CASE("if_exists and if_not_exists of columns look for themselves") {
  Laboratory laboratory("CREATE TABLE t (a, b)");
  CHECK(compiled(ops::AddColumn{.table = "t", .column = {.name = "A", .type = type("Text")}, .if_not_exists = true},
                 laboratory.inspector())
            .empty());
  CHECK(compiled(ops::DropColumn{.table = "t", .column = "c", .if_exists = true}, laboratory.inspector()).empty());
  CHECK(compiled(ops::DropConstraint{.name = named("c"), .table = "t", .if_exists = true}, laboratory.inspector())
            .empty());
}

TEST_CASE("autoincrement is taken for a key, which counts where it is the row id, and refused elsewhere") {
  Laboratory laboratory("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO t VALUES (3, 4)");
  laboratory.run(ops::AlterColumn{.table = "t", .column = "id", .type = type("BigInteger"), .autoincrement = true});
  CHECK(laboratory.definition("t") == "CREATE TABLE \"t\" (id BIGINT PRIMARY KEY, n INTEGER)");
  CHECK(laboratory.rows("SELECT id, n FROM t") == Texts{"3|4"});
  CHECK(refusal([&] { laboratory.run(ops::AlterColumn{.table = "t", .column = "n", .autoincrement = true}); }) ==
        "SQLite has no columns that count but an INTEGER PRIMARY KEY | leave `autoincrement` out here");
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
