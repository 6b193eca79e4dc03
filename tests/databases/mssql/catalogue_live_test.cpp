// What the inspector makes of the catalogue views, read over ODBC. SQL Server's views are stood in for by tables of
// their names and columns in PostgreSQL, filled with what SQL Server's documentation says they hold for the tables
// below.
#include "databases/mssql/inspector.h"
#include "databases/mssql/live.h"

using namespace luamigrate;
using namespace luamigrate::databases;
using namespace luamigrate::databases::mssql::test;

namespace {

constexpr std::array views{
    "DROP SCHEMA IF EXISTS sys CASCADE",
    "CREATE SCHEMA sys",
    "CREATE OR REPLACE FUNCTION schema_name() RETURNS text LANGUAGE sql AS 'SELECT ''dbo''::text'",
    "CREATE OR REPLACE FUNCTION db_name() RETURNS text LANGUAGE sql AS 'SELECT ''shop''::text'",
    "CREATE OR REPLACE FUNCTION databasepropertyex(text, text) RETURNS text LANGUAGE sql AS "
    "'SELECT ''Latin1_General_CI_AS''::text'",
    "CREATE TABLE sys.schemas (schema_id int, name varchar(128))",
    "INSERT INTO sys.schemas VALUES (1, 'dbo'), (2, 'guest'), (4, 'sys'), (5, 'audit'), (16384, 'db_owner')",
    "CREATE TABLE sys.objects (object_id int, schema_id int, name varchar(128), type char(2), parent_object_id int, "
    "is_ms_shipped int, create_date timestamp)",
    "CREATE TABLE sys.tables (object_id int, schema_id int, name varchar(128), is_ms_shipped int)",
    "CREATE TABLE sys.types (user_type_id int, name varchar(128))",
    "INSERT INTO sys.types VALUES (56, 'int'), (127, 'bigint'), (104, 'bit'), (231, 'nvarchar'), (167, 'varchar'), "
    "(106, 'decimal'), (42, 'datetime2'), (43, 'datetimeoffset'), (165, 'varbinary'), (36, 'uniqueidentifier'), (189, "
    "'timestamp'), (258, 'phone')",
    "CREATE TABLE sys.columns (object_id int, column_id int, name varchar(128), user_type_id int, max_length smallint, "
    "\"precision\" smallint, scale smallint, is_nullable int, collation_name varchar(128), default_object_id int)",
    "CREATE TABLE sys.default_constraints (object_id int, name varchar(128), definition varchar(400))",
    "CREATE TABLE sys.computed_columns (object_id int, column_id int, definition varchar(400), is_persisted int)",
    "CREATE TABLE sys.identity_columns (object_id int, column_id int, seed_value int, increment_value int)",
    "CREATE TABLE sys.extended_properties (class int, major_id int, minor_id int, name varchar(128), value "
    "varchar(400))",
    "CREATE TABLE sys.indexes (object_id int, index_id int, name varchar(128), type int, is_unique int, is_primary_key "
    "int, is_unique_constraint int, filter_definition varchar(400), is_hypothetical int)",
    "CREATE TABLE sys.index_columns (object_id int, index_id int, index_column_id int, column_id int, key_ordinal int, "
    "is_descending_key int, is_included_column int)",
    "CREATE TABLE sys.foreign_keys (object_id int, name varchar(128), parent_object_id int, referenced_object_id int, "
    "delete_referential_action_desc varchar(60), update_referential_action_desc varchar(60), is_not_trusted int)",
    "CREATE TABLE sys.foreign_key_columns (constraint_object_id int, constraint_column_id int, parent_object_id int, "
    "parent_column_id int, referenced_object_id int, referenced_column_id int)",
    "CREATE TABLE sys.check_constraints (object_id int, name varchar(128), parent_object_id int, definition "
    "varchar(400), is_not_trusted int)",
    "CREATE TABLE sys.sql_modules (object_id int, definition varchar(4000))",
    "CREATE TABLE sys.sequences (schema_id int, name varchar(128), user_type_id int, start_value bigint, increment "
    "bigint, minimum_value bigint, maximum_value bigint, is_cycling int, cache_size int)",
};

constexpr std::array contents{
    "INSERT INTO sys.tables VALUES (10, 1, 'orgs', 0), (20, 1, 'Order Lines', 0), (30, 5, 'log', 0), (40, 1, "
    "'sysdiagrams', 1)",
    "INSERT INTO sys.objects VALUES (10, 1, 'orgs', 'U', 0, 0, now()), (20, 1, 'Order Lines', 'U', 0, 0, now()), (30, "
    "5, "
    "'log', 'U', 0, 0, now()), (50, 1, 'big', 'V', 0, 0, now()), (51, 1, 'tidy', 'P', 0, 0, now()), (52, 1, 'full', "
    "'FN', 0, 0, now()), (53, 1, 'touch', 'TR', 10, 0, now())",
    "INSERT INTO sys.columns VALUES (10, 1, 'id', 56, 4, 10, 0, 0, NULL, 0), (10, 2, 'name', 231, 100, 0, 0, 0, "
    "'Latin1_General_CI_AS', 61)",
    "INSERT INTO sys.columns VALUES (20, 1, 'id', 127, 8, 19, 0, 0, NULL, 0), (20, 2, 'org id', 56, 4, 10, 0, 1, NULL, "
    "0)",
    "INSERT INTO sys.columns VALUES (20, 3, 'code', 167, -1, 0, 0, 1, 'Latin1_General_100_BIN2', 0)",
    "INSERT INTO sys.columns VALUES (20, 4, 'amount', 106, 9, 12, 2, 0, NULL, 62), (20, 5, 'gross', 106, 9, 12, 2, 0, "
    "NULL, 0), (20, 6, 'made_at', 42, 7, 23, 3, 1, NULL, 63), (20, 7, 'phone', 258, 20, 0, 0, 1, NULL, 0)",
    "INSERT INTO sys.columns VALUES (30, 1, 'at', 43, 10, 34, 7, 1, NULL, 0), (30, 2, 'raw', 165, -1, 0, 0, 1, NULL, "
    "0), "
    "(30, 3, 'version', 189, 8, 0, 0, 0, NULL, 0)",
    "INSERT INTO sys.default_constraints VALUES (61, 'DF__orgs__name__1', '(N''it is'')'), (62, 'DF__2', '((0))'), "
    "(63, "
    "'DF__3', '(sysutcdatetime())')",
    "INSERT INTO sys.identity_columns VALUES (10, 1, 1, 1), (20, 1, 100, 10)",
    "INSERT INTO sys.computed_columns VALUES (20, 5, '([amount]*(1.2))', 1)",
    "INSERT INTO sys.extended_properties VALUES (1, 20, 0, 'MS_Description', 'what was ordered'), (1, 20, 6, "
    "'MS_Description', 'in UTC'), (1, 20, 6, 'Other', 'no comment')",
    "INSERT INTO sys.indexes VALUES (10, 1, 'PK__orgs', 1, 1, 1, 0, NULL, 0), (20, 1, 'ix_made', 1, 0, 0, 0, NULL, 0), "
    "(20, 2, 'pk_lines', 2, 1, 1, 0, NULL, 0), (20, 3, 'uq_code', 2, 1, 0, 1, NULL, 0), (20, 4, 'ix_open', 2, 1, 0, 0, "
    "'([amount]>(0))', 0), (30, 0, NULL, 0, 0, 0, 0, NULL, 0), (30, 2, 'cs', 6, 0, 0, 0, NULL, 0)",
    "INSERT INTO sys.index_columns VALUES (10, 1, 1, 1, 1, 0, 0), (20, 1, 1, 6, 1, 1, 0), (20, 2, 1, 1, 1, 0, 0), (20, "
    "3, 1, 3, 1, 0, 0), (20, 4, 1, 2, 1, 0, 0), (20, 4, 2, 4, 2, 1, 0), (20, 4, 3, 6, 0, 0, 1), (20, 4, 4, 5, 0, 0, "
    "1), "
    "(30, 2, 1, 1, 0, 0, 1)",
    "INSERT INTO sys.foreign_keys VALUES (71, 'fk_org', 20, 10, 'SET_NULL', 'NO_ACTION', 1)",
    "INSERT INTO sys.foreign_key_columns VALUES (71, 1, 20, 2, 10, 1)",
    "INSERT INTO sys.check_constraints VALUES (72, 'ck_amount', 20, '([amount]>(0) AND [amount]<(9))', 0)",
    "INSERT INTO sys.sql_modules VALUES (50, 'CREATE VIEW [dbo].[big] AS SELECT id AS n FROM orgs'), (51, 'CREATE OR "
    "ALTER PROCEDURE dbo.tidy @days AS int, @all bit = 0 WITH EXECUTE AS OWNER AS\nDELETE FROM t;'), (52, 'CREATE "
    "FUNCTION dbo.[full](@a int) RETURNS nvarchar(20) AS BEGIN RETURN N''x'' END'), (53, 'CREATE TRIGGER touch ON "
    "dbo.orgs FOR INSERT, UPDATE AS SELECT 1')",
    "INSERT INTO sys.sequences VALUES (1, 'numbers', 127, 5, 2, -9, 9, 1, 20)",
};

class StandIn {
 public:
  StandIn() : connection(connected(postgresql())) {
    for (const char* sql : views) connection->execute({.sql = sql});
    for (const char* sql : contents) connection->execute({.sql = sql});
    inspector = mssql::inspect(*connection);
  }
  ~StandIn() {
    try {
      for (const char* sql : {"DROP SCHEMA sys CASCADE", "DROP FUNCTION schema_name()", "DROP FUNCTION db_name()",
                              "DROP FUNCTION databasepropertyex(text, text)"})
        connection->execute({.sql = sql});
    } catch (const Error&) {
      // The next test begins with dropping it.
    }
  }
  StandIn(const StandIn&) = delete;
  StandIn& operator=(const StandIn&) = delete;

  std::unique_ptr<Connection> connection;
  std::unique_ptr<Inspector> inspector;
};

}  // namespace

TEST_CASE("tables, views and indexes are found in the schema that is asked for") {
  StandIn live;
  CHECK(live.inspector->table_names("") == std::vector<TableName>{{"", "Order Lines"}, {"", "orgs"}});
  CHECK(live.inspector->table_names("audit") == std::vector<TableName>{{"audit", "log"}});
  CHECK(live.inspector->has_table({"", "orgs"}));
  CHECK(live.inspector->has_table({"dbo", "big"}));
  CHECK(!live.inspector->has_table({"audit", "orgs"}));
  CHECK(!live.inspector->has_table({"", "tidy"}));
  CHECK(live.inspector->has_index({"", "Order Lines"}, "ix_open"));
  CHECK(!live.inspector->has_index({"", "orgs"}, "ix_open"));
  CHECK(!live.inspector->find_table({"", "nothing"}));
}

TEST_CASE("a table is read with all its parts") {
  StandIn live;
  const std::optional<Table> table = live.inspector->find_table({"", "Order Lines"});
  REQUIRE(table);
  CHECK(table->comment == "what was ordered");
  REQUIRE(table->columns.size() == 7);
  CHECK(table->columns[0].type == Type{.name = "BigInteger"});
  CHECK(table->columns[0].identity == Identity{.start = 100, .increment = 10});
  CHECK(table->columns[0].primary_key);
  CHECK(table->columns[0].nullable == false);
  CHECK(table->columns[2].type == Type{.name = "Text"});
  CHECK(table->columns[2].collation == "Latin1_General_100_BIN2");
  CHECK(table->columns[3].type == Type{.name = "Numeric", .arguments = {std::int64_t{12}, std::int64_t{2}}});
  CHECK(table->columns[3].server_default == DefaultValue(Sql{"0"}));
  CHECK(table->columns[4].computed == Computed{.expression = "[amount]*(1.2)", .persisted = true});
  CHECK(table->columns[5].type == Type{.dialect = "mssql", .name = "DATETIME2", .arguments = {std::int64_t{3}}});
  CHECK(table->columns[5].server_default == DefaultValue(Sql{"sysutcdatetime()"}));
  CHECK(table->columns[5].comment == "in UTC");
  CHECK(table->columns[6].type == Type{.name = "SqlType", .arguments = {std::string("PHONE")}});
  REQUIRE(table->primary_key);
  CHECK(table->primary_key->columns == std::vector<std::string>{"id"});
  CHECK(!table->primary_key->options.flag("mssql", "clustered"));
  CHECK(table->primary_key->options.find("mssql", "clustered"));
  REQUIRE(table->uniques.size() == 1);
  CHECK(table->uniques[0].columns == std::vector<std::string>{"code"});
  REQUIRE(table->indexes.size() == 2);
  CHECK(table->indexes[0].options.flag("mssql", "clustered"));
  CHECK(table->indexes[0].columns[0].desc);
  CHECK(table->indexes[1].unique);
  CHECK(table->indexes[1].columns.size() == 2);
  CHECK(table->indexes[1].options.text("mssql", "where") == "[amount]>(0)");
  CHECK(std::get<OptionList>(*table->indexes[1].options.find("mssql", "include")) ==
        OptionList{std::string("made_at"), std::string("gross")});
  REQUIRE(table->foreign_keys.size() == 1);
  CHECK(table->foreign_keys[0].referent.table == TableName{"", "orgs"});
  CHECK(table->foreign_keys[0].columns == std::vector<std::string>{"org id"});
  CHECK(table->foreign_keys[0].ondelete == "SET NULL");
  CHECK(table->foreign_keys[0].onupdate.empty());
  CHECK(table->foreign_keys[0].options.flag("mssql", "not_valid"));
  REQUIRE(table->checks.size() == 1);
  CHECK(table->checks[0].condition == "[amount]>(0) AND [amount]<(9)");
  const std::optional<Table> orgs = live.inspector->find_table({"", "orgs"});
  REQUIRE(orgs);
  CHECK(orgs->columns[0].identity == Identity{});
  CHECK(orgs->columns[1].type == Type{.dialect = "mssql", .name = "NVARCHAR", .arguments = {std::int64_t{50}}});
  CHECK(orgs->columns[1].server_default == DefaultValue(std::string("it is")));
  CHECK(orgs->columns[1].collation.empty());
}

TEST_CASE("the whole catalogue is read, objects too") {
  StandIn live;
  const Catalogue catalogue = live.inspector->read_catalogue({.all_schemas = true});
  CHECK(catalogue.default_schema == "dbo");
  CHECK(catalogue.schemas == std::vector<std::string>{"audit", "dbo"});
  REQUIRE(catalogue.tables.size() == 3);
  CHECK(catalogue.tables[0].name == TableName{"audit", "log"});
  CHECK(catalogue.tables[0].columns[0].type == Type{.name = "DateTime", .options = {{"timezone", true}}});
  CHECK(catalogue.tables[0].columns[1].type == Type{.name = "Binary"});
  CHECK(catalogue.tables[0].columns[2].type == Type{.dialect = "mssql", .name = "ROWVERSION"});
  REQUIRE(catalogue.tables[0].indexes.size() == 1);
  CHECK(catalogue.tables[0].indexes[0].options.flag("mssql", "columnstore"));
  const ops::Objects& objects = catalogue.objects;
  REQUIRE(objects.views.size() == 1);
  CHECK(objects.views[0].select == "SELECT id AS n FROM orgs");
  REQUIRE(objects.functions.size() == 2);
  CHECK(objects.functions[0] == ops::CreateFunction{.signature = "tidy(@days AS int, @all bit = 0)",
                                                    .body = "DELETE FROM t",
                                                    .security_definer = true,
                                                    .procedure = true});
  CHECK(objects.functions[1] ==
        ops::CreateFunction{.signature = "[full](@a int)", .body = "BEGIN RETURN N'x' END", .returns = "nvarchar(20)"});
  REQUIRE(objects.triggers.size() == 1);
  CHECK(objects.triggers[0].table == "orgs");
  CHECK(objects.triggers[0].when == "AFTER INSERT OR UPDATE");
  CHECK(objects.triggers[0].body == "SELECT 1");
  REQUIRE(objects.sequences.size() == 1);
  CHECK(objects.sequences[0] ==
        ops::CreateSequence{
            .name = "numbers", .start = 5, .increment = 2, .minvalue = -9, .maxvalue = 9, .cache = 20, .cycle = true});
}
