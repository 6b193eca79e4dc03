// MySQL and MariaDB: blocks of changes to a table, of which each ALTER TABLE commits by itself, and what a column
// keeps.
#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "support/failure.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

// What the server says of the columns, in their order.
const std::string columns =
    "SELECT column_name, column_type, is_nullable, column_default, column_comment FROM information_schema.columns"
    " WHERE table_schema = DATABASE() AND table_name = 't' ORDER BY ordinal_position";

void run(TestProject& project, const std::string& first, const std::string& second) {
  project.revision("a1", "", first, "");
  project.upgrade();
  project.revision("b2", "a1", second, "");
  project.upgrade();
}

}  // namespace

TEST_CASE("in a block of MySQL each operation sees what those before it did") {
  TestProject project("mysql");
  run(project,
      R"lua(op.create_table("t", { column("a", Integer, { primary_key = true, autoincrement = false }), column("b", String(10)),
    column("c", String(10), { nullable = false, server_default = "x", comment = "kept" }) }))lua",
      R"lua(op.batch_alter_table("t", function(batch)
      batch.alter_column("b", { type = String(200) })
      batch.alter_column("B", { comment = "long" })
      batch.alter_column("c", { new_column_name = "cc" })
      batch.alter_column("cc", { type = String(20) })
      batch.add_column(column("d", Integer, { nullable = false, server_default = 7, comment = "new" }))
      batch.alter_column("d", { type = BigInteger })
      batch.add_column(column("x", Integer), { insert_before = "b" })
      batch.add_column(column("y", Integer), { insert_before = "x" })
    end))lua");
  CHECK(project.database.rows(columns) == Rows{"a|int(11)|NO|NULL|", "y|int(11)|YES|NULL|", "x|int(11)|YES|NULL|",
                                               "b|varchar(200)|YES|NULL|long", "cc|varchar(20)|NO|'x'|kept",
                                               "d|bigint(20)|NO|7|new"});
}

TEST_CASE("a block of MySQL that fails in the middle goes on behind what it did") {
  TestProject project("mysql");
  run(project, R"lua(op.create_table("t", { column("a", Integer), column("c", Integer) }))lua",
      R"lua(op.bulk_insert("t", { { a = 1 }, { a = 1 } }))lua");
  const std::string block = R"lua(op.batch_alter_table("t", function(batch)
    batch.drop_column("c")
    batch.add_column(column("c", String(5), { server_default = "x" }))
    batch.create_unique_constraint("uq_a", { "a" })
  end))lua";
  project.revision("c3", "b2", block, "");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.facts().state.find("done and kept of c3: 1 operation") != std::string::npos);
  CHECK(project.database.rows("SHOW COLUMNS FROM t LIKE 'c'").empty());
  project.database.execute("DELETE FROM t LIMIT 1");
  project.migrator().upgrade({.resume = true});
  CHECK(project.version_rows() == Rows{"c3"});
  CHECK(project.database.rows("SELECT a, c FROM t") == Rows{"1|x"});
}

TEST_CASE("a script that begins a transaction of its own has committed what came before") {
  TestProject project("mysql");
  run(project,
      R"lua(op.create_table("t", { column("a", Integer) }) op.create_table("u", { column("a", Integer, { primary_key = true }) }))lua",
      R"lua(op.bulk_insert("t", { { a = 1 } }))lua");
  const std::string begin = GENERATE("START TRANSACTION", "BEGIN", "COMMIT AND CHAIN");
  CAPTURE(begin);
  project.revision("c3", "b2",
                   "op.execute('UPDATE t SET a = a + 1')\n op.execute('" + begin +
                       "; INSERT INTO u VALUES (1); INSERT INTO u VALUES (1)')",
                   "");
  const Error error = failure([&] { project.upgrade(); });
  INFO(error.facts().state);
  CHECK(error.facts().state.find("done and kept of c3: 1 operation") != std::string::npos);
  CHECK(project.database.rows("SELECT a FROM t") == Rows{"2"});
}

TEST_CASE("a column of MySQL is found in any case, and keeps what the server shows of it") {
  TestProject project("mysql");
  run(project,
      R"lua(op.execute([[CREATE TABLE t (email VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT 'x' COMMENT 'c',
    m INT CHECK (m > n), n INT, j JSON, raw VARBINARY(4) DEFAULT x'00ff41')]]))lua",
      R"lua(
    op.alter_column("t", "Email", { type = String(40) })
    op.alter_column("t", "email", { type = SqlType("varchar(50)") })
    op.alter_column("t", "m", { new_column_name = "mm" })
    op.alter_column("t", "mm", { type = BigInteger })
    op.alter_column("t", "j", { new_column_name = "doc" })
    op.alter_column("t", "doc", { comment = "json" })
    op.alter_column("t", "raw", { comment = "bytes", existing_server_default = sql("x'00ff41'") })
    op.execute("SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')")
    op.alter_column("t", "mm", { new_column_name = "m", type = Integer })
  )lua");
  const std::string shown = project.database.rows("SHOW CREATE TABLE t").front();
  INFO(shown);
  CHECK(shown.find("`email` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT 'x' COMMENT 'c'") !=
        std::string::npos);
  CHECK(shown.find("`m` int(11) DEFAULT NULL CHECK (`m` > `n`)") != std::string::npos);
  CHECK(shown.find("CHECK (json_valid(`doc`))") != std::string::npos);
  CHECK(project.database.rows("SELECT hex(DEFAULT(raw)) FROM t RIGHT JOIN (SELECT 1) one ON true") == Rows{"00FF41"});
  project.revision("c3", "b2", R"lua(op.alter_column("t", "raw", { comment = "other" }))lua", "");
  CHECK(failure([&] { project.upgrade(); }).message().find("has bytes that are no text") != std::string::npos);
}

TEST_CASE("a revision is kept in the log table whatever letters it holds") {
  TestProject project("mysql");
  project.database.execute("ALTER DATABASE CHARACTER SET latin1");
  project.revision("a1", "", "op.create_table(\"t\", { column(\"a\", Integer) })  -- 日本語 🎉", "");
  project.upgrade();
  CHECK(project.database.rows("SELECT source LIKE '%日本語 🎉%' FROM luamigrate_log") == Rows{"1"});
}

TEST_CASE("rows are gone through by a key of MySQL that takes the beginning of a text") {
  TestProject project("mysql");
  run(project, "op.execute('CREATE TABLE t (k TEXT, n INT, PRIMARY KEY (k(5)))')", R"lua(
    op.bulk_insert("t", { { k = "aaaaa", n = 1 }, { k = "b", n = 2 }, { k = "äöüßé and more", n = 3 } })
    op.transform_rows("t", { set = { "n" }, batch_size = 2 }, function(row) return { n = row.n + 10 } end))lua");
  CHECK(project.database.rows("SELECT n FROM t ORDER BY n") == Rows{"11", "12", "13"});
}

TEST_CASE("MySQL's defaults that reckon with the time stand in parentheses") {
  TestProject project("mysql");
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }),
      column("a", DateTime, { server_default = sql("now() + interval 1 day") }),
      column("b", DateTime, { server_default = sql("CURRENT_TIMESTAMP + INTERVAL 1 DAY") }),
      column("c", DateTime, { server_default = sql("current_timestamp()") }),
      column("d", mysql.DATETIME({ fsp = 3 }), { server_default = sql("CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)") }),
      column("e", Integer, { server_default = sql("(1) + (2)") }), column("f", Integer, { server_default = sql("(1 + (2))") }) })
    op.execute("INSERT INTO t (id) VALUES (1)"))lua",
                   "");
  project.upgrade();
  CHECK(project.database.rows("SELECT a > now() + interval 23 hour, b > now(), c <= now(), e, f FROM t") ==
        Rows{"1|1|1|3|3"});
}

TEST_CASE("a name of MySQL has 64 characters, whatever bytes they take") {
  TestProject project("mysql");
  std::string letters;
  for (int i = 0; i < 64; ++i) letters += "\u044F";
  project.revision("a1", "",
                   "op.create_table('t', { column('id', Integer), column('" + letters +
                       "', Integer, { index = true }) })\nop.alter_column('t', '" + letters +
                       "', { type = BigInteger })",
                   "");
  project.upgrade();
  CHECK(project.database.rows("SELECT count(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND "
                              "table_name = 't' AND column_name = '" +
                              letters + "' AND data_type = 'bigint'") == Rows{"1"});
}

TEST_CASE("rows with zero dates are mended where MySQL takes no more of them") {
  TestProject project("mysql");
  const auto connection = project.database.connect();
  connection->execute({.sql = "SET SESSION sql_mode = ''"});
  connection->execute({.sql = "CREATE TABLE t (id INT PRIMARY KEY, d DATE NOT NULL DEFAULT '0000-00-00')"});
  connection->execute({.sql = "INSERT INTO t (id) VALUES (1), (2)"});
  project.revision("a1", "", R"lua(
    op.execute("SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE'")
    op.transform_rows("t", { set = { "d" } }, function(row) return { d = "2000-01-0" .. row.id } end)
    op.log(op.scalar("SELECT @@sql_mode")))lua",
                   "");
  project.upgrade();
  CHECK(project.database.rows("SELECT d FROM t ORDER BY id") == Rows{"2000-01-01", "2000-01-02"});
  CHECK(project.observer.logged == Rows{"STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE"});
}
