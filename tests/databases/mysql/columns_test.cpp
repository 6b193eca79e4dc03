// What MODIFY and CHANGE restate: the whole column, as it is given or as it stands in the table.
#include <catch2/catch.hpp>

#include "databases/mysql/dialect.h"
#include "databases/mysql/types.h"
#include "luamigrate/error.h"

using namespace luamigrate;
using namespace luamigrate::databases::mysql;
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

Column column_a() {
  return {.name = "a",
          .type = {.name = "String", .arguments = {std::int64_t{20}}},
          .nullable = false,
          .server_default = Sql{"'x'"},
          .comment = "it's",
          .collation = "utf8mb4_bin"};
}

const Type integer{.name = "Integer"};

}  // namespace

TEST_CASE("a new type loses neither default, comment, nullability nor collation") {
  const ops::AlterColumn op{
      .table = "t", .column = "a", .type = Type{.name = "String", .arguments = {std::int64_t{40}}}};
  CHECK(compiled(op, OneTable(column_a())) ==
        Texts{"ALTER TABLE t MODIFY a VARCHAR(40) COLLATE utf8mb4_bin NOT NULL DEFAULT 'x' COMMENT 'it''s'"});
  const ops::AlterColumn to_number{.table = "t", .column = "a", .type = integer, .server_default = Null{}};
  CHECK(compiled(to_number, OneTable(column_a())) == Texts{"ALTER TABLE t MODIFY a INTEGER NOT NULL COMMENT 'it''s'"});
}

TEST_CASE("what is given as existing goes before what stands in the table") {
  const ops::AlterColumn op{.table = "t",
                            .column = "a",
                            .nullable = true,
                            .existing_type = integer,
                            .existing_server_default = std::int64_t{7},
                            .existing_comment = Null{}};
  CHECK(compiled(op, OneTable(column_a())) == Texts{"ALTER TABLE t MODIFY a INTEGER NULL DEFAULT 7"});
}

TEST_CASE("AUTO_INCREMENT, ON UPDATE, generated columns and the checks of columns are restated") {
  const ops::AlterColumn comment{.table = "t", .column = "a", .comment = std::string("c")};
  Column column{.name = "a", .type = integer, .nullable = false, .autoincrement = true};
  CHECK(compiled(comment, OneTable(column)) ==
        Texts{"ALTER TABLE t MODIFY a INTEGER NOT NULL AUTO_INCREMENT COMMENT 'c'"});
  column = {.name = "a",
            .type = {.dialect = "mysql", .name = "TIMESTAMP"},
            .nullable = true,
            .server_default = Sql{"NULL ON UPDATE current_timestamp()"}};
  CHECK(compiled(comment, OneTable(column)) ==
        Texts{"ALTER TABLE t MODIFY a TIMESTAMP NULL DEFAULT NULL ON UPDATE current_timestamp() COMMENT 'c'"});
  const ops::AlterColumn not_null{.table = "t", .column = "a", .nullable = false};
  CHECK(compiled(not_null, OneTable(column)) ==
        Texts{"ALTER TABLE t MODIFY a TIMESTAMP NOT NULL ON UPDATE current_timestamp()"});
  column = {.name = "a", .type = integer, .computed = Computed{.expression = "`b` * 2", .persisted = true}};
  CHECK(compiled(comment, OneTable(column)) ==
        Texts{"ALTER TABLE t MODIFY a INTEGER GENERATED ALWAYS AS (`b` * 2) STORED COMMENT 'c'"});
  column = {.name = "a", .type = integer, .nullable = true, .check = "`a` <> '`a`'"};
  const ops::AlterColumn renamed{.table = "t", .column = "a", .nullable = false, .new_column_name = "b"};
  CHECK(compiled(renamed, OneTable(column)) == Texts{"ALTER TABLE t CHANGE a b INTEGER NOT NULL CHECK (`b` <> '`a`')"});
}

TEST_CASE("what loses nothing needs to know nothing") {
  CHECK(compiled(ops::AlterColumn{.table = "t", .column = "a", .new_column_name = "b"}) ==
        Texts{"ALTER TABLE t RENAME COLUMN a TO b"});
  CHECK(compiled(ops::AlterColumn{.table = "t", .column = "a", .server_default = std::int64_t{-3}}) ==
        Texts{"ALTER TABLE t ALTER COLUMN a SET DEFAULT -3"});
  const auto with_default = [](std::string expression) {
    return compiled(ops::AlterColumn{
        .table = "t", .column = "a", .server_default = Sql{std::move(expression)}, .existing_type = integer});
  };
  CHECK(with_default("1 + 1") == Texts{"ALTER TABLE t ALTER COLUMN a SET DEFAULT (1 + 1)"});
  CHECK(with_default("now()") == Texts{"ALTER TABLE t ALTER COLUMN a SET DEFAULT (now())"});
  CHECK(with_default("now() ON UPDATE now()") ==
        Texts{"ALTER TABLE t MODIFY a INTEGER NULL DEFAULT now() ON UPDATE now()"});
  CHECK_THROWS_AS(compiled(ops::AlterColumn{.table = "t", .column = "a", .nullable = true}), Error);
}

TEST_CASE("what only MariaDB understands is a comment to MySQL") {
  const ops::AddColumn add{
      .table = "t",
      .column = {.name = "a",
                 .type = integer,
                 .references = schema::Reference{.table = "o", .column = "id", .name = schema::Name{"fk_a"}}},
      .if_not_exists = true};
  CHECK(compiled(add) == Texts{"ALTER TABLE t ADD COLUMN /*M! IF NOT EXISTS */ a INTEGER, ADD CONSTRAINT fk_a FOREIGN "
                               "KEY /*M! IF NOT EXISTS */ fk_a (a) REFERENCES o (id)"});
}

TEST_CASE("defaults stand in parentheses where they must") {
  const auto clause = [](Type type, DefaultValue value) {
    const std::string sql =
        compiled(ops::AddColumn{.table = "t",
                                .column = {.name = "a", .type = std::move(type), .server_default = std::move(value)}})
            .front();
    return sql.substr(sql.find(" DEFAULT "));
  };
  const Type text{.name = "Text"}, time{.name = "DateTime"};
  CHECK(clause(text, std::string("a\\b")) == " DEFAULT ('a\\\\b')");
  CHECK(clause(integer, Sql{"-5"}) == " DEFAULT -5");
  CHECK(clause(integer, Sql{"b'101'"}) == " DEFAULT b'101'");
  CHECK(clause(integer, Sql{"1 + 1"}) == " DEFAULT (1 + 1)");
  CHECK(clause(time, Sql{"now()"}) == " DEFAULT now()");
  CHECK(clause(time, Sql{"CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"}) ==
        " DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP");
}

TEST_CASE("types of the catalogue are written as the generic ones where these mean the same") {
  CHECK(type_from_catalogue("int(11)") == Type{.name = "Integer"});
  CHECK(type_from_catalogue("tinyint(1)") == Type{.name = "Boolean"});
  CHECK(type_from_catalogue("decimal(10,2)") ==
        Type{.name = "Numeric", .arguments = {std::int64_t{10}, std::int64_t{2}}});
  CHECK(type_from_catalogue("bigint(20) unsigned") ==
        Type{.dialect = "mysql", .name = "BIGINT", .options = {{"unsigned", true}}});
  CHECK(type_from_catalogue("enum('a','it''s')") ==
        Type{.name = "Enum", .arguments = {std::vector<std::string>{"a", "it's"}}});
  CHECK(type_from_catalogue("set('back\\\\slash','two\\nlines','zero\\0')") ==
        Type{.dialect = "mysql",
             .name = "SET",
             .arguments = {std::vector<std::string>{"back\\slash", "two\nlines", std::string("zero\0", 5)}}});
  CHECK(type_from_catalogue("datetime(3)") ==
        Type{.dialect = "mysql", .name = "DATETIME", .options = {{"fsp", std::int64_t{3}}}});
  CHECK(type_from_catalogue("point") == Type{.name = "SqlType", .arguments = {std::string("point")}});
}
