#include <catch2/catch.hpp>

#include "laboratory.h"

namespace luamigrate::databases::sqlite::test {
namespace {

using schema::Column;
using schema::Sql;

// The SQL must also be what SQLite takes.
Texts made(ops::CreateTable op) {
  Laboratory laboratory("CREATE TABLE orgs (id INTEGER PRIMARY KEY)");
  laboratory.run(op);
  return compiled(std::move(op));
}

TEST_CASE("a table reads as SQLAlchemy writes it") {
  CHECK(made({.name = "users",
              .elements = {Column{.name = "id", .type = type("Integer"), .primary_key = true},
                           Column{.name = "email",
                                  .type = type("String", {std::int64_t{255}}),
                                  .nullable = false,
                                  .unique = true,
                                  .collation = "NOCASE"},
                           Column{
                               .name = "org_id",
                               .type = type("Integer"),
                               .index = true,
                               .references = schema::Reference{.table = "orgs", .column = "id", .ondelete = "CASCADE"}},
                           Column{.name = "active", .type = type("Boolean"), .nullable = false, .server_default = true},
                           Column{.name = "made", .type = type("DateTime"), .server_default = Sql{"CURRENT_TIMESTAMP"}},
                           Column{.name = "day", .type = type("Date"), .server_default = Sql{"date('now')"}},
                           Column{.name = "Order",
                                  .type = type("Integer"),
                                  .check = "\"Order\" > 0",
                                  .computed = schema::Computed{"id * 2", true}},
                           schema::Check{.condition = "length(email) > 3", .name = named("ck_email")}},
              .comment = "people"}) ==
        Texts{"CREATE TABLE users (\n"
              "\tid INTEGER NOT NULL,\n"
              "\temail VARCHAR(255) COLLATE \"NOCASE\" NOT NULL,\n"
              "\torg_id INTEGER,\n"
              "\tactive BOOLEAN DEFAULT 1 NOT NULL,\n"
              "\tmade DATETIME DEFAULT CURRENT_TIMESTAMP,\n"
              "\tday DATE DEFAULT (date('now')),\n"
              "\t\"Order\" INTEGER GENERATED ALWAYS AS (id * 2) STORED CHECK (\"Order\" > 0),\n"
              "\tPRIMARY KEY (id),\n"
              "\tCONSTRAINT ck_email CHECK (length(email) > 3),\n"
              "\tUNIQUE (email),\n"
              "\tFOREIGN KEY(org_id) REFERENCES orgs (id) ON DELETE CASCADE\n"
              ")",
              "CREATE INDEX ix_users_org_id ON users (org_id)"});
}

TEST_CASE("AUTOINCREMENT stands behind the key's own column") {
  CHECK(made({.name = "t",
              .elements = {Column{.name = "id", .type = type("BigInteger"), .primary_key = true},
                           Column{.name = "a", .type = type("Text")}},
              .options = with({{"sqlite", "autoincrement", true}})}) ==
        Texts{"CREATE TABLE t (\n\tid INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,\n\ta TEXT\n)"});
  CHECK(refusal([] {
          compiled(ops::CreateTable{.name = "t",
                                    .elements = {Column{.name = "id", .type = type("Text"), .primary_key = true}},
                                    .options = with({{"sqlite", "autoincrement", true}})});
        }) ==
        "sqlite_autoincrement needs a primary key of one Integer column without a default | leave it out, or make the "
        "key so");
}

TEST_CASE("STRICT, WITHOUT ROWID and conflict clauses are written where SQLite wants them") {
  CHECK(made({.name = "t",
              .elements = {Column{.name = "a",
                                  .type = type("Integer"),
                                  .primary_key = true,
                                  .options = with({{"sqlite", "on_conflict_primary_key", std::string("fail")}})},
                           Column{.name = "b",
                                  .type = type("Text"),
                                  .nullable = false,
                                  .unique = true,
                                  .options = with({{"sqlite", "on_conflict_not_null", std::string("abort")},
                                                   {"sqlite", "on_conflict_unique", std::string("ignore")}})},
                           schema::Check{.condition = "a > 0",
                                         .options = with({{"sqlite", "on_conflict", std::string("rollback")}})},
                           schema::Unique{.columns = {"a", "b"},
                                          .options = with({{"sqlite", "on_conflict", std::string("replace")}})}},
              .options = with({{"sqlite", "strict", true}, {"sqlite", "without_rowid", true}})}) ==
        Texts{"CREATE TABLE t (\n"
              "\ta INTEGER NOT NULL,\n"
              "\tb TEXT NOT NULL ON CONFLICT ABORT,\n"
              "\tPRIMARY KEY (a) ON CONFLICT FAIL,\n"
              "\tCHECK (a > 0) ON CONFLICT ROLLBACK,\n"
              "\tUNIQUE (a, b) ON CONFLICT REPLACE,\n"
              "\tUNIQUE (b) ON CONFLICT IGNORE\n"
              ") WITHOUT ROWID, STRICT"});
}

TEST_CASE("an enum has a CHECK only where it asks for one") {
  const schema::Type plain{.name = "Enum", .arguments = {std::vector<std::string>{"a", "it's"}}};
  schema::Type checked = plain;
  checked.options = {{"check", true}, {"name", std::string("mood")}};
  CHECK(made({.name = "t", .elements = {Column{.name = "m", .type = plain}, Column{.name = "n", .type = checked}}}) ==
        Texts{"CREATE TABLE t (\n\tm VARCHAR(4),\n\tn VARCHAR(4),\n\tCONSTRAINT mood CHECK (n IN ('a', 'it''s'))\n)"});
}

TEST_CASE("defaults stand alone where SQLite takes them, else in parentheses") {
  const auto text = [](schema::DefaultValue value) {
    const Texts sql =
        made({.name = "t", .elements = {Column{.name = "a", .type = type("Text"), .server_default = value}}});
    return sql.front().substr(std::string("CREATE TABLE t (\n\ta TEXT DEFAULT ").size());
  };
  CHECK(text(std::string("it's")) == "'it''s'\n)");
  CHECK(text(std::int64_t{-5}) == "-5\n)");
  CHECK(text(1.5) == "1.5\n)");
  CHECK(text(false) == "0\n)");
  CHECK(text(Sql{"'a' || 'b'"}) == "('a' || 'b')\n)");
  CHECK(text(Sql{"(1) + (2)"}) == "((1) + (2))\n)");
  CHECK(text(Sql{"(1 + 2)"}) == "(1 + 2)\n)");
  CHECK(text(Sql{"x'ff'"}) == "x'ff'\n)");
  CHECK(text(Sql{"random()"}) == "(random())\n)");
  CHECK(text(Sql{"current_date"}) == "current_date\n)");
}

TEST_CASE("if_not_exists looks for itself") {
  Laboratory laboratory("CREATE TABLE t (a)");
  const ops::CreateTable op{
      .name = "t", .elements = {Column{.name = "b", .type = type("Text")}}, .if_not_exists = true};
  CHECK(compiled(op, laboratory.inspector()).empty());
  CHECK(compiled(op) == Texts{"CREATE TABLE IF NOT EXISTS t (\n\tb TEXT\n)"});
}

TEST_CASE("what SQLite has not is refused with what to do") {
  const auto words = [](schema::Element element) {
    return refusal([&] { compiled(ops::CreateTable{.name = "t", .elements = {element}}); });
  };
  CHECK(words(schema::Exclude{}) ==
        "SQLite has no exclusion constraints | make them only where op.dialect is \"postgresql\"");
  CHECK(words(Column{.name = "a", .type = type("Integer"), .identity = schema::Identity{}}).find("identity columns") !=
        std::string::npos);
  CHECK(words(schema::Unique{.columns = {"a"}, .options = with({{"", "deferrable", true}})})
            .find("SQLite does not have the option \"deferrable\"") == 0);
  CHECK(words(schema::ForeignKey{.columns = {"a"}, .referent = {{"other", "t"}, {"id"}}}) ==
        "SQLite has no foreign keys into another database file | keep both tables in one schema");
}

TEST_CASE("what cannot count up is refused as SQLAlchemy refuses it") {
  const auto words = [](std::vector<schema::Element> elements) {
    return refusal([&] { compiled(ops::CreateTable{.name = "t", .elements = elements}); });
  };
  const auto counted = [](std::string name, std::string of) {
    return schema::Column{
        .name = std::move(name), .type = type(std::move(of)), .primary_key = true, .autoincrement = true};
  };
  CHECK(words({counted("a", "String")}) ==
        "the column \"a\" cannot count up: it is no integer | take autoincrement out, or make it an Integer");
  CHECK(words({counted("a", "Integer"), counted("b", "Integer")}) ==
        "one column of a key can count up, and both \"a\" and \"b\" say autoincrement | take it out of one of them");
  CHECK(words({counted("a", "Integer"), schema::Column{.name = "b", .type = type("Integer"), .primary_key = true}}) ==
        "SQLite has no columns that count in a key of several | take autoincrement out, or make the key of one column");
  CHECK(words({schema::Column{.name = "a", .type = type("Text"), .autoincrement = true}}) == "no error");
}

TEST_CASE("a table without columns is refused") {
  CHECK(refusal([] { compiled(ops::CreateTable{.name = "t"}); }) ==
        "a table of SQLite has at least one column, and \"t\" has none | give it one");
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
