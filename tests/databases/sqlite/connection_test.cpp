#include "databases/sqlite/connection.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "laboratory.h"

namespace luamigrate::databases::sqlite::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("luamigrate_sqlite_" + std::to_string(getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const fs::path& path() const { return path_; }
  std::unique_ptr<Connection> open(const std::string& file, ConnectOptions options = {}) const {
    options.base_folder = path_;
    return connect({.scheme = "sqlite", .path = file}, options);
  }

 private:
  fs::path path_;
};

std::optional<Error> error_of_call(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

TEST_CASE("values of every kind come back as they went in, bit for bit") {
  Laboratory laboratory("CREATE TABLE t (a, b, c, d, e, f, g, h)");
  const std::vector<schema::Value> values{schema::Null{},
                                          true,
                                          std::int64_t{-9007199254740993},
                                          0.1,
                                          std::string("with a \0 byte", 13),
                                          schema::Blob{std::string("\0\xff", 2)},
                                          schema::Blob{},
                                          schema::Json{"{\"a\":1}"}};
  Connection& connection = laboratory.connection();
  CHECK(connection.execute({.sql = "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?)", .params = values}) == 1);
  const auto cursor = connection.query({.sql = "SELECT * FROM t"});
  std::vector<schema::Value> read;
  REQUIRE(cursor->next(read));
  CHECK(read == std::vector<schema::Value>{schema::Null{}, std::int64_t{1}, std::int64_t{-9007199254740993}, 0.1,
                                           std::string("with a \0 byte", 13), schema::Blob{std::string("\0\xff", 2)},
                                           schema::Blob{}, std::string("{\"a\":1}")});
  CHECK_FALSE(cursor->next(read));
  CHECK(cursor->columns() == Texts{"a", "b", "c", "d", "e", "f", "g", "h"});
}

TEST_CASE("a parameter without a value is no NULL") {
  Laboratory laboratory("CREATE TABLE t (a)");
  const auto run = [&](const char* sql) { return refusal([&] { laboratory.connection().execute({.sql = sql}); }); };
  const std::string hint = " | give the values as a table behind the SQL, or write them as literals";
  CHECK(run("INSERT INTO t VALUES (?)") == "no value is given for the parameter ?" + hint);
  CHECK(run("INSERT INTO t VALUES (:x)") == "no value is given for the parameter :x" + hint);
  CHECK(refusal([&] { laboratory.connection().query({.sql = "SELECT ?, @x", .params = {std::int64_t{1}}}); }) ==
        "no value is given for the parameter @x" + hint);
  CHECK(laboratory.rows("SELECT * FROM t").empty());
}

TEST_CASE("a text is one statement: SQLite would never look at a second one") {
  Laboratory laboratory("CREATE TABLE t (a)");
  const auto run = [&](const char* sql) { return refusal([&] { laboratory.connection().execute({.sql = sql}); }); };
  const std::string two =
      "there is a second statement behind the first in one text of SQL | give each to an op.execute of its own";
  CHECK(run("INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)") == two);
  CHECK(run("CREATE TABLE u (a); INSERT INTO u VALUES (2)") == two);
  CHECK(laboratory.rows("SELECT * FROM t").empty());
  CHECK(run("INSERT INTO t VALUES (1); -- done\n ; /* ; */") == "no error");
}

TEST_CASE("rows touched are counted where that means something") {
  Laboratory laboratory("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)");
  const auto count = [&](std::string sql) { return laboratory.connection().execute({.sql = std::move(sql)}); };
  CHECK(count("UPDATE t SET a = a + 1") == 3);
  CHECK(count("/* first */ DELETE FROM t WHERE a > 100") == 0);
  CHECK(count("CREATE TABLE u AS SELECT * FROM t") == -1);
  CHECK(count("SELECT * FROM t") == -1);
  CHECK(count("WITH x AS (SELECT 9) INSERT INTO t SELECT * FROM x") == 1);
}

TEST_CASE("other statements may run while a query is read, the same one too") {
  Laboratory laboratory("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
  const auto outer = laboratory.connection().query({.sql = "SELECT a FROM t"});
  std::vector<schema::Value> values;
  REQUIRE(outer->next(values));
  CHECK(laboratory.rows("SELECT a FROM t") == Texts{"1", "2"});
  laboratory.execute("UPDATE t SET a = a + 10");
  REQUIRE(outer->next(values));
  CHECK(values == std::vector<schema::Value>{std::int64_t{12}});
  const auto error = error_of_call([&] { laboratory.execute("DROP TABLE t"); });
  REQUIRE(error);
  CHECK(error->message() == "a table is in use by a query that has not been read to its end");
  CHECK_FALSE(outer->next(values));
  laboratory.execute("DROP TABLE t");
}

TEST_CASE("a query that ran before has the columns that its table has now") {
  Laboratory laboratory("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
  CHECK(laboratory.rows("SELECT * FROM t") == Texts{"1"});
  laboratory.execute("ALTER TABLE t ADD COLUMN b DEFAULT 2");
  const auto cursor = laboratory.connection().query({.sql = "SELECT * FROM t"});
  CHECK(cursor->columns() == Texts{"a", "b"});
  std::vector<schema::Value> values;
  REQUIRE(cursor->next(values));
  CHECK(values == std::vector<schema::Value>{std::int64_t{1}, std::int64_t{2}});
  CHECK_FALSE(cursor->next(values));
  CHECK_FALSE(cursor->next(values));
}

TEST_CASE("rows are written by one prepared INSERT") {
  Laboratory laboratory("CREATE TABLE t (a INTEGER PRIMARY KEY, \"b c\" TEXT)");
  const auto writer = laboratory.connection().write_rows({"", "t"}, {"b c", "a"});
  writer->write({std::string("x"), std::int64_t{2}});
  writer->write({schema::Null{}, std::int64_t{1}});
  const auto error = error_of_call([&] { writer->write({schema::Null{}, std::int64_t{1}}); });
  REQUIRE(error);
  CHECK(error->facts().failure == DatabaseFailure::constraint);
  CHECK(error->message() == "UNIQUE constraint failed: t.a");
  CHECK(writer->finish() == 2);
  CHECK(laboratory.rows("SELECT * FROM t") == Texts{"1|NULL", "2|'x'"});
}

TEST_CASE("a statement that is wrong says what SQLite says, with its SQL") {
  Laboratory laboratory;
  const auto error = error_of_call([&] { laboratory.execute("SELECT * FROM nowhere"); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::database);
  CHECK(error->message() == "no such table: nowhere");
  CHECK(error->facts().sql == "SELECT * FROM nowhere");
  CHECK(error->facts().sqlstate == "SQLite 1");
  CHECK(error->facts().failure == DatabaseFailure::syntax);
}

TEST_CASE("a file is made only where that is allowed") {
  const Folder folder;
  const auto reading = folder.open("app.db", {.read_only = true});
  CHECK(reading->description().ends_with(", app.db (no such file yet)"));
  CHECK(inspect(*reading)->table_names("").empty());
  CHECK_FALSE(fs::exists(folder.path() / "app.db"));

  const auto trying = folder.open("app.db", {.create = false});
  trying->execute({.sql = "CREATE TABLE t (a)"});
  CHECK(inspect(*trying)->table_names("").size() == 1);
  CHECK_FALSE(fs::exists(folder.path() / "app.db"));

  folder.open("app.db")->execute({.sql = "CREATE TABLE t (a)"});
  CHECK(fs::exists(folder.path() / "app.db"));
  CHECK(folder.open((folder.path() / "app.db").string(), {.create = false})->description().ends_with("app.db"));

  const auto again = folder.open("app.db", {.read_only = true});
  const auto write = error_of_call([&] { again->execute({.sql = "INSERT INTO t VALUES (1)"}); });
  REQUIRE(write);
  CHECK(write->message() == "the SQLite file app.db cannot be written");
}

TEST_CASE("what stands in the way of a database file is named") {
  const Folder folder;
  const auto words = [&](const std::string& file) {
    const auto error = error_of_call([&] { folder.open(file); });
    if (!error || error->kind() != ErrorKind::connection) return std::string("no connection error");
    return error->message();
  };
  CHECK(words("no/app.db") ==
        "the SQLite file no/app.db cannot be made: the folder " + (folder.path() / "no").string() + " does not exist");
  fs::create_directory(folder.path() / "folder");
  CHECK(words("folder") == "the SQLite file folder is a folder");
  std::ofstream(folder.path() / "text.db") << std::string(2000, 'x');
  CHECK(words("text.db") == "text.db is not a SQLite database");
}

TEST_CASE("a file that cannot be written is told at BEGIN") {
  const Folder folder;
  folder.open("app.db")->execute({.sql = "CREATE TABLE t (a)"});
  fs::permissions(folder.path() / "app.db", fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
  // Nothing is forbidden to root.
  const bool root = geteuid() == 0;
  if (root) {
    chmod(folder.path().c_str(), 0755);
    REQUIRE(seteuid(65534) == 0);
  }
  const auto error = error_of_call([&] { folder.open("app.db")->begin(); });
  if (root) REQUIRE(seteuid(0) == 0);
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::connection);
  CHECK(error->message() == "the SQLite file app.db cannot be written");
  CHECK(error->hint() == "give this user the right to write it and its folder");
}

TEST_CASE("a full disk and a damaged file are told apart") {
  const Folder folder;
  const auto connection = folder.open("app.db");
  connection->execute({.sql = "CREATE TABLE t (a)"});
  connection->execute({.sql = "INSERT INTO t VALUES (zeroblob(20000))"});
  connection->execute({.sql = "PRAGMA max_page_count = 1"});  // which is as many as there are
  const auto full = error_of_call([&] { connection->execute({.sql = "INSERT INTO t VALUES (zeroblob(20000))"}); });
  REQUIRE(full);
  CHECK(full->kind() == ErrorKind::database);
  CHECK(full->message() == "the disk of app.db is full");

  std::fstream file(folder.path() / "app.db", std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096);  // the second page: the table
  file << std::string(4096, 'x');
  file.close();
  const auto damaged = error_of_call([&] { folder.open("app.db")->execute({.sql = "SELECT * FROM t"}); });
  REQUIRE(damaged);
  CHECK(damaged->kind() == ErrorKind::database);
  CHECK(damaged->message() == "the SQLite file app.db is damaged");
}

TEST_CASE("URL options that SQLite has not, and hosts, are refused") {
  CHECK(refusal([] {
          connect({.scheme = "sqlite", .query = {{"mode", "ro"}}}, {});
        }) == "SQLite has no URL option \"mode\" | the one there is, is foreign_keys=on");
  CHECK(refusal([] {
          connect({.scheme = "sqlite", .query = {{"foreign_keys", "maybe"}}}, {});
        }) == "the URL option foreign_keys is \"maybe\" | write foreign_keys=on or foreign_keys=off");
  CHECK(refusal([] { connect({.scheme = "sqlite", .host = "app.db"}, {}); }).find("names a host") != std::string::npos);
}

TEST_CASE("a second writer waits as long as lock_timeout says, and is told why") {
  const Folder folder;
  const auto first = folder.open("app.db");
  const auto second = folder.open("app.db");
  first->begin();
  second->set_lock_timeout(50ms);
  const auto start = std::chrono::steady_clock::now();
  const auto error = error_of_call([&] { second->begin(); });
  CHECK(std::chrono::steady_clock::now() - start >= 40ms);
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::lock_timeout);
  CHECK(error->message() == "the SQLite file app.db is locked by another program");
  CHECK(error->facts().failure == DatabaseFailure::lock_timeout);
  first->rollback();
  second->begin();
  CHECK(second->in_transaction());
  second->commit();
  CHECK_FALSE(second->in_transaction());
}

TEST_CASE("a statement that takes too long is stopped") {
  Laboratory laboratory;
  laboratory.connection().set_statement_timeout(20ms);
  const auto error = error_of_call([&] {
    laboratory.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");
  });
  REQUIRE(error);
  CHECK(error->message() == "a statement took longer than statement_timeout allows");
}

TEST_CASE("what is done between two rows is no time of the statement's") {
  Laboratory laboratory;
  laboratory.connection().set_statement_timeout(20ms);
  // Many steps of SQLite's machine for each row, so that it looks at the time.
  const auto cursor = laboratory.connection().query({.sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
                                                            "FROM n LIMIT 6000) SELECT i FROM n WHERE i % 2000 = 0"});
  std::vector<schema::Value> row;
  int rows = 0;
  for (; cursor->next(row); ++rows) std::this_thread::sleep_for(30ms);
  CHECK(rows == 3);
}

TEST_CASE("a transaction that is rolled back leaves no table behind") {
  Laboratory laboratory;
  laboratory.connection().begin();
  laboratory.execute("CREATE TABLE t (a)");
  laboratory.connection().rollback();
  CHECK(laboratory.inspector().table_names("").empty());
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
