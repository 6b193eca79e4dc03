// What the dialect makes of operations where it can look at the table, and of texts that scripts cannot hold as they
// are.
#include "databases/mssql/dialect.h"

#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "sql/tokenizer.h"

using namespace luamigrate;
using namespace luamigrate::databases::mssql;
using namespace luamigrate::schema;

namespace {

using Texts = std::vector<std::string>;

class OneTable final : public TableLookup {
 public:
  explicit OneTable(Column column) { table_.name = {"", "t"}, table_.columns = {std::move(column)}; }
  std::optional<Table> find_table(const TableName& name) const override {
    return name == table_.name ? std::optional(table_) : std::nullopt;
  }
  bool complete() const override { return true; }

 private:
  Table table_;
};

template <class Body>
Texts compiled(Body body, const TableLookup& tables = NoTables()) {
  Texts texts;
  for (const databases::Statement& statement : dialect().compile({std::move(body), {}}, tables))
    texts.push_back(statement.sql);
  return texts;
}

std::string in_script(std::string_view sql) {
  return databases::as_script(dialect(), {.sql = std::string(sql)});
}

Column column_a() {
  return {.name = "a",
          .type = {.name = "String", .arguments = {std::int64_t{20}}},
          .nullable = false,
          .collation = "Latin1_General_100_BIN2"};
}

const Type wider{.name = "String", .arguments = {std::int64_t{40}}};

}  // namespace

TEST_CASE("a new type loses neither nullability nor collation") {
  const ops::AlterColumn op{.table = "t", .column = "a", .type = wider};
  CHECK(compiled(op, OneTable(column_a())) ==
        Texts{"ALTER TABLE t ALTER COLUMN a VARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL"});
  Column nullable = column_a();
  nullable.nullable = true;
  CHECK(compiled(ops::AlterColumn{.table = "t", .column = "a", .type = Type{.name = "Integer"}}, OneTable(nullable)) ==
        Texts{"ALTER TABLE t ALTER COLUMN a INTEGER NULL"});
}

TEST_CASE("the type that stands in the table is restated where only nullability changes") {
  CHECK(compiled(ops::AlterColumn{.table = "t", .column = "a", .nullable = true}, OneTable(column_a())) ==
        Texts{"ALTER TABLE t ALTER COLUMN a VARCHAR(20) COLLATE Latin1_General_100_BIN2 NULL"});
}

TEST_CASE("a default that stands in the way of a new type is taken off, and put on again by its name") {
  Column with_default = column_a();
  with_default.server_default = Sql{"'x'"};
  const Texts texts = compiled(ops::AlterColumn{.table = "t", .column = "a", .type = wider}, OneTable(with_default));
  REQUIRE(texts.size() == 1);
  CHECK(texts[0].find("EXEC(@drop)\nALTER TABLE t ALTER COLUMN a VARCHAR(40)") != std::string::npos);
  CHECK(texts[0].find("' DEFAULT ' + c.definition + ' FOR a'") != std::string::npos);
  CHECK(texts[0].ends_with("NOT NULL\nEXEC(@add)"));
}

TEST_CASE("nothing is dropped or added that the table has or has not") {
  CHECK(compiled(ops::DropColumn{.table = "t", .column = "b", .if_exists = true}, OneTable(column_a())).empty());
  CHECK(compiled(ops::AddColumn{.table = "t", .column = column_a(), .if_not_exists = true}, OneTable(column_a()))
            .empty());
}

TEST_CASE("the limit of names is one of characters") {
  std::string name;
  for (int i = 0; i < 128; ++i) name += "ü";
  CHECK(dialect().quote(name) == "[" + name + "]");
  CHECK_THROWS_AS(dialect().quote(name + "ü"), Error);
  CHECK_THROWS_AS(dialect().quote(std::string(129, 'a')), Error);
  CHECK(dialect().quote("a]b") == "[a]]b]");
  CHECK(dialect().quote("user") == "[user]");
}

TEST_CASE("a constant reads back as the text that it was made of") {
  CHECK(dialect().literal(std::string("it's")) == "'it''s'");
  CHECK(dialect().literal(std::string("ü")) == "N'ü'");
  CHECK(dialect().literal(std::string("a\\\nb")) == "'a\\\\\n\nb'");
  CHECK(dialect().literal(std::string("a\\\r\nb\\c")) == "'a\\\\\r\n\r\nb\\c'");
  CHECK(dialect().literal(Blob{std::string("\0\xab", 2)}) == "0x00AB");
  CHECK(dialect().literal(true) == "1");
  CHECK(dialect().literal(0.5) == "0.5e0");
  CHECK(dialect().literal(3.0) == "3e0");
  CHECK(dialect().literal(std::int64_t{-9223372036854775807} - 1) == "-9223372036854775808");
}

TEST_CASE("what sqlcmd would read as its own is written so that it does not") {
  CHECK(in_script("SELECT 'a\nGO\nb'") == "SELECT 'a\nG\\\nO\nb';");
  CHECK(in_script("SELECT 'a\n go 5\r\nb'") == "SELECT 'a\n g\\\no 5\r\nb';");
  CHECK(in_script("SELECT 'gone\ngood'") == "SELECT 'gone\ngood';");
  CHECK(in_script("SELECT '$(x)'") == "SELECT '$\\\n(x)';");
  CHECK(in_script("SELECT 1 /* \nGO\n $(x) */") == "SELECT 1 /* \n-- GO\n $ (x) */;");
  CHECK_THROWS_AS(in_script("SELECT [$(x)]"), Error);
}

TEST_CASE("MERGE keeps the semicolon that it wants, and others get none") {
  CHECK(compiled(ops::Execute{.sql = "MERGE INTO t USING s ON 1 = 1 WHEN MATCHED THEN DELETE; SELECT 1"}) ==
        Texts{"MERGE INTO t USING s ON 1 = 1 WHEN MATCHED THEN DELETE\n;", "SELECT 1"});
  CHECK(in_script("MERGE x\n;") == "MERGE x\n;");
}

TEST_CASE("rows are walked in pieces without LIMIT and without rows compared") {
  const std::vector<std::string> keys{"a", "b"}, columns{"c"};
  const std::vector<Value> after{std::int64_t{1}, std::string("x")};
  const TableName table{"audit", "t"};
  const auto piece = dialect().select_piece(
      {.table = table, .keys = keys, .columns = columns, .where = "c IS NULL", .after = after, .limit = 10});
  CHECK(piece.sql ==
        "SELECT a, b, c FROM audit.t WITH (UPDLOCK) WHERE (c IS NULL) AND a >= ? AND (a > ? OR (a = ? AND b > ?)) "
        "ORDER BY "
        "a, b OFFSET 0 ROWS FETCH NEXT 10 ROWS ONLY");
  CHECK(piece.params.size() == 4);
  CHECK(dialect()
            .select_last_key({.table = table, .keys = keys, .columns = {}, .where = "", .after = {}, .limit = 10})
            .sql == "SELECT a, b FROM audit.t ORDER BY a, b OFFSET 9 ROWS FETCH NEXT 1 ROWS ONLY");
  CHECK(dialect().count_from({.table = table, .keys = keys, .columns = {}, .where = "", .after = {}, .limit = 1}).sql ==
        "SELECT count_big(*) FROM audit.t");
}

TEST_CASE("what cannot run in a transaction, or is of no known kind, is not said to roll back") {
  CHECK(dialect().rolls_back("CREATE TABLE t (a int)"));
  CHECK(dialect().rolls_back("UPDATE t SET a = 1"));
  CHECK(!dialect().rolls_back("CREATE FULLTEXT INDEX ON t (a) KEY INDEX pk"));
  CHECK(!dialect().rolls_back("ALTER DATABASE d SET READ_COMMITTED_SNAPSHOT ON"));
  CHECK(!dialect().rolls_back("BACKUP DATABASE d TO DISK = 'x'"));
}

TEST_CASE("a column that counts is never NULL, as in SQLAlchemy") {
  Column key{.name = "id", .type = {.name = "Integer"}, .primary_key = true, .nullable = true};
  Column beside{.name = "n", .type = {.name = "Integer"}, .autoincrement = true};
  CHECK(compiled(ops::CreateTable{.name = "t", .elements = {key}}).front().find("id INTEGER NOT NULL IDENTITY") !=
        std::string::npos);
  CHECK(compiled(ops::CreateTable{.name = "t", .elements = {beside}}).front().find("n INTEGER NOT NULL IDENTITY") !=
        std::string::npos);
}

TEST_CASE("the CHECK of an enum makes way for that of its new values") {
  const auto values = [](std::vector<std::string> list, std::string name) {
    Type type{.name = "Enum", .arguments = {std::move(list)}};
    type.options = {{"check", true}, {"name", std::move(name)}};
    return type;
  };
  CHECK(compiled(ops::AlterColumn{.table = "t",
                                  .column = "y",
                                  .type = values({"a", "b", "ccc"}, "en3"),
                                  .existing_type = values({"a", "b"}, "en2"),
                                  .existing_nullable = true}) ==
        Texts{"ALTER TABLE t DROP CONSTRAINT en2", "ALTER TABLE t ALTER COLUMN y VARCHAR(3) NULL",
              "ALTER TABLE t ADD CONSTRAINT en3 CHECK (y IN ('a', 'b', 'ccc'))"});
}
