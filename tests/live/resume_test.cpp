// Revisions that are not one transaction: what is kept of them is counted as it is done, and a run that failed is taken
// up behind it.
#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "support/failure.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

const std::string progress =
    "SELECT revision, direction, outcome, operations, statements FROM luamigrate_log ORDER BY id";

void add_halting_revision(TestProject& project, std::string_view halt) {
  project.revision("a1", "", "op.create_table('n', { column('v', Integer) })", "op.drop_table('n')");
  project.revision("b2", "a1",
                   std::string(R"lua(transactional = false
function upgrade()
  op.create_table("t", { column("id", Integer, { primary_key = true }) })
  op.bulk_insert("n", { { v = 1 }, { v = 2 } })
  op.execute("UPDATE n SET v = v + 10; )lua") +
                       std::string(halt) + R"lua(; UPDATE n SET v = v + 100")
  op.create_index("ix_n_v", "n", { "v" })
end
function downgrade()
  op.drop_index("ix_n_v", "n")
  op.drop_table("t")
end)lua");
}

// A table of one row, which is 0.
void add_counter(TestProject& project) {
  project.revision("a1", "", R"lua(
    op.create_table("n", { column("v", Integer) })
    op.bulk_insert("n", { { v = 0 } }))lua",
                   "");
  project.upgrade();
}

}  // namespace

TEST_CASE("what a revision has done outside a transaction is counted, and resumed behind it") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_halting_revision(project, "INSERT INTO nowhere VALUES (1)");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.facts().applied == Rows{"a1"});
  CHECK(error.facts().kept_operations == Rows{"create_table t", "bulk_insert n"});
  CHECK(error.facts().state ==
        "the version table is at a1; done and kept of b2: 2 operations and 1 statement of the next one");
  CHECK(error.hint() == "go on behind what is done: luamigrate upgrade --resume head");
  CHECK(project.database.rows("SELECT v FROM n ORDER BY v") == Rows{"11", "12"});
  CHECK(project.database.rows(progress) == Rows{"a1|upgrade|done|1|0", "b2|upgrade|failed|2|1"});
  CHECK(project.version_rows() == Rows{"a1"});

  const Error refusal = failure([&] { project.upgrade(); });
  CHECK(refusal.kind() == ErrorKind::unfinished);
  CHECK(refusal.message().find("the upgrade of b2 was begun at ") == 0);
  CHECK(refusal.message().find("2 operations and 1 statement of the next one are kept") != std::string::npos);
  CHECK(refusal.hint().find("luamigrate upgrade --resume head") != std::string::npos);
  CHECK(refusal.hint().find("luamigrate stamp b2") != std::string::npos);
  CHECK(failure([&] { project.downgrade("base"); }).kind() == ErrorKind::unfinished);

  SECTION("where what failed is possible by now") {
    project.database.execute("CREATE TABLE nowhere (x INTEGER)");
    project.migrator().upgrade({.resume = true});
  }
  SECTION("where the file was mended behind what is done") {
    add_halting_revision(project, "SELECT 1");
    project.migrator().upgrade({.resume = true});
  }
  CHECK(project.version_rows() == Rows{"b2"});
  CHECK(project.database.rows("SELECT v FROM n ORDER BY v") == Rows{"111", "112"});
  CHECK(project.database.rows(progress) == Rows{"a1|upgrade|done|1|0", "b2|upgrade|failed|2|1", "b2|upgrade|done|4|0"});
  project.downgrade("base");
  CHECK(project.version_rows().empty());
}

TEST_CASE("what was kept is not forgotten by runs that come no further") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_counter(project);
  project.revision("b2", "a1", R"lua(
    op.execute("UPDATE n SET v = v + 1")
    op.autocommit_block(function() op.execute("UPDATE n SET v = v + 10") end)
    op.execute("INSERT INTO nowhere VALUES (1)"))lua",
                   "");
  CHECK(failure([&] { project.upgrade(); }).facts().kept_operations.size() == 2);
  for (int run = 0; run < 3; ++run)
    CHECK(failure([&] { project.migrator().upgrade({.resume = true}); }).facts().kept_operations.size() == 2);
  CHECK(project.database.rows("SELECT v FROM n") == Rows{"11"});
}

TEST_CASE("what a script commits itself is counted as kept") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_counter(project);
  project.revision("b2", "a1", R"lua(
    op.execute("UPDATE n SET v = v + 1")
    op.execute("COMMIT")
    op.execute("INSERT INTO nowhere VALUES (1)"))lua",
                   "");
  CHECK(failure([&] { project.upgrade(); }).facts().kept_operations.size() == 2);
  CHECK(failure([&] { project.migrator().upgrade({.resume = true}); }).facts().kept_operations.size() == 2);
  CHECK(project.database.rows("SELECT v FROM n") == Rows{"1"});
}

TEST_CASE("a dry run commits nothing, whatever the script says") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_counter(project);
  project.revision("b2", "a1", R"(op.execute("UPDATE n SET v = v + 1; COMMIT; UPDATE n SET v = v + 10"))", "");
  project.migrator().upgrade({.dry_run = DryRun::statements});
  CHECK(project.database.rows("SELECT v FROM n") == Rows{"0"});
  CHECK(project.version_rows() == Rows{"a1"});
  project.upgrade();
  CHECK(project.database.rows("SELECT v FROM n") == Rows{"11"});
}

TEST_CASE("a statement of the script does not lose what the revision has done") {
  TestProject project(GENERATE(from_range(live_databases())), GENERATE("", "transaction = \"all\""));
  const std::string statement = GENERATE("ROLLBACK", "rollback work;", "/* back */ ROLLBACK AND NO CHAIN");
  add_counter(project);
  project.revision("b2", "a1", "op.execute('UPDATE n SET v = v + 1; " + statement + "')", "");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.kind() == ErrorKind::script);
  CHECK(error.facts().operation == "execute");
  CHECK(error.facts().state == "the database is at a1; nothing of b2 was kept");
  CHECK(project.database.rows("SELECT v FROM n") == Rows{"0"});
  for (const char* query : {"op.first('ROLLBACK')", "op.query('COMMIT')"}) {
    project.revision("b2", "a1", std::string("op.execute('UPDATE n SET v = v + 1') ") + query, "");
    CHECK(failure([&] { project.upgrade(); }).kind() == ErrorKind::script);
    CHECK(project.database.rows("SELECT v FROM n") == Rows{"0"});
  }
  project.revision(
      "b2", "a1", "op.execute('SAVEPOINT s; UPDATE n SET v = v + 1; ROLLBACK TO SAVEPOINT s; UPDATE n SET v = 5')", "");
  project.upgrade();
  CHECK(project.database.rows("SELECT v FROM n") == Rows{"5"});
}

TEST_CASE("what a script does behind a failed block that it has caught is not kept") {
  TestProject project(GENERATE("sqlite", "postgresql"));
  add_counter(project);
  project.revision("b2", "a1",
                   R"(pcall(op.autocommit_block, function() error("x") end) op.execute("UPDATE n SET v = v + 1"))", "");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.message().find("the transaction is not committed") == 0);
  CHECK(project.database.rows("SELECT v FROM n") == Rows{"0"});
  CHECK(project.version_rows() == Rows{"a1"});
}

TEST_CASE("COMMIT keeps the revisions before it where all are one transaction") {
  TestProject project(GENERATE("sqlite", "postgresql"), "transaction = \"all\"");
  project.revision("a1", "", "op.execute('CREATE TABLE n (v integer); INSERT INTO n VALUES (0)')", "");
  project.revision("b2", "a1",
                   "op.execute('UPDATE n SET v = 1; COMMIT; UPDATE n SET v = 2; INSERT INTO nowhere VALUES (1)')", "");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(project.version_rows() == Rows{"a1"});
  CHECK(project.database.rows("SELECT v FROM n") == Rows{"1"});
  CHECK(error.facts().state.find("done and kept of b2: 0 operations and 2 statements of the next one") !=
        std::string::npos);
}

TEST_CASE("offline, COMMIT of a script is followed by a new transaction, and ROLLBACK is refused") {
  TestProject project(GENERATE("sqlite", "postgresql"));
  project.revision("a1", "", "op.execute('CREATE TABLE a (n integer); COMMIT; CREATE TABLE b (n integer)')", "");
  project.migrator().upgrade({.sql = true});
  CHECK(project.observer.script.find("CREATE TABLE a (n integer);\n\nCOMMIT;\n\nBEGIN;\n\nCREATE TABLE b") !=
        std::string::npos);
  project.revision("a1", "", "op.execute('CREATE TABLE a (n integer); ROLLBACK')", "");
  CHECK_THROWS_AS(project.migrator().upgrade({.sql = true}), Error);
}

TEST_CASE("a file whose first operations changed is not resumed") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_halting_revision(project, "INSERT INTO nowhere VALUES (1)");
  failure([&] { project.upgrade(); });
  project.revision("b2", "a1", R"lua(transactional = false
function upgrade()
  op.create_table("other", { column("id", Integer, { primary_key = true }) })
  op.create_table("another", { column("id", Integer, { primary_key = true }) })
end
function downgrade() end)lua");
  const Error error = failure([&] { project.migrator().upgrade({.resume = true}); });
  CHECK(error.kind() == ErrorKind::script);
  CHECK(error.message() == "the first 2 operations are not those that the run before has done");
  CHECK(error.facts().state ==
        "the version table is at a1; done and kept of b2: 2 operations and 1 statement of the next one");
  CHECK_THROWS_AS(project.database.rows("SELECT * FROM other"), Error);
}

TEST_CASE("an autocommit block in a transaction keeps what came before it") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(function upgrade()
  op.create_table("t", { column("id", Integer) })
  op.execute("INSERT INTO t (id) VALUES (1)")
  op.autocommit_block(function()
    op.execute("INSERT INTO t (id) VALUES (2)")
  end)
  op.execute("INSERT INTO t (id) VALUES (3)")
  op.execute("INSERT INTO nowhere VALUES (1)")
end
function downgrade() op.drop_table("t") end)lua");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.facts().state == "the version table is at base; done and kept of a1: 3 operations");
  CHECK(project.database.rows("SELECT id FROM t ORDER BY id") == Rows{"1", "2"});
  project.database.execute("CREATE TABLE nowhere (x INTEGER)");
  project.migrator().upgrade({.resume = true});
  CHECK(project.database.rows("SELECT id FROM t ORDER BY id") == Rows{"1", "2", "3"});
  CHECK(project.database.rows("SELECT count(*) FROM nowhere") == Rows{"1"});
}

TEST_CASE("stamp settles what was left unfinished") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_halting_revision(project, "INSERT INTO nowhere VALUES (1)");
  failure([&] { project.upgrade(); });
  project.migrator().stamp({.targets = {"b2"}});
  CHECK(project.upgrade().steps.empty());
  CHECK(project.migrator().status().unfinished.empty());
  CHECK(project.database.rows(progress).back() == "b2|upgrade|stamped|0|0");
}

TEST_CASE("a concurrent index that failed is built again when the run is resumed") {
  TestProject project("postgresql");
  project.revision("a1", "", R"lua(function upgrade()
  op.create_table("t", { column("id", Integer) })
  op.bulk_insert("t", { { id = 1 }, { id = 1 } })
  op.create_index("ix_t_id", "t", { "id" }, { unique = true, concurrently = true })
  op.execute("INSERT INTO t (id) VALUES (3)")
end
function downgrade() op.drop_table("t") end)lua");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.facts().state ==
        "the version table is at base; done and kept of a1: 2 operations; the index \"ix_t_id\" may be "
        "there and not valid: the next run drops it and builds it again");
  CHECK(project.database.rows("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_t_id'::regclass") ==
        Rows{"false"});
  project.database.execute("UPDATE t SET id = 2 WHERE ctid = (SELECT min(ctid) FROM t)");
  project.migrator().upgrade({.resume = true});
  CHECK(project.database.rows("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_t_id'::regclass") ==
        Rows{"true"});
  CHECK(project.database.rows("SELECT id FROM t ORDER BY id") == Rows{"1", "2", "3"});
}

// b2 has done an operation and failed; then another file of it has `operation` behind that, as if the run had been cut
// off in it.
void cut_off(TestProject& project, const std::string& operation) {
  const auto revision = [&](const std::string& then) {
    project.revision("b2", "a1",
                     "transactional = false\nfunction upgrade()\n  op.execute('INSERT INTO n VALUES (1)')\n" + then +
                         "\nend\nfunction downgrade() end");
  };
  revision("op.execute('INSERT INTO nowhere VALUES (1)')");
  failure([&] { project.upgrade(); });
  project.database.execute("UPDATE luamigrate_log SET begun = 'it' WHERE revision = 'b2'");
  revision(operation);
}

TEST_CASE("what was begun and is done is not done again, under whatever name and in whatever company") {
  const std::string database = GENERATE("postgresql", "mysql");
  TestProject project(database);
  project.revision("a1", "", R"lua(
    op.create_table("n", { column("v", Integer) })
    op.create_table("p", { column("id", Integer, { primary_key = true }) })
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("a", Integer), column("b", Integer) })
    op.create_foreign_key("fk", "t", "p", { "a" }, { "id" })
    op.create_index("ib", "t", { "b" }))lua",
                   "");
  project.upgrade("a1");
  const auto names = [&](const std::string& kind) {
    return project.database.rows(
        "SELECT count(*) FROM information_schema.table_constraints WHERE table_name = 't' AND "
        "constraint_type = '" +
        kind + "' AND table_schema IN ('public', (SELECT " + (database == "mysql" ? "DATABASE()" : "current_schema()") +
        "))");
  };
  SECTION("a unique constraint without a name") {
    cut_off(project, "op.create_unique_constraint(nil, 't', { 'a', 'b' })");
    project.database.execute("ALTER TABLE t ADD UNIQUE (a, b)");
    project.migrator().upgrade({.resume = true});
    CHECK(names("UNIQUE") == Rows{"1"});
  }
  SECTION("a foreign key without a name") {
    cut_off(project, "op.create_foreign_key(nil, 't', 'p', { 'b' }, { 'id' })");
    project.database.execute("ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES p (id)");
    project.migrator().upgrade({.resume = true});
    CHECK(names("FOREIGN KEY") == Rows{"2"});
  }
  SECTION("a foreign key that is gone, where an index of its name may stay") {
    const std::string type = GENERATE("", ", { type = 'foreignkey' }");
    cut_off(project, "op.drop_constraint('fk', 't'" + type + ")");
    project.database.execute(database == "mysql" ? "ALTER TABLE t DROP FOREIGN KEY fk"
                                                 : "ALTER TABLE t DROP CONSTRAINT fk");
    project.migrator().upgrade({.resume = true});
    CHECK(names("FOREIGN KEY") == Rows{"0"});
    if (database == "mysql")
      CHECK(project.database.rows("SELECT count(*) FROM information_schema.statistics WHERE table_schema = DATABASE() "
                                  "AND index_name = 'fk'") == Rows{"1"});
  }
  SECTION("a foreign key that is to come where an index of its name is") {
    project.database.execute(database == "mysql" ? "ALTER TABLE t DROP FOREIGN KEY fk"
                                                 : "ALTER TABLE t DROP CONSTRAINT fk");
    cut_off(project, "op.create_foreign_key('fk', 't', 'p', { 'a' }, { 'id' })");
    project.migrator().upgrade({.resume = true});
    CHECK(names("FOREIGN KEY") == Rows{"1"});
  }
  SECTION("a block in which an index changes under its name") {
    if (database == "postgresql") return;  // where a block is several statements, and rolls back
    cut_off(project, R"lua(op.batch_alter_table("t", function(b)
      b.drop_index("ib") b.create_index("ib", { "a", "id" }) b.drop_column("b") b.add_column(column("c", Integer)) end))lua");
    project.database.execute("ALTER TABLE t DROP INDEX ib, ADD INDEX ib (a, id), DROP COLUMN b, ADD COLUMN c INT");
    project.migrator().upgrade({.resume = true});
  }
  CHECK(project.version_rows() == Rows{"b2"});
}

TEST_CASE("MySQL takes names of constraints and indexes in any case") {
  TestProject project("mysql");
  project.revision("a1", "", R"lua(
    op.create_table("n", { column("v", Integer) })
    op.create_table("p", { column("id", Integer, { primary_key = true }) })
    op.create_table("t", { column("id", Integer, { primary_key = true, autoincrement = false }), column("a", Integer), column("b", Integer),
      index("ib", { "b" }), check("b > 0", { name = "ck" }), foreign_key({ "a" }, { "p.id" }, { name = "fk" }) })
    op.drop_index("IB", "t", { if_exists = true })
    op.drop_constraint("CK", "t", { if_exists = true })
    op.drop_constraint("primary", "t", { if_exists = true })
    op.drop_constraint("PRIMARY", "t", { if_exists = true })
    op.drop_constraint(nil, "t", { type = "primary", if_exists = true }))lua",
                   "");
  project.upgrade();
  cut_off(project, "op.drop_constraint('FK', 't')");
  project.migrator().upgrade({.resume = true});
  CHECK(project.database
            .rows("SELECT constraint_name FROM information_schema.table_constraints WHERE table_name = 't' "
                  "AND table_schema = DATABASE()")
            .empty());
  CHECK(project.database
            .rows("SELECT index_name FROM information_schema.statistics WHERE table_name = 't' AND "
                  "table_schema = DATABASE() AND index_name <> 'fk'")
            .empty());
}

TEST_CASE("a revision that asks before each operation is resumed by the answers that it had") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_counter(project);
  const auto revision = [&](const std::string& halt) {
    project.revision("b2", "a1", R"lua(transactional = false
function upgrade()
  if not op.has_column("n", "q") then op.add_column("n", column("q", Integer)) end
  if not op.has_table("m") then op.create_table("m", { column("id", Integer) }) end
  if not op.has_index("n", "iq") then op.create_index("iq", "n", { "q" }) end
  )lua" + halt + R"lua(
  if not op.has_column("n", "r") then op.add_column("n", column("r", Integer)) end
  assert(op.has_column("n", "r"))
end
function downgrade() end)lua");
  };
  revision("op.execute('INSERT INTO nowhere VALUES (1)')");
  CHECK(failure([&] { project.upgrade(); }).facts().kept_operations ==
        Rows{"add_column n, q", "create_table m", "create_index iq, n"});
  CHECK(project.database.rows("SELECT answers FROM luamigrate_log WHERE revision = 'b2'") == Rows{"nnn"});
  revision("");
  project.migrator().upgrade({.resume = true});
  CHECK(project.database.rows("SELECT v, q, r FROM n") == Rows{"0|NULL|NULL"});
}

TEST_CASE("what a resumed revision has added before is told by its columns") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_counter(project);
  const auto revision = [&](const std::string& column, const std::string& halt) {
    project.revision("b2", "a1",
                     "transactional = false\nfunction upgrade()\n  op.add_column('n', column('" + column +
                         "', Integer))\n" + halt + "\nend\nfunction downgrade() end");
  };
  revision("a", "op.execute('INSERT INTO nowhere VALUES (1)')");
  CHECK(failure([&] { project.upgrade(); }).facts().kept_operations == Rows{"add_column n, a"});
  revision("b", "");
  CHECK(failure([&] { project.migrator().upgrade({.resume = true}); }).message() ==
        "the first 1 operations are not those that the run before has done");
  revision("a", "");
  project.migrator().upgrade({.resume = true});
}

TEST_CASE("a downgrade that was left half done is told by an upgrade with nothing to do") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(transactional = false
function upgrade() op.create_table("a", { column("id", Integer) }) op.create_table("b", { column("id", Integer) }) end
function downgrade() op.drop_table("b") op.drop_table("nowhere") end)lua");
  project.upgrade();
  failure([&] { project.downgrade("base"); });
  class Noting final : public Observer {
   public:
    void note(std::string_view text) override { notes.emplace_back(text); }
    Rows notes;
  } observer;
  Migrator migrator({.config_file = project.folder() / "migrate.toml"}, &observer);
  const Error error = failure([&] { migrator.upgrade({}); });
  CHECK(error.kind() == ErrorKind::unfinished);
  CHECK(error.hint().find("luamigrate downgrade --resume a1-1") != std::string::npos);
  CHECK(observer.notes.empty());
}

TEST_CASE("where no log table is kept, what was kept of a revision is for the user to undo") {
  TestProject project(GENERATE(from_range(live_databases())), "log_table = false");
  project.revision("a1", "", R"lua(transactional = false
function upgrade() op.create_table("a", { column("id", Integer) }) op.execute("INSERT INTO nowhere VALUES (1)") end
function downgrade() end)lua");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.facts().kept_operations == Rows{"create_table a"});
  CHECK(error.hint() == "undo by hand what is kept, for nothing tells a later run of it (log_table = false)");
}

TEST_CASE("a procedure that ends the transaction and begins another one is refused") {
  TestProject project("mysql");
  add_counter(project);
  const std::string fails = GENERATE("", "SIGNAL SQLSTATE '45000';");
  project.database.execute("CREATE PROCEDURE pay() BEGIN COMMIT; START TRANSACTION; INSERT INTO n VALUES (61); " +
                           fails + " END");
  project.database.execute("CREATE PROCEDURE count_rows() BEGIN UPDATE n SET v = v + 1; END");
  project.revision("b2", "a1", R"lua(
    op.execute("CALL count_rows()")
    op.execute("CALL pay()"))lua",
                   "");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.facts().state ==
        "the database is at a1; nothing of b2 was kept, but what came before the CALL is kept if the procedure has "
        "committed it");
  if (fails.empty())
    CHECK(error.message() == "the procedure has ended the revision's transaction, and begun another one");
  CHECK(project.database.rows("SELECT v FROM n") == Rows{"1"});
}
