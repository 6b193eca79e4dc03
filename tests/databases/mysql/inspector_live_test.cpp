#include "databases/mysql/live.h"

using namespace luamigrate;
using namespace luamigrate::databases;
using namespace luamigrate::databases::mysql::test;

namespace {

constexpr const char* create_things =
    "CREATE TABLE things (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, code VARCHAR(20) DEFAULT 'it''s' "
    "COMMENT "
    "'short', note TEXT DEFAULT (CONCAT('a', 'b')), changed TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE "
    "CURRENT_TIMESTAMP, size INT DEFAULT 5 CHECK (size > 0), doc JSON, twice INT AS (size * 2) STORED, more INT AS "
    "(size "
    "+ 1), hidden INT INVISIBLE, price DECIMAL(10, 2) DEFAULT 1.5, raw VARCHAR(10) COLLATE utf8mb4_bin, level INT NOT "
    "NULL, state ENUM('it''s', 'back\\\\slash', 'two\\nlines', 'zero\\0') CHARACTER SET latin1, seen DATETIME NULL ON "
    "UPDATE "
    "CURRENT_TIMESTAMP, owner_id INT, UNIQUE uq_code (code), INDEX ix_note (note(10), size DESC), FULLTEXT INDEX "
    "ft_note (note), "
    "CONSTRAINT fk_owner FOREIGN KEY (owner_id) REFERENCES owners (id) ON DELETE CASCADE, CONSTRAINT ck_level CHECK "
    "(level > size)) COMMENT 'all of them'";

std::string made_again(LiveSchema& live) {
  return std::get<std::string>(live.all("SHOW CREATE TABLE things").at(1));
}

}  // namespace

TEST_CASE("a table is read with all its parts") {
  LiveSchema live;
  live.run("CREATE TABLE owners (id INT PRIMARY KEY)");
  live.run(create_things);
  const auto inspector = database().inspect(*live.connection);
  const auto table = inspector->find_table({"", "things"});
  REQUIRE(table);
  CHECK(table->comment == "all of them");
  CHECK(table->options.empty());
  const auto column = [&](std::string_view name) { return *table->find_column(name); };
  CHECK(column("id").type == Type{.dialect = "mysql", .name = "INTEGER", .options = {{"unsigned", true}}});
  CHECK(column("id").autoincrement == true);
  CHECK(column("id").primary_key);
  CHECK(column("code").server_default == DefaultValue(Sql{"'it''s'"}));
  CHECK(column("code").comment == "short");
  CHECK(column("code").collation.empty());
  CHECK(column("note").server_default == DefaultValue(Sql{"concat('a','b')"}));
  CHECK(column("changed").server_default == DefaultValue(Sql{"current_timestamp() ON UPDATE current_timestamp()"}));
  CHECK(column("changed").nullable == false);
  CHECK(column("size").check == "`size` > 0");
  CHECK(column("doc").type == Type{.name = "JSON"});
  CHECK(column("doc").check.empty());
  CHECK(column("twice").computed == Computed{.expression = "`size` * 2", .persisted = true});
  CHECK(column("more").computed == Computed{.expression = "`size` + 1", .persisted = false});
  CHECK(column("hidden").options.flag("mysql", "invisible"));
  CHECK_FALSE(column("hidden").server_default);
  CHECK(column("raw").collation == "utf8mb4_bin");
  CHECK(table->primary_key->columns == std::vector<std::string>{"id"});
  REQUIRE(table->uniques.size() == 1);
  CHECK(table->uniques[0].columns == std::vector<std::string>{"code"});
  REQUIRE(table->checks.size() == 1);
  CHECK(table->checks[0].condition == "`level` > `size`");
  REQUIRE(table->foreign_keys.size() == 1);
  CHECK(table->foreign_keys[0].referent == Referent{.table = {"", "owners"}, .columns = {"id"}});
  CHECK(table->foreign_keys[0].ondelete == "CASCADE");
  CHECK(table->foreign_keys[0].onupdate.empty());
  REQUIRE(table->indexes.size() == 2);  // that of the foreign key is the server's own
  CHECK(table->indexes[0].options.text("mysql", "prefix") == "FULLTEXT");
  CHECK(table->indexes[1].columns[1].desc);
  CHECK(inspector->has_index({"", "things"}, "ix_note"));
  CHECK_FALSE(inspector->has_index({"", "things"}, "nothing"));
  CHECK(inspector->has_table({"live_test", "things"}));
  CHECK_FALSE(inspector->has_table({"", "Nothing"}));
  CHECK(inspector->table_names("") == std::vector<TableName>{{"", "owners"}, {"", "things"}});
}

TEST_CASE("a comment on each column changes nothing but the comment") {
  LiveSchema live;
  live.run("CREATE TABLE owners (id INT PRIMARY KEY)");
  live.run(create_things);
  const std::string before = made_again(live);
  const auto table = database().inspect(*live.connection)->find_table({"", "things"});
  for (const Column& column : table->columns) {
    live.apply(ops::AlterColumn{.table = "things", .column = column.name, .comment = std::string("for now")});
    live.apply(ops::AlterColumn{.table = "things", .column = column.name, .comment = column.comment});
  }
  CHECK(made_again(live) == before);
}

TEST_CASE("a renamed and retyped column keeps what it has") {
  LiveSchema live;
  live.run("CREATE TABLE things (a VARCHAR(5) NOT NULL DEFAULT 'x' COMMENT 'c' CHECK (a <> ''))");
  live.apply(ops::AlterColumn{.table = "things",
                              .column = "a",
                              .type = Type{.name = "String", .arguments = {std::int64_t{9}}},
                              .new_column_name = "b"});
  const std::string after = made_again(live);
  CHECK(has(after, "`b` varchar(9) NOT NULL DEFAULT 'x' COMMENT 'c' CHECK (`b` <> '')"));
}

TEST_CASE("a catalogue holds all tables and what stands beside them, in an order in which it can be made") {
  LiveSchema live;
  live.run("CREATE TABLE owners (id INT PRIMARY KEY, n INT)");
  live.run("CREATE VIEW a_view AS SELECT 1 AS x");
  live.run("CREATE VIEW b_view AS SELECT id AS x FROM owners");
  live.run("CREATE OR REPLACE VIEW a_view AS SELECT x FROM b_view");
  live.run("CREATE TRIGGER tr BEFORE INSERT ON owners FOR EACH ROW BEGIN SET NEW.n = 1; SET NEW.n = 2; END");
  live.run("CREATE FUNCTION twice(x INT) RETURNS INT DETERMINISTIC RETURN x * 2");
  live.run("CREATE SEQUENCE numbers START WITH 5 CACHE 10");
  const auto inspector = database().inspect(*live.connection);
  const Catalogue catalogue = inspector->read_catalogue({});
  CHECK(catalogue.default_schema == "live_test");
  REQUIRE(catalogue.tables.size() == 1);
  CHECK(catalogue.tables[0].name == TableName{"", "owners"});
  REQUIRE(catalogue.objects.views.size() == 2);
  CHECK(catalogue.objects.views[0].name == "b_view");
  CHECK(catalogue.objects.views[0].select == "select `owners`.`id` AS `x` from `owners`");
  REQUIRE(catalogue.objects.triggers.size() == 1);
  CHECK(catalogue.objects.triggers[0].when == "BEFORE INSERT");
  CHECK(catalogue.objects.triggers[0].body == "SET NEW.n = 1; SET NEW.n = 2;");
  REQUIRE(catalogue.objects.functions.size() == 1);
  CHECK(catalogue.objects.functions[0].signature == "twice(x int(11))");
  CHECK(catalogue.objects.functions[0].returns == "int(11)");
  REQUIRE(catalogue.objects.sequences.size() == 1);
  CHECK(catalogue.objects.sequences[0].start == 5);
  CHECK(catalogue.objects.sequences[0].cache == 10);

  // All of it can be made again as it is said.
  live.run("DROP VIEW a_view, b_view");
  live.run("DROP TRIGGER tr");
  live.run("DROP FUNCTION twice");
  live.run("DROP SEQUENCE numbers");
  for (const auto& op : catalogue.objects.sequences) live.apply(op);
  for (const auto& op : catalogue.objects.functions) live.apply(op);
  for (const auto& op : catalogue.objects.views) live.apply(op);
  for (const auto& op : catalogue.objects.triggers) live.apply(op);
  CHECK(inspector->read_catalogue({}).objects.views[1].select == catalogue.objects.views[1].select);
  CHECK(live.ask("SELECT twice(4)") == Value(std::int64_t{8}));
}

TEST_CASE("how rows are stored is read where it is said") {
  LiveSchema live;
  live.run("CREATE TABLE things (id INT) ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8");
  const auto table = database().inspect(*live.connection)->find_table({"", "things"});
  CHECK(table->options.text("mysql", "row_format") == "COMPRESSED");
  REQUIRE(table->options.find("mysql", "key_block_size"));
  CHECK(*table->options.find("mysql", "key_block_size") == OptionValue(std::int64_t{8}));
}

TEST_CASE("partitions are read as they are written") {
  const std::string partitions = GENERATE(
      "RANGE (year(`d`)) (PARTITION old VALUES LESS THAN (2000) COMMENT = 'it''s', PARTITION `new er` VALUES "
      "LESS THAN (MAXVALUE))",
      "RANGE COLUMNS (`id`,`d`) (PARTITION a VALUES LESS THAN (1,'2000-01-01'), PARTITION b VALUES LESS THAN "
      "(MAXVALUE,MAXVALUE))",
      "RANGE (`id`) SUBPARTITION BY HASH (to_days(`d`)) SUBPARTITIONS 2 (PARTITION a VALUES LESS THAN (5), "
      "PARTITION b VALUES LESS THAN (9))",
      "LIST (`id`) (PARTITION a VALUES IN (1,2), PARTITION b VALUES IN (NULL,3), PARTITION c DEFAULT)",
      "LIST COLUMNS (`d`) (PARTITION a VALUES IN ('2000-01-01','2001-01-01'))",
      "HASH (`id`) (PARTITION p0, PARTITION p1, PARTITION p2)", "LINEAR KEY (`id`) (PARTITION x, PARTITION y)");
  LiveSchema live;
  live.run("CREATE TABLE things (id INT, d DATE) PARTITION BY " + partitions);
  const std::string before = made_again(live);
  const auto table = database().inspect(*live.connection)->find_table({"", "things"});
  CHECK(table->options.text("mysql", "partition_by") == partitions);
  live.run("DROP TABLE things");
  live.apply(ops::CreateTable{
      .name = "things", .elements = {table->columns[0], table->columns[1]}, .options = table->options});
  CHECK(made_again(live) == before);
}
