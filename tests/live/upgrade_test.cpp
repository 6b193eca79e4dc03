// Running revisions: what is kept together, what is not kept, what the version table says. The same on every database.
#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "support/failure.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

void add_two_revisions(TestProject& project) {
  project.revision("a1", "", R"lua(op.create_table("users", {
    column("id", Integer, { primary_key = true }), column("name", String(50), { nullable = false }) }))lua",
                   R"lua(op.drop_table("users"))lua");
  project.revision("b2", "a1", R"lua(op.add_column("users", column("age", Integer)))lua",
                   R"lua(op.drop_column("users", "age"))lua");
}

}  // namespace

TEST_CASE("an upgrade runs what is pending in order and records where it stands") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_two_revisions(project);
  const RunReport report = project.upgrade();
  CHECK(project.observer.started == Rows{"a1", "b2"});
  CHECK(report.rows == Rows{"b2"});
  CHECK(project.version_rows() == Rows{"b2"});
  project.database.execute("INSERT INTO users (id, name, age) VALUES (1, 'Ada', 36)");
  CHECK(project.database.rows("SELECT id, name, age FROM users") == Rows{"1|Ada|36"});

  CHECK(project.upgrade().steps.empty());
}

TEST_CASE("a downgrade brings back what was, rows included") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_two_revisions(project);
  project.upgrade();
  project.database.execute("INSERT INTO users (id, name, age) VALUES (1, 'Ada', 36)");
  project.downgrade("-1");
  CHECK(project.version_rows() == Rows{"a1"});
  CHECK(project.database.rows("SELECT * FROM users") == Rows{"1|Ada"});
  project.downgrade("base");
  CHECK(project.version_rows().empty());
  CHECK_THROWS_AS(project.database.rows("SELECT * FROM users"), Error);
}

TEST_CASE("a revision that fails half-way leaves nothing of itself, and those before it stay") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_two_revisions(project);
  project.revision("c3", "b2", R"lua(op.create_table("half", { column("id", Integer) })
    op.execute("INSERT INTO half (id) VALUES (1)")
    op.execute("INSERT INTO no_such_table VALUES (1)"))lua",
                   "");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.kind() == ErrorKind::database);
  CHECK(error.facts().revision == "c3");
  CHECK(error.facts().file == "versions/c3.lua");
  CHECK(error.facts().line == 9);
  CHECK(error.facts().operation == "execute");
  CHECK(error.facts().sql == "INSERT INTO no_such_table VALUES (1)");
  CHECK(error.facts().database_message.find("no_such_table") != std::string::npos);
  CHECK(error.facts().applied == Rows{"a1", "b2"});
  CHECK(project.version_rows() == Rows{"b2"});
  if (!project.database.database().dialect->transactional_ddl()) {
    CHECK(error.facts().state == "the version table is at b2; done and kept of c3: 1 operation");
    CHECK(error.facts().kept_operations == Rows{"create_table half"});
    CHECK(project.database.rows("SELECT count(*) FROM half") == Rows{"0"});
    return;
  }
  CHECK(error.facts().state == "the database is at b2; nothing of c3 was kept");
  CHECK_THROWS_AS(project.database.rows("SELECT * FROM half"), Error);
}

TEST_CASE("with one transaction for the run a failure keeps nothing of it") {
  TestProject project(GENERATE(from_range(live_databases())), "transaction = \"all\"");
  add_two_revisions(project);
  project.revision("c3", "b2", R"lua(op.execute("nonsense"))lua", "");
  const Error error = failure([&] { project.upgrade(); });
  if (!project.database.database().dialect->transactional_ddl()) {
    CHECK(error.facts().applied == Rows{"a1", "b2"});
    CHECK(error.facts().state == "the database is at b2; nothing of c3 was kept");
    CHECK(project.version_rows() == Rows{"b2"});
    return;
  }
  CHECK(error.facts().applied.empty());
  CHECK(error.facts().state == "the database is at base; nothing of c3 was kept");
  CHECK(project.version_rows().empty());
  CHECK_THROWS_AS(project.database.rows("SELECT * FROM users"), Error);
}

TEST_CASE("an error that a script catches still keeps its revision from being committed") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(op.create_table("t", { column("id", Integer) })
    pcall(op.execute, "INSERT INTO no_such_table VALUES (1)"))lua",
                   "");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.message() == "the transaction is not committed: a statement in it had failed, and the script went on");
  CHECK(project.version_rows().empty());
}

TEST_CASE("a revision outside a transaction says that what it did stays") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(transactional = false
function upgrade()
  op.create_table("t", { column("id", Integer) })
  op.execute("nonsense")
end)lua");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.facts().state == "the version table is at base; done and kept of a1: 1 operation");
  CHECK(project.database.rows("SELECT * FROM t").empty());
}

TEST_CASE("change() is run forward to upgrade and backward to downgrade") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(function change()
  op.create_table("t", { column("id", Integer, { primary_key = true }), column("v", String(20)) })
  op.create_index(nil, "t", { "v" })
  op.reversible(function() op.execute("INSERT INTO t (id, v) VALUES (1, 'up')") end,
                function() op.execute("DELETE FROM t") end)
  op.rename_table("t", "renamed")
end)lua");
  project.upgrade();
  CHECK(project.database.rows("SELECT id, v FROM renamed") == Rows{"1|up"});
  project.downgrade("base");
  CHECK_THROWS_AS(project.database.rows("SELECT * FROM t"), Error);
  CHECK_THROWS_AS(project.database.rows("SELECT * FROM renamed"), Error);
}

TEST_CASE("a column with its constraints goes by change() as it came") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(
  op.create_table("o", { column("id", Integer, { primary_key = true }) })
  op.create_table("t", { column("id", Integer, { primary_key = true }) }))lua",
                   "");
  project.revision("b2", "a1", R"lua(function change()
  op.add_column("t", column("o_id", Integer, { references = "o.id" }))
  op.add_column("t", column("code", String(20), { unique = true, server_default = "x" }))
  op.add_column("t", column("e", Integer, { index = true }))
end)lua");
  project.upgrade();
  project.downgrade("a1");
  CHECK_THROWS_AS(project.database.rows("SELECT o_id FROM t"), Error);
  project.upgrade();
  CHECK(project.version_rows() == Rows{"b2"});
}

TEST_CASE("a change() that looks at the database is not undone by half in silence") {
  const std::string also = GENERATE(as<std::string>(), "", "op.create_index('ix_t_id', 't', { 'id' })");
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(
  op.create_table("t", { column("id", Integer, { primary_key = true }) }))lua",
                   "");
  project.revision("b2", "a1", R"lua(function change()
  if not op.has_column("t", "z") then op.add_column("t", column("z", Integer)) end
  )lua" + also + "\nend");
  project.upgrade();
  const Error error = failure([&] { project.downgrade("a1"); });
  CHECK(error.message().starts_with("op.has_column in a change() is answered otherwise when that is undone"));
  CHECK(project.version_rows() == Rows{"b2"});
}

TEST_CASE("a column that is there keeps its one index") {
  TestProject project(GENERATE(from_range(live_databases())));
  const std::string add = "op.add_column('t', column('e', Integer, { index = true }), { if_not_exists = true })";
  project.revision("a1", "", "op.create_table('t', { column('id', Integer, { primary_key = true }) })\n" + add, "");
  project.revision("b2", "a1",
                   add + "\nop.execute('CREATE TABLE indexes_' .. #op.inspect('t').indexes .. ' (a INTEGER)')", "");
  project.upgrade();
  CHECK(project.database.rows("SELECT a FROM indexes_1").empty());
}

TEST_CASE("an irreversible revision says why, and nothing changes") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", "irreversible = \"the old values are gone\"\nfunction upgrade() end");
  project.upgrade();
  const Error error = failure([&] { project.downgrade("base"); });
  CHECK(error.message() == "revision a1 cannot be downgraded: the old values are gone");
  CHECK(project.version_rows() == Rows{"a1"});
}

TEST_CASE("reading commands make nothing in an empty database") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_two_revisions(project);
  CHECK(project.migrator().current().revisions.empty());
  CHECK(project.migrator().history({.indicate_current = true}).size() == 2);
  CHECK_THROWS_AS(project.version_rows(), Error);
}

TEST_CASE("stamp sets the version table and runs nothing") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_two_revisions(project);
  project.migrator().stamp({.targets = {"a1"}});
  CHECK(project.version_rows() == Rows{"a1"});
  CHECK_THROWS_AS(project.database.rows("SELECT * FROM users"), Error);
  project.migrator().stamp({.targets = {"base"}});
  CHECK(project.version_rows().empty());
}

TEST_CASE("current tells when a revision was applied") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_two_revisions(project);
  project.upgrade();
  const CurrentReport report = project.migrator().current();
  REQUIRE(report.revisions.size() == 1);
  CHECK(report.revisions[0].revision == "b2");
  CHECK(report.at_heads);
  REQUIRE(report.revisions[0].applied_at);
  CHECK(report.revisions[0].applied_at->size() >= std::string("2026-11-20T15:30:00Z").size());
}

TEST_CASE("the log table keeps what ran, from which text, and how it ended") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_two_revisions(project);
  project.revision("c3", "b2", R"lua(op.execute("nonsense"))lua", "");
  CHECK_THROWS_AS(project.upgrade(), Error);
  project.downgrade("a1");
  CHECK(project.database.rows("SELECT revision, direction, operations, outcome FROM luamigrate_log ORDER BY id") ==
        Rows{"a1|upgrade|1|done", "b2|upgrade|1|done", "c3|upgrade|0|failed", "b2|downgrade|1|done"});
  CHECK(project.database.rows(
            "SELECT count(*) FROM luamigrate_log WHERE source LIKE '--- b2%' AND length(checksum) = 64") == Rows{"2"});
}

TEST_CASE("a version table made by Alembic is taken as it is") {
  TestProject project(GENERATE(from_range(live_databases())), "version_table = \"alembic_version\"");
  add_two_revisions(project);
  project.database.execute(
      "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(50) NOT NULL);"
      "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY "
      "(version_num)); INSERT INTO alembic_version VALUES ('a1')");
  project.upgrade();
  CHECK(project.observer.started == Rows{"b2"});
  CHECK(project.database.rows("SELECT version_num FROM alembic_version") == Rows{"b2"});
}

TEST_CASE("a row that no file explains stops a run before it changes anything") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_two_revisions(project);
  project.upgrade("a1");
  project.database.execute("UPDATE luamigrate_version SET version_num = 'gone'");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.kind() == ErrorKind::version_table);
  CHECK(error.message().find("gone") != std::string::npos);
  CHECK_FALSE(error.hint().empty());
  CHECK(project.version_rows() == Rows{"gone"});
}

TEST_CASE("where DDL does not roll back a dry run says the SQL and tries nothing") {
  TestProject project("mysql");
  project.revision("a1", "", R"lua(op.create_table("t", { column("id", Integer, { primary_key = true }) }))lua", "");
  project.upgrade();
  project.revision("b2", "a1", R"lua(op.add_column("t", column("c", Integer))
                                     op.execute("INSERT INTO t (id) VALUES (:id)", { id = 7 }))lua",
                   "");
  const RunReport dry = project.migrator().upgrade({.dry_run = DryRun::statements});
  REQUIRE(dry.steps.size() == 1);
  CHECK(dry.steps[0].statements == Rows{"ALTER TABLE t ADD COLUMN c INTEGER", "INSERT INTO t (id) VALUES (7)"});
  CHECK(project.version_rows() == Rows{"a1"});
  CHECK(project.database.rows("SELECT id FROM t").empty());

  const Error error = failure([&] { project.migrator().upgrade({.dry_run = DryRun::rollback}); });
  CHECK(error.message() == "--dry-run=rollback needs a database that rolls back DDL, and MySQL does not");
  CHECK(error.hint() == "see what would run by --dry-run");
  CHECK(project.version_rows() == Rows{"a1"});
}

TEST_CASE("a dry run says the SQL of every step and leaves nothing behind") {
  TestProject project(GENERATE(from_range(databases_that_roll_back_ddl())));
  project.revision("a1", "", R"lua(op.create_table("t", { column("id", Integer, { primary_key = true }) }))lua",
                   R"lua(op.drop_table("t"))lua");
  project.revision("b2", "a1", R"lua(op.execute("INSERT INTO t (id) VALUES (:id)", { id = 7 })
                                     op.log(tostring(op.scalar("SELECT count(*) FROM t"))))lua",
                   "");
  const DryRun kind = GENERATE(DryRun::statements, DryRun::rollback);
  const RunReport dry = project.migrator().upgrade({.dry_run = kind});
  REQUIRE(dry.steps.size() == 2);
  CHECK(dry.steps[0].rows_touched == 0);
  CHECK(dry.steps[1].rows_touched == 1);
  CHECK(dry.steps[0].statements ==
        std::vector<std::string>{"CREATE TABLE t (\n\tid " +
                                 std::string(project.database.database().name == "sqlite" ? "INTEGER" : "SERIAL") +
                                 " NOT NULL,\n\tPRIMARY KEY (id)\n)"});
  CHECK(dry.steps[1].statements == std::vector<std::string>{"INSERT INTO t (id) VALUES (7)"});
  CHECK(project.observer.logged == std::vector<std::string>{"1"});
  CHECK_THROWS_AS(project.version_rows(), Error);
  project.upgrade();
  CHECK(project.migrator().downgrade({.target = "base", .dry_run = DryRun::statements}).steps.size() == 2);
  CHECK(project.version_rows() == std::vector<std::string>{"b2"});
  CHECK(project.database.rows("SELECT id FROM t") == std::vector<std::string>{"7"});
}

TEST_CASE("a dry run shows what runs outside a transaction and does not try it") {
  TestProject project("postgresql");
  project.write("versions/a1.lua", R"lua(
    revision = "a1"
    transactional = false
    function upgrade()
      op.create_table("t", { column("id", Integer) })
      op.create_index("ix_t", "t", { "id" }, { concurrently = true })
      op.autocommit_block(function() op.execute("INSERT INTO t VALUES (1)") end)
    end
    function downgrade() end
  )lua");
  const RunReport dry = project.migrator().upgrade({.dry_run = DryRun::statements});
  REQUIRE(dry.steps.size() == 1);
  CHECK(dry.steps[0].statements.size() == 3);
  CHECK(dry.steps[0].statements[1] == "CREATE INDEX CONCURRENTLY ix_t ON t (id)");
  CHECK_THROWS_AS(project.database.rows("SELECT * FROM t"), Error);
}

TEST_CASE("a revision that gives way to a lock is tried again") {
  TestProject project("postgresql", "lock_timeout = \"100ms\"\nlock_retries = 1\n");
  project.revision("a1", "", R"lua(op.create_table("t", { column("id", Integer) }))lua", "");
  project.upgrade();
  project.revision("b2", "a1", R"lua(op.add_column("t", column("a", Integer)))lua", "");
  const auto other = project.database.connect();
  other->begin();
  other->execute({.sql = "LOCK TABLE t IN ACCESS EXCLUSIVE MODE"});

  SECTION("until it is free") {
    project.observer.on_warning = [&] { other->rollback(); };
    project.upgrade();
    CHECK(project.version_rows() == std::vector<std::string>{"b2"});
    REQUIRE(project.observer.warnings.size() == 1);
    CHECK(project.observer.warnings.front().find("b2 gave way to a lock") == 0);
  }
  SECTION("as often as lock_retries says") {
    try {
      project.upgrade();
      FAIL("no error");
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::lock_timeout);
      CHECK(error.facts().state == "the database is at a1; nothing of b2 was kept");
    }
    CHECK(project.observer.warnings.size() == 1);
    other->rollback();
    CHECK(project.version_rows() == std::vector<std::string>{"a1"});
  }
}
