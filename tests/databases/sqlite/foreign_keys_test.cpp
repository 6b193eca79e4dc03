// Foreign keys around a rebuild, and those that the URL asks to enforce.
#include <catch2/catch.hpp>

#include "company.h"
#include "laboratory.h"

namespace luamigrate::databases::sqlite::test {
namespace {

const Url enforcing{.scheme = "sqlite", .query = {{"foreign_keys", "on"}}};

TEST_CASE("foreign keys are enforced only where the URL asks for it") {
  const char* sql = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INT REFERENCES p (id))";
  Laboratory lax(sql);
  lax.execute("INSERT INTO c VALUES (1)");
  Laboratory strict(sql, enforcing);
  CHECK(refusal([&] { strict.execute("INSERT INTO c VALUES (1)"); }) == "FOREIGN KEY constraint failed | ");
}

TEST_CASE("rows of child tables survive a rebuild where foreign keys are enforced, and are enforced after it") {
  Laboratory laboratory(company, enforcing);
  laboratory.run(ops::AlterColumn{.table = "employees", .column = "note", .type = type("Integer")});
  laboratory.run(ops::AlterColumn{.table = "teams", .column = "title", .nullable = false});
  CHECK(laboratory.rows("SELECT * FROM badges") == Texts{"1|1", "2|3", "3|7"});
  CHECK(laboratory.rows("SELECT id, boss_id, team_id FROM employees") == Texts{"1|NULL|1", "3|1|2", "7|3|1"});
  CHECK(laboratory.rows("PRAGMA foreign_keys") == Texts{"1"});
  laboratory.execute("DELETE FROM employees WHERE id = 3");
  CHECK(laboratory.rows("SELECT * FROM badges") == Texts{"1|1", "3|7"});
  CHECK(laboratory.rows("SELECT id, boss_id FROM employees") == Texts{"1|NULL", "7|NULL"});
}

TEST_CASE("a rebuild does not lose count of the foreign keys that are deferred to COMMIT") {
  Laboratory laboratory(
      "CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT);"
      "CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED)",
      enforcing);
  const auto rebuild = [&](const char* table, const char* column) {
    for (const Statement& statement :
         dialect().compile({ops::AlterColumn{.table = table, .column = column, .server_default = std::int64_t{1}}, {}},
                           laboratory.inspector()))
      laboratory.connection().execute(statement);
  };
  laboratory.connection().begin();
  laboratory.execute("INSERT INTO c VALUES (1, 7)");
  rebuild("p", "a");
  rebuild("c", "p");
  CHECK(refusal([&] { laboratory.connection().commit(); }) == "FOREIGN KEY constraint failed | ");
  laboratory.execute("INSERT INTO p (id) VALUES (7)");
  laboratory.connection().commit();
  CHECK(laboratory.rows("SELECT * FROM c") == Texts{"1|7"});
}

TEST_CASE("enforcement is on again after a rebuild that fails") {
  Laboratory laboratory("CREATE TABLE t (a INT); INSERT INTO t VALUES (NULL)", enforcing);
  CHECK(refusal([&] { laboratory.run(ops::AlterColumn{.table = "t", .column = "a", .nullable = false}); }) !=
        "no error");
  CHECK(laboratory.rows("PRAGMA foreign_keys") == Texts{"1"});
  CHECK(laboratory.rows("PRAGMA legacy_alter_table") == Texts{"0"});
}

TEST_CASE("a foreign key that rows break stops the run before COMMIT") {
  Laboratory laboratory("CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY, p INT)");
  laboratory.execute("INSERT INTO c VALUES (8, 1)");
  const Texts before = laboratory.everything_but("");
  CHECK(refusal([&] {
          laboratory.run(ops::CreateForeignKey{
              .name = named("fk"), .source = "c", .referent = "p", .local_columns = {"p"}, .remote_columns = {"id"}});
        }) == "check before COMMIT: 'c'|8|'p' | ");
  CHECK(laboratory.everything_but("") == before);
  laboratory.execute("INSERT INTO p VALUES (1)");
  laboratory.run(ops::CreateForeignKey{
      .name = named("fk"), .source = "c", .referent = "p", .local_columns = {"p"}, .remote_columns = {"id"}});
  CHECK(laboratory.definition("c") ==
        "CREATE TABLE \"c\" (id INTEGER PRIMARY KEY, p INT, CONSTRAINT fk FOREIGN KEY(p) REFERENCES p (id))");
}

TEST_CASE("a foreign key that refers to no key is said with what to do") {
  Laboratory laboratory(
      "CREATE TABLE p (id INTEGER PRIMARY KEY, k INT UNIQUE); CREATE TABLE c (k INT REFERENCES p (k))");
  const std::string words = refusal([&] {
    laboratory.run(
        ops::BatchAlterTable{.table = "p",
                             .naming_convention = {.unique = "uq_%(columns)s"},
                             .operations = {{ops::DropConstraint{.name = named("uq_k"), .table = "p"}, {}}}});
  });
  CHECK(
      words ==
      "foreign key mismatch - \"c\" referencing \"p\" | a foreign key must refer to a primary key, or to columns with "
      "a unique constraint: add one there, or drop the foreign key");
  CHECK(laboratory.definition("p") == "CREATE TABLE p (id INTEGER PRIMARY KEY, k INT UNIQUE)");
}

TEST_CASE("broken foreign keys of tables that a rebuild does not touch are none of its business") {
  Laboratory laboratory(
      "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INT REFERENCES p (id)); INSERT INTO c VALUES (1);"
      "CREATE TABLE t (a)");
  laboratory.run(ops::AlterColumn{.table = "t", .column = "a", .nullable = false});
  CHECK(refusal([&] { laboratory.run(ops::AlterColumn{.table = "c", .column = "p", .nullable = false}); }) ==
        "check before COMMIT: 'c'|1|'p' | ");
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
