// Objects beside tables: made, used, and taken away again by the inverse of what made them.
#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

constexpr const char* orders = R"lua(
  op.create_table("orders", {
    column("id", Integer, { primary_key = true }),
    column("amount", Integer, { nullable = false }),
    column("note", Text),
  })
  op.execute("INSERT INTO orders (id, amount) VALUES (1, 10), (2, 30)"))lua";

// Applies one reversible revision with these statements on top of the table.
void change(TestProject& project, const std::string& statements) {
  project.revision("a1", "", orders, "");
  project.write("versions/b2.lua",
                "--- b2\nrevision = \"b2\"\ndown_revision = \"a1\"\nfunction change()\n" + statements + "\nend\n");
  project.upgrade();
}

Error failure_of(TestProject& project) {
  try {
    project.upgrade();
  } catch (const Error& error) {
    return error;
  }
  FAIL("no error");
  return Error(ErrorKind::internal, "");
}

}  // namespace

TEST_CASE("a view shows rows, is replaced, and goes with its revision") {
  TestProject project(GENERATE(from_range(live_databases())));
  change(
      project,
      R"lua(op.create_view("big orders", "SELECT id, amount FROM orders WHERE amount > 20", { columns = { "n", "sum" } }))lua");
  const std::string view = project.database.database().dialect->quote("big orders");
  CHECK(project.database.rows("SELECT n, sum FROM " + view) == Rows{"2|30"});
  project.revision(
      "c3", "b2",
      R"lua(op.create_view("big orders", "SELECT id, amount FROM orders WHERE amount > 5", { columns = { "n", "sum" }, replace = true })
                         op.create_view("big orders", "SELECT 1", { if_not_exists = true }))lua",
      "");
  project.upgrade();
  CHECK(project.database.rows("SELECT n FROM " + view + " ORDER BY n") == Rows{"1", "2"});
  project.downgrade("a1");
  CHECK_THROWS_AS(project.database.rows("SELECT * FROM " + view), Error);
}

TEST_CASE("one call makes a trigger on each database") {
  TestProject project(GENERATE(from_range(live_databases())));
  change(project, R"lua(
    if op.dialect == "postgresql" then
      op.create_function("mark()", "BEGIN UPDATE orders SET note = 'seen' WHERE id = NEW.id; RETURN NEW; END", { returns = "trigger" })
    end
    local mysql = op.dialect == "mysql"
    op.create_trigger("mark orders", "orders", { when = mysql and "BEFORE INSERT" or "AFTER INSERT", for_each = "row", condition = "NEW.amount > 5",
      execute = "mark()", body = mysql and "SET NEW.note = 'seen'" or "UPDATE orders SET note = 'seen' WHERE id = NEW.id" }))lua");
  project.database.execute("INSERT INTO orders (id, amount) VALUES (3, 4)");
  project.database.execute("INSERT INTO orders (id, amount) VALUES (4, 6)");
  CHECK(project.database.rows("SELECT id, note FROM orders WHERE id > 2 ORDER BY id") == Rows{"3|NULL", "4|seen"});
  project.downgrade("a1");
  project.database.execute("INSERT INTO orders (id, amount) VALUES (5, 6)");
  CHECK(project.database.rows("SELECT note FROM orders WHERE id = 5") == Rows{"NULL"});
}

TEST_CASE("a materialized view keeps its rows until it is refreshed") {
  TestProject project("postgresql");
  change(project, R"lua(
    op.create_view("totals", "SELECT sum(amount) AS total FROM orders", { materialized = true })
    op.create_index("totals_key", "totals", { "total" }, { unique = true }))lua");
  project.database.execute("INSERT INTO orders (id, amount) VALUES (3, 2)");
  CHECK(project.database.rows("SELECT total FROM totals") == Rows{"40"});
  project.revision("c3", "b2", R"lua(op.refresh_materialized_view("totals", { concurrently = true }))lua", "");
  project.upgrade();
  CHECK(project.database.rows("SELECT total FROM totals") == Rows{"42"});
  project.downgrade("a1");
  CHECK(project.database.rows("SELECT count(*) FROM pg_matviews") == Rows{"0"});
}

TEST_CASE("a materialized view that is replaced keeps its indexes, comments and privileges") {
  TestProject project("postgresql");
  change(project, R"lua(
    op.create_view("Totals", "SELECT id, amount AS total, note FROM orders", { materialized = true })
    op.create_index("ix total", "Totals", { "total" }, { unique = true, where = "total > 0" })
    op.create_index("ix_lower", "Totals", { sql("lower(note)") })
    op.execute([[COMMENT ON MATERIALIZED VIEW "Totals" IS 'it''s';
      COMMENT ON COLUMN "Totals".total IS 'the sum'; COMMENT ON COLUMN "Totals".note IS 'goes';
      COMMENT ON INDEX "ix total" IS 'an index'; GRANT SELECT ON "Totals" TO PUBLIC;
      GRANT SELECT (total) ON "Totals" TO pg_monitor WITH GRANT OPTION;
      ALTER MATERIALIZED VIEW "Totals" SET (fillfactor = 70)]])
    op.create_view("other", "SELECT 1 AS n", { materialized = true })
    op.create_index("ix_other", "other", { "n" }))lua");
  const auto kept = [&] {
    Rows rows = project.database.rows(
        "SELECT pg_get_indexdef(indexrelid), obj_description(indexrelid, 'pg_class') FROM pg_index WHERE indrelid = "
        "'\"Totals\"'::regclass ORDER BY 1");
    for (const std::string& row : project.database.rows(
             "SELECT c.relacl::text, c.reloptions::text, obj_description(c.oid, 'pg_class'), a.attacl::text, "
             "col_description(c.oid, a.attnum) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname "
             "= 'total' WHERE c.oid = '\"Totals\"'::regclass"))
      rows.push_back(row);
    return rows;
  };
  const Rows before = kept();
  REQUIRE(before.size() == 3);
  project.revision("c3", "b2", R"lua(
    op.create_view("Totals", "SELECT 5 AS kept, id, amount + 1 AS total, lower(note) AS note FROM orders -- more",
      { materialized = true, replace = true }))lua",
                   "");
  project.upgrade();
  CHECK(kept() == before);
  CHECK(project.database.rows("SELECT total FROM \"Totals\" ORDER BY 1") == Rows{"11", "31"});
  // An index that the new view cannot have is an error, and all stays.
  project.revision("d4", "c3", R"lua(
    op.create_view("Totals", "SELECT id, amount AS total FROM orders", { materialized = true, replace = true }))lua",
                   "");
  CHECK(failure_of(project).message().find("note") != std::string::npos);
  CHECK(kept() == before);
  // `indexes` say which there are.
  project.revision("d4", "c3", R"lua(
    op.create_view("Totals", "SELECT id, amount AS total FROM orders",
      { materialized = true, replace = true, indexes = { index("ix_id", { "id" }) } }))lua",
                   "");
  project.upgrade();
  CHECK(project.database.rows(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = '\"Totals\"'::regclass") ==
        Rows{"ix_id"});
  CHECK(kept().back() == before.back());
  CHECK(project.database.rows("SELECT count(*) FROM pg_index WHERE indrelid = 'other'::regclass") == Rows{"1"});
}

TEST_CASE("an index of a materialized view that a concurrent build left behind is built again") {
  TestProject project("postgresql");
  change(project, R"lua(op.create_view("totals", "SELECT amount % 10 AS n FROM orders", { materialized = true }))lua");
  project.revision("c3", "b2",
                   R"lua(op.create_index("uq_n", "totals", { "n" }, { unique = true, concurrently = true }))lua", "");
  CHECK(failure_of(project).facts().failure == DatabaseFailure::constraint);
  project.database.execute("DELETE FROM orders WHERE id = 2");
  project.database.execute("REFRESH MATERIALIZED VIEW totals");  // which makes its indexes anew
  project.database.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'uq_n'::regclass");
  project.upgrade();
  CHECK(project.database.rows("SELECT indisvalid FROM pg_index WHERE indexrelid = 'uq_n'::regclass") == Rows{"true"});
}

TEST_CASE("functions and procedures run, and are dropped by their parameters") {
  TestProject project("postgresql");
  change(project, R"lua(
    op.create_function("twice(n integer DEFAULT 21)", "SELECT n * 2", { returns = "integer", volatility = "immutable" })
    op.create_function("twice(t text)", "SELECT t || t", { returns = "text" })
    op.create_function("clear_notes()", "UPDATE orders SET note = ''", { procedure = true }))lua");
  CHECK(project.database.rows("SELECT twice(), twice('ab')") == Rows{"42|abab"});
  project.database.execute("CALL clear_notes()");
  project.downgrade("a1");
  CHECK(project.database.rows("SELECT count(*) FROM pg_proc WHERE proname IN ('twice', 'clear_notes')") == Rows{"0"});
}

TEST_CASE("a sequence counts as it is told") {
  TestProject project("postgresql");
  change(
      project,
      R"lua(op.create_sequence("numbers", { start = 100, increment = 5, maxvalue = 105, cycle = true, minvalue = 7, owned_by = "orders.id" }))lua");
  CHECK(project.database.rows("SELECT nextval('numbers'), nextval('numbers'), nextval('numbers')") ==
        Rows{"100|105|7"});
  project.revision("c3", "b2", R"lua(op.alter_sequence("numbers", { restart = 50 }))lua", "");
  project.upgrade();
  CHECK(project.database.rows("SELECT nextval('numbers')") == Rows{"50"});
}

TEST_CASE("an enum is a type whose values grow and are renamed") {
  TestProject project("postgresql");
  change(project, R"lua(
    op.create_enum("mood", { "sad", "happy" })
    op.create_enum("mood", { "other" }, { if_not_exists = true })
    op.add_column("orders", column("mood", postgresql.ENUM({}, { name = "mood", create_type = false })))
    op.execute("UPDATE orders SET mood = 'sad'"))lua");
  project.revision("c3", "b2",
                   R"lua(op.add_enum_value("mood", "meh", { before = "happy" })
                         op.add_enum_value("mood", "meh", { if_not_exists = true })
                         op.rename_enum_value("mood", "sad", "gloomy"))lua",
                   "");
  project.upgrade();
  CHECK(project.database.rows("SELECT enumlabel FROM pg_enum ORDER BY enumsortorder") ==
        Rows{"gloomy", "meh", "happy"});
  CHECK(project.database.rows("SELECT DISTINCT mood FROM orders") == Rows{"gloomy"});
}

TEST_CASE("a new value of an enum is used in the revision that adds it, behind a commit") {
  TestProject project("postgresql");
  change(project,
         R"lua(op.create_enum("mood", { "sad" }) op.add_column("orders", column("mood", SqlType("mood"))))lua");
  project.revision("c3", "b2", R"lua(op.add_enum_value("mood", "meh") op.execute("UPDATE orders SET mood = 'meh'"))lua",
                   "");
  const Error error = failure_of(project);
  CHECK(error.facts().sqlstate == "55P04");
  CHECK(error.hint().find("op.autocommit_block") != std::string::npos);
  project.revision("c3", "b2",
                   R"lua(op.autocommit_block(function() op.add_enum_value("mood", "meh") end)
                         op.execute("UPDATE orders SET mood = 'meh'"))lua",
                   "");
  project.upgrade();
  CHECK(project.database.rows("SELECT DISTINCT mood FROM orders") == Rows{"meh"});
}

TEST_CASE("schemas and extensions hold what is made in them") {
  TestProject project("postgresql");
  change(project, R"lua(
    op.create_schema("Audit")
    op.create_extension("citext", { schema = "Audit", if_not_exists = true })
    op.create_table("t", { column("a", SqlType('"Audit".citext')) }, { schema = "Audit" }))lua");
  CHECK(
      project.database.rows("SELECT extname, extnamespace::regnamespace FROM pg_extension WHERE extname = 'citext'") ==
      Rows{"citext|\"Audit\""});
  project.downgrade("a1");
  CHECK(project.database.rows("SELECT count(*) FROM pg_namespace WHERE nspname = 'Audit'") == Rows{"0"});
}

TEST_CASE("policies let a role see its own rows alone") {
  TestProject project("postgresql");
  // Roles are the server's, shared by all its databases.
  const std::string role = "reader_" + project.database.rows("SELECT current_database()").front();
  project.database.execute("CREATE ROLE \"" + role + "\"");
  change(project, "local role = \"" + role + R"lua("
    op.grant({ "select", "update (note)" }, "table orders", role)
    op.enable_row_security("orders", { force = true })
    op.create_policy("small ones", "orders", { for_ = "select", to = role, using = "amount < 20" })
    op.create_policy("never big", "orders", { to = { role, "public" }, using = "amount < 1000", permissive = false }))lua");
  const auto connection = project.database.connect();
  connection->execute({.sql = "SET ROLE \"" + role + "\""});
  CHECK(databases::scalar(*connection, {.sql = "SELECT count(*) FROM orders"}) == schema::Value(std::int64_t{1}));
  project.downgrade("a1");
  CHECK(project.database.rows("SELECT count(*) FROM pg_policy") == Rows{"0"});
  CHECK(project.database.rows("SELECT relrowsecurity FROM pg_class WHERE relname = 'orders'") == Rows{"false"});
  CHECK_THROWS_AS(databases::scalar(*connection, {.sql = "SELECT count(*) FROM orders"}), Error);
  connection->execute({.sql = "RESET ROLE"});
  connection->execute({.sql = "DROP ROLE \"" + role + "\""});
}

TEST_CASE("what an earlier concurrent build left behind is built again") {
  TestProject project("postgresql");
  project.revision("a1", "", orders, "");
  project.upgrade();
  project.database.execute("INSERT INTO orders (id, amount) VALUES (3, 10)");
  const bool if_not_exists = GENERATE(false, true);
  project.revision(
      "b2", "a1",
      std::string("op.create_index(\"uq_amount\", \"orders\", { \"amount\" }, { unique = true, concurrently = true") +
          (if_not_exists ? ", if_not_exists = true })" : " })"),
      "");
  const Error error = failure_of(project);
  CHECK(error.facts().failure == DatabaseFailure::constraint);
  CHECK(error.facts().state ==
        "the database is at a1; nothing of b2 was kept, but the index \"uq_amount\" may be there and not valid: the "
        "next run drops it and builds it again");
  CHECK(project.database.rows("SELECT indisvalid FROM pg_index WHERE indexrelid = 'uq_amount'::regclass") ==
        Rows{"false"});
  project.database.execute("DELETE FROM orders WHERE id = 3");
  project.upgrade();
  CHECK(project.database.rows("SELECT indisvalid FROM pg_index WHERE indexrelid = 'uq_amount'::regclass") ==
        Rows{"true"});
}

TEST_CASE("what SQLite has not is refused before anything is changed") {
  TestProject project("sqlite");
  project.revision("a1", "", orders, "");
  project.revision("b2", "a1", R"lua(op.drop_table("orders") op.create_sequence("numbers"))lua", "");
  const Error error = failure_of(project);
  CHECK(error.kind() == ErrorKind::unsupported);
  CHECK(error.message() == "SQLite has no sequences");
  CHECK(error.facts().operation == "create_sequence");
  CHECK(project.database.rows("SELECT count(*) FROM orders") == Rows{"2"});
}
