// A table with all at once that SQLite lets a table have, spelled as nobody should, and everything around it that can
// depend on it, through each operation: what the operation changes is compared word for word, and all the rest.
#include <algorithm>
#include <catch2/catch.hpp>

#include "laboratory.h"

namespace luamigrate::databases::sqlite::test {
namespace {

using schema::Column;
using schema::Sql;

const std::string odd = "Odd \"täble]";

constexpr std::string_view odd_text = R"(CREATE TABLE "Odd ""täble]" (
  [key] INTEGER CONSTRAINT "the key" PRIMARY KEY ON CONFLICT REPLACE AUTOINCREMENT, -- "a comment, with (brackets
  `select` TEXT COLLATE NOCASE NOT NULL ON CONFLICT IGNORE DEFAULT "dq" /* a string in double quotes */,
  "b c" VARCHAR(10) DEFAULT ('x' || lower('Y,)')),
  café BLOB DEFAULT x'00ff' CHECK (typeof(café) = 'blob' OR café IS NULL),
  amount DECIMAL(10, 2) DEFAULT -1 CONSTRAINT amount_ok CHECK (amount >= -1e3),
  up INTEGER REFERENCES "Odd ""täble]" ([key]) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  parent TEXT CONSTRAINT "fk one" REFERENCES [parent "t"] (code) ON UPDATE SET NULL MATCH FULL,
  virt TEXT GENERATED ALWAYS AS (upper(`select`) || '-') VIRTUAL,
  stored REAL AS (amount * 2) STORED NOT NULL,
  note,                    -- of no type
  free UNSIGNED BIG INT DEFAULT (1) UNIQUE ON CONFLICT FAIL,
  stamp TEXT DEFAULT CURRENT_TIMESTAMP,
  /* constraints */ CONSTRAINT "uq-1" UNIQUE ("b c" COLLATE RTRIM DESC, amount) ON CONFLICT IGNORE,
  CONSTRAINT c2 CHECK (`select` <> "never" AND note IS NOT 'no'),
  CHECK (length("b c") < 11), FOREIGN KEY (parent) REFERENCES [parent "t"] (code)
))";

constexpr std::string_view pairs_text = R"(CREATE TABLE pairs (
  a TEXT NOT NULL COLLATE RTRIM,
  b INT NOT NULL,
  c ANY, -- whatever
  d TEXT AS (a || b) VIRTUAL,
  odd_key INTEGER REFERENCES "Odd ""täble]" ON DELETE CASCADE,
  PRIMARY KEY (b DESC, a) ON CONFLICT ABORT,
  UNIQUE (c, a) ON CONFLICT REPLACE,
  CHECK (b <> 0)
) WITHOUT ROWID, STRICT)";

constexpr std::string_view before_tables = R"(
CREATE TABLE [parent "t"] (id INTEGER PRIMARY KEY, code TEXT UNIQUE COLLATE NOCASE);
INSERT INTO [parent "t"] VALUES (1, 'one'), (2, 'two');
CREATE TABLE log (what TEXT, n INTEGER);
)";

constexpr std::string_view after_tables = R"(
CREATE TABLE child (id INTEGER PRIMARY KEY, k INTEGER NOT NULL REFERENCES "Odd ""täble]" ([key]) ON DELETE CASCADE);
CREATE TABLE grandchild (k INTEGER REFERENCES child (id) ON DELETE CASCADE);
CREATE INDEX "ix expr" ON "Odd ""täble]" (lower("b c") DESC, amount COLLATE BINARY);
CREATE UNIQUE INDEX ix_partial ON "Odd ""täble]" (note) WHERE amount > 5 AND note IS NOT NULL;
CREATE INDEX ix_virt ON "Odd ""täble]" (virt, up); -- a comment
CREATE INDEX ix_pairs ON pairs (c DESC) WHERE b > 1;
CREATE TRIGGER "tr 1" AFTER INSERT ON "Odd ""täble]" WHEN new.amount > 100 BEGIN
  INSERT INTO log VALUES ('in; ' || new."b c", new.[key]);
  INSERT INTO "Odd ""täble]" (`select`, amount, free) VALUES ('again', new.amount / 100, NULL);
END;
CREATE TRIGGER tr_update BEFORE UPDATE OF "b c", amount ON "Odd ""täble]" BEGIN SELECT CASE WHEN new.amount = 13 THEN
  RAISE(ABORT, 'no; thirteen') END; END;
CREATE TRIGGER tr_child AFTER DELETE ON child BEGIN UPDATE "Odd ""täble]" SET note = 'childless' WHERE [key] = old.k; END;
CREATE TRIGGER tr_pairs AFTER DELETE ON pairs BEGIN INSERT INTO log VALUES ('pair', old.b); END;
CREATE VIEW "v 1" AS SELECT [key], "b c", amount, stored, 'from "Odd"' AS literal FROM "Odd ""täble]";
CREATE VIEW v2 (k, total) AS WITH x AS (SELECT * FROM "v 1") SELECT [key], sum(amount) OVER (ORDER BY [key]) FROM x;
CREATE VIEW v3 AS SELECT v2.k, p.d FROM v2 LEFT JOIN pairs p ON p.odd_key = v2.k;
CREATE TRIGGER tr_view INSTEAD OF DELETE ON "v 1" BEGIN DELETE FROM "Odd ""täble]" WHERE [key] = old.[key]; END;
CREATE TRIGGER tr_view2 INSTEAD OF INSERT ON v3 BEGIN INSERT INTO log VALUES ('v3', new.k); END;
INSERT INTO "Odd ""täble]" ([key], `select`, "b c", café, amount, up, parent, note, free) VALUES
  (2, 'two', 'B', NULL, 1.25, NULL, 'ONE', 12, 1), (5, 'it''s', NULL, x'0001', 700, 2, NULL, '12', 2),
  (-3, '', 'c,)--', x'', 6, 5, 'two', 1.0, 9223372036854775807);
INSERT INTO "Odd ""täble]" ([key], `select`, free) VALUES (90, 'gone', 7);
DELETE FROM "Odd ""täble]" WHERE [key] = 90;
INSERT INTO pairs (a, b, c, odd_key) VALUES ('x ', 1, 1, 2), ('x', 2, '1', 5), ('y', 2, x'31', NULL), ('z', 3, 1.5, NULL);
INSERT INTO child VALUES (1, 2), (2, 5), (3, -3);
INSERT INTO grandchild VALUES (1), (2), (NULL);
DELETE FROM log;
)";

constexpr const char* odd_columns[] = {"\"key\"", "\"select\"", "\"b c\"", "café", "amount", "up",
                                       "parent",  "virt",       "stored",  "note", "free",   "stamp"};

enum class Setting { plain, foreign_keys, recursive_triggers, old_alter };

class Torture {
 public:
  explicit Torture(Setting setting)
      : laboratory_({}, setting == Setting::foreign_keys ? Url{.scheme = "sqlite", .query = {{"foreign_keys", "on"}}}
                                                         : Url{.scheme = "sqlite"}) {
    laboratory_.execute(before_tables);
    laboratory_.execute(odd_text);
    laboratory_.execute(pairs_text);
    laboratory_.execute(after_tables);
    if (setting == Setting::recursive_triggers) laboratory_.execute("PRAGMA recursive_triggers=ON");
    if (setting == Setting::old_alter) laboratory_.execute("PRAGMA legacy_alter_table=ON");
  }

  Laboratory& laboratory() { return laboratory_; }

  // Objects, and the rows with their row ids; the columns named are left out, as is the text of the table itself.
  Texts everything_but(const Texts& columns, const std::string& table = odd) {
    Texts result;
    for (const std::string& row :
         laboratory_.rows("SELECT type, name, tbl_name, CASE WHEN type = 'table' AND name IN ('" + table +
                          "') THEN '' ELSE sql END FROM sqlite_master WHERE name NOT LIKE 'sqlite_autoindex%'"))
      result.push_back(row);
    std::string list = "rowid";
    for (const std::string column : odd_columns)
      if (std::ranges::find(columns, column) == columns.end()) list += ", " + column + ", typeof(" + column + ")";
    const auto add = [&](const std::string& sql) {
      for (const std::string& row : laboratory_.rows(sql)) result.push_back(sql.substr(0, 60) + ": " + row);
    };
    add("SELECT " + list + " FROM \"Odd \"\"täble]\"");
    add("SELECT a, b, typeof(c), quote(c), d, odd_key FROM pairs");
    for (const char* other : {"[parent \"t\"]", "child", "grandchild", "log"})
      add(std::string("SELECT rowid, * FROM ") + other);
    add("SELECT * FROM sqlite_sequence");
    for (const char* view : {"\"v 1\"", "v2", "v3"}) add(std::string("SELECT * FROM ") + view);
    add("SELECT m.name, f.* FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.name IN ('child', "
        "'pairs')");
    std::ranges::sort(result);
    return result;
  }

  // What must hold after any operation.
  void check_health() {
    CHECK(laboratory_.rows("PRAGMA integrity_check") == Texts{"'ok'"});
    CHECK(laboratory_.rows("PRAGMA foreign_key_check").empty());
    CHECK(laboratory_.rows("SELECT name FROM sqlite_master WHERE name LIKE '%luamigrate%'").empty());
  }

 private:
  Laboratory laboratory_;
};

// What stands in one and not in the other, both sorted.
Texts differences(const Texts& before, const Texts& after) {
  Texts result;
  for (const std::string& line : before)
    if (!std::ranges::binary_search(after, line)) result.push_back("- " + line);
  for (const std::string& line : after)
    if (!std::ranges::binary_search(before, line)) result.push_back("+ " + line);
  return result;
}

struct Change {
  std::string from;  // of the table's text
  std::string to;
  Texts columns;  // whose values change
};

std::string changed(std::string text, const Change& change) {
  if (change.from.empty()) return text;
  const std::size_t at = text.find(change.from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, change.from.size(), change.to);
}

std::string quoted_text(std::string_view text) {
  std::string result(text);
  if (const std::size_t at = result.find("CREATE TABLE pairs"); at == 0)
    result.replace(0, 18, "CREATE TABLE \"pairs\"");
  return result;
}

template <class Body>
void torture(const std::string& table, const Body& op, const Change& change) {
  const Setting setting =
      GENERATE(Setting::plain, Setting::foreign_keys, Setting::recursive_triggers, Setting::old_alter);
  INFO("setting " << static_cast<int>(setting));
  Torture torture(setting);
  const Texts before = torture.everything_but(change.columns, table);
  torture.laboratory().run(op);
  CHECK(differences(before, torture.everything_but(change.columns, table)) == Texts{});
  const std::string_view text = table == odd ? odd_text : pairs_text;
  CHECK(quoted_text(torture.laboratory().definition(table)) == changed(quoted_text(text), change));
  torture.check_health();
  // The number that AUTOINCREMENT gives next is behind all that it has given.
  torture.laboratory().execute("INSERT INTO \"Odd \"\"täble]\" (\"select\", free) VALUES ('next', 8)");
  CHECK(torture.laboratory().rows("SELECT max(\"key\") FROM \"Odd \"\"täble]\"") == Texts{"91"});
}

ops::AlterColumn alter(std::string column) {
  return {.table = odd, .column = std::move(column)};
}

TEST_CASE("torture: alter_column changes what it is asked to, and nothing else") {
  SECTION("nullable") {
    auto op = alter("select");
    op.nullable = true;
    torture(odd, op, {" NOT NULL ON CONFLICT IGNORE", "", {}});
  }
  SECTION("not nullable, of a column with a constraint behind it") {
    auto op = alter("AMOUNT");
    op.nullable = false;
    torture(odd, op, {"DEFAULT -1 CONSTRAINT", "DEFAULT -1 NOT NULL CONSTRAINT", {}});
  }
  SECTION("default") {
    auto op = alter("b c");
    op.server_default = std::string("it's; \"q\"");
    torture(odd, op, {"('x' || lower('Y,)'))", "'it''s; \"q\"'", {}});
  }
  SECTION("default that was written in double quotes") {
    auto op = alter("select");
    op.server_default = schema::Null{};
    torture(odd, op, {" DEFAULT \"dq\"", "", {}});
  }
  SECTION("type") {
    auto op = alter("b c");
    op.type = type("String", {std::int64_t{99}});
    torture(odd, op, {"VARCHAR(10)", "VARCHAR(99)", {}});
  }
  SECTION("type, of a column that has none") {
    auto op = alter("note");
    op.type = type("Text");
    torture(odd, op, {"note,", "note TEXT,", {"note"}});
  }
  SECTION("all at once, and where it stands") {
    auto op = alter("stamp");
    op.type = type("DateTime");
    op.nullable = false;
    op.server_default = Sql{"(date('2020-01-01'))"};
    op.insert_before = "virt";
    torture(odd, ops::BatchAlterTable{.table = odd, .operations = {{op, {}}}},
            {"  virt TEXT GENERATED ALWAYS AS (upper(`select`) || '-') VIRTUAL,\n"
             "  stored REAL AS (amount * 2) STORED NOT NULL,\n  note,                    -- of no type\n"
             "  free UNSIGNED BIG INT DEFAULT (1) UNIQUE ON CONFLICT FAIL,\n  stamp TEXT DEFAULT CURRENT_TIMESTAMP,",
             "  stamp DATETIME DEFAULT (date('2020-01-01')) NOT NULL,\n"
             "  virt TEXT GENERATED ALWAYS AS (upper(`select`) || '-') VIRTUAL,\n"
             "  stored REAL AS (amount * 2) STORED NOT NULL,\n  note,                    -- of no type\n"
             "  free UNSIGNED BIG INT DEFAULT (1) UNIQUE ON CONFLICT FAIL,",
             {}});
  }
}

TEST_CASE("torture: constraints come and go alone") {
  constexpr std::string_view end = "FOREIGN KEY (parent) REFERENCES [parent \"t\"] (code)\n)";
  const auto added = [&](const std::string& clause) {
    return Change{std::string(end), std::string(end.substr(0, end.size() - 2)) + ", " + clause + "\n)", {}};
  };
  SECTION("unique") {
    torture(odd,
            ops::CreateUniqueConstraint{.name = named("u q"), .table = odd, .columns = {"café", "select", "stored"}},
            added("CONSTRAINT \"u q\" UNIQUE (\"café\", \"select\", stored)"));
  }
  SECTION("check") {
    torture(odd, ops::CreateCheckConstraint{.name = named("ck"), .table = odd, .condition = "`select` <> ')--'"},
            added("CONSTRAINT ck CHECK (`select` <> ')--')"));
  }
  SECTION("foreign key to itself") {
    torture(odd,
            ops::CreateForeignKey{.name = named("fk"),
                                  .source = odd,
                                  .referent = odd,
                                  .local_columns = {"up"},
                                  .remote_columns = {"key"},
                                  .ondelete = "SET NULL"},
            added("CONSTRAINT fk FOREIGN KEY(up) REFERENCES \"Odd \"\"täble]\" (\"key\") ON DELETE SET NULL"));
  }
  SECTION("dropped, of a column") {
    torture(odd, ops::DropConstraint{.name = named("amount_ok"), .table = odd, .type = ops::ConstraintType::check},
            {" CONSTRAINT amount_ok CHECK (amount >= -1e3)", "", {}});
  }
  SECTION("dropped, with a name in quotes") {
    torture(odd, ops::DropConstraint{.name = named("FK ONE"), .table = odd},
            {" CONSTRAINT \"fk one\" REFERENCES [parent \"t\"] (code) ON UPDATE SET NULL MATCH FULL", "", {}});
  }
  SECTION("dropped, behind a comment") {
    torture(
        odd, ops::DropConstraint{.name = named("uq-1"), .table = odd},
        {"\n  /* constraints */ CONSTRAINT \"uq-1\" UNIQUE (\"b c\" COLLATE RTRIM DESC, amount) ON CONFLICT IGNORE,",
         "",
         {}});
  }
}

TEST_CASE("torture: columns come and go alone") {
  SECTION("added by a rebuild") {
    torture(odd,
            ops::BatchAlterTable{.table = odd,
                                 .operations = {{ops::AddColumn{.table = odd,
                                                                .column = {.name = "новый \"x\"",
                                                                           .type = type("Text"),
                                                                           .nullable = false,
                                                                           .server_default = Sql{"lower('N')"}},
                                                                .insert_after = "b c"},
                                                 {}}}},
            {"  café BLOB", "  \"новый \"\"x\"\"\" TEXT DEFAULT (lower('N')) NOT NULL,\n  café BLOB", {}});
  }
  SECTION("dropped by SQLite itself, which mends a string in double quotes") {
    const std::string unique =
        "\n  /* constraints */ CONSTRAINT \"uq-1\" UNIQUE (\"b c\" COLLATE RTRIM DESC, amount) ON CONFLICT IGNORE,\n"
        "  CONSTRAINT c2 CHECK (`select` <> ";
    torture(odd, ops::DropColumn{.table = odd, .column = "stamp"},
            {"\n  stamp TEXT DEFAULT CURRENT_TIMESTAMP," + unique + "\"never\"", unique + "'never'", {"stamp"}});
  }
  SECTION("dropped by a rebuild") {
    torture(odd,
            ops::BatchAlterTable{.table = odd,
                                 .recreate = ops::Recreate::always,
                                 .operations = {{ops::DropColumn{.table = odd, .column = "stamp"}, {}}}},
            {"\n  stamp TEXT DEFAULT CURRENT_TIMESTAMP,", "", {"stamp"}});
  }
}

TEST_CASE("torture: a rebuild for nothing changes nothing") {
  SECTION("the odd table") {
    torture(odd, ops::BatchAlterTable{.table = odd, .recreate = ops::Recreate::always}, {});
  }
  SECTION("the table WITHOUT ROWID") {
    torture("pairs", ops::BatchAlterTable{.table = "pairs", .recreate = ops::Recreate::always}, {});
  }
  SECTION("the table WITHOUT ROWID, changed") {
    torture(
        "pairs",
        ops::BatchAlterTable{
            .table = "pairs",
            .recreate = ops::Recreate::always,
            .operations = {{ops::AlterColumn{.table = "pairs", .column = "c", .server_default = std::int64_t{4}}, {}}}},
        {"c ANY,", "c ANY DEFAULT 4,", {}});
  }
}

TEST_CASE("torture: a dropped column takes its keys and indexes along, and nothing else") {
  Torture torture(GENERATE(Setting::plain, Setting::foreign_keys));
  const Texts before = torture.everything_but({"up", "free"});
  torture.laboratory().run(
      ops::BatchAlterTable{.table = odd,
                           .operations = {{ops::DropColumn{.table = odd, .column = "up"}, {}},
                                          {ops::DropConstraint{.name = named("c2"), .table = odd}, {}},
                                          {ops::AlterColumn{.table = odd, .column = "note", .nullable = true}, {}}}});
  CHECK(differences(before, torture.everything_but({"up", "free"})) ==
        Texts{R"(- 'index'|'ix_virt'|'Odd "täble]'|'CREATE INDEX ix_virt ON "Odd ""täble]" (virt, up)')"});
  std::string expected = changed(std::string(odd_text), {R"(
  up INTEGER REFERENCES "Odd ""täble]" ([key]) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,)",
                                                         "",
                                                         {}});
  expected = changed(expected, {"\n  CONSTRAINT c2 CHECK (`select` <> \"never\" AND note IS NOT 'no'),", "", {}});
  CHECK(torture.laboratory().definition(odd) == expected);
  torture.check_health();
}

// Every line with one name in the place of the other.
Texts renamed(Texts lines, const std::string& from, const std::string& to) {
  for (std::string& line : lines)
    for (std::size_t at = line.find(from); at != std::string::npos; at = line.find(from, at + to.size()))
      line.replace(at, from.size(), to);
  std::ranges::sort(lines);
  return lines;
}

TEST_CASE("torture: a renamed column is followed in indexes, triggers, views and the table's own clauses") {
  Torture torture(GENERATE(Setting::plain, Setting::foreign_keys));
  const bool rebuilds = GENERATE(false, true);
  const auto everything = [&] { return torture.everything_but({"\"b c\""}); };
  const Texts before = everything();
  ops::BatchAlterTable op{
      .table = odd, .operations = {{ops::AlterColumn{.table = odd, .column = "b c", .new_column_name = "Ж \"z"}, {}}}};
  if (rebuilds) {
    op.operations.push_back({ops::AlterColumn{.table = odd, .column = "Ж \"z", .nullable = false}, {}});
    torture.laboratory().execute("UPDATE \"Odd \"\"täble]\" SET \"b c\" = '' WHERE \"b c\" IS NULL");
  }
  torture.laboratory().run(op);
  // The views show other values where one was made.
  const auto objects = [](Texts lines) {
    std::erase_if(lines, [](const std::string& line) { return line.starts_with("SELECT"); });
    return lines;
  };
  CHECK(differences(objects(renamed(before, "\"b c\"", "\"Ж \"\"z\"")), objects(everything())) == Texts{});
  std::string expected = renamed({std::string(odd_text)}, "\"b c\"", "\"Ж \"\"z\"").front();
  if (rebuilds) expected = changed(expected, {"('x' || lower('Y,)'))", "('x' || lower('Y,)')) NOT NULL", {}});
  expected = changed(expected, {"\"never\"", "'never'", {}});  // SQLite mends strings in double quotes when it renames
  CHECK(torture.laboratory().definition(odd) == expected);
  torture.check_health();
}

TEST_CASE("torture: a key that others refer to is renamed, and they follow") {
  Torture torture(GENERATE(Setting::plain, Setting::foreign_keys));
  torture.laboratory().execute("DROP TRIGGER tr_view; DROP VIEW v3; DROP VIEW v2");  // they name the view's column
  torture.laboratory().run(ops::BatchAlterTable{
      .table = odd,
      .operations = {
          {ops::AlterColumn{.table = odd, .column = "key", .new_column_name = "id"}, {}},
          {ops::AlterColumn{.table = odd, .column = "id", .server_default = schema::Null{}}, {}},
          {ops::CreateForeignKey{
               .name = named("fk"), .source = odd, .referent = odd, .local_columns = {"up"}, .remote_columns = {"id"}},
           {}}}});
  CHECK(
      torture.laboratory().definition("child") ==
      R"(CREATE TABLE child (id INTEGER PRIMARY KEY, k INTEGER NOT NULL REFERENCES "Odd ""täble]" ("id") ON DELETE CASCADE))");
  CHECK(torture.laboratory().definition(odd).find("up INTEGER REFERENCES \"Odd \"\"täble]\" (\"id\") ON DELETE") !=
        std::string::npos);
  CHECK(torture.laboratory().rows("SELECT count(*) FROM child") == Texts{"3"});
}

TEST_CASE("torture: what fails leaves everything as it was") {
  const Setting setting = GENERATE(Setting::plain, Setting::foreign_keys);
  Torture torture(setting);
  const auto everything = [&] {
    Texts lines = torture.everything_but({}, "none");
    return lines;
  };
  Texts before = everything();
  const auto fails = [&](ops::OperationBody body, const std::string& message) {
    INFO(message);
    ops::BatchAlterTable batch{.table = odd, .operations = {{alter("stamp"), {}}, {std::move(body), {}}}};
    std::get<ops::AlterColumn>(batch.operations.front().body).nullable = false;
    CHECK(refusal([&] { torture.laboratory().run(batch); }).find(message) == 0);
    CHECK(differences(before, everything()) == Texts{});
    CHECK(torture.laboratory().rows("PRAGMA legacy_alter_table") == Texts{"0"});
    CHECK(torture.laboratory().rows("PRAGMA foreign_keys") == Texts{setting == Setting::foreign_keys ? "1" : "0"});
    torture.check_health();
  };
  fails(ops::CreateCheckConstraint{.name = named("ck"), .table = odd, .condition = "amount < 700"},
        "CHECK constraint failed: ck");
  fails(ops::CreateUniqueConstraint{.name = named("uq"), .table = odd, .columns = {"stored_sign"}},
        "the table \"Odd \"täble]\" has no column \"stored_sign\"");
  fails(ops::CreatePrimaryKey{.name = named("pk"), .table = odd, .columns = {"select"}},
        "the table \"Odd \"täble]\" has a primary key already");
  fails(
      ops::CreateForeignKey{
          .source = odd, .referent = "parent \"t\"", .local_columns = {"free"}, .remote_columns = {"id"}},
      "check before COMMIT: 'Odd \"täble]'|-3|'parent \"t\"'");
  fails(ops::AlterColumn{.table = odd, .column = "up", .nullable = false}, "NOT NULL constraint failed");
  fails(ops::DropColumn{.table = odd, .column = "amount"}, "the column \"amount\" of \"Odd \"täble]\" cannot be");
  fails(ops::DropConstraint{.name = named("the key"), .table = odd}, "foreign key mismatch");
  torture.laboratory().execute("INSERT INTO \"Odd \"\"täble]\" (\"select\", free) VALUES ('IT''S', 9)");
  before = everything();
  fails(ops::CreateUniqueConstraint{.name = named("uq"), .table = odd, .columns = {"select"}},
        "UNIQUE constraint failed: _luamigrate_tmp_Odd \"täble].select");
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
