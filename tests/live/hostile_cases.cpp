#include "hostile_cases.h"

namespace luamigrate::test {
namespace {

constexpr const char* pg = "postgresql";
constexpr const char* lite = "sqlite";

// A table in a schema of its own, and one that can be referred to.
const std::string pg_table = R"lua(
op.create_schema("schx")
op.create_table("refx", { column("colrx", Integer, { primary_key = true }) }, { schema = "schx" })
op.create_table("tblx", { column("colax", Integer, { nullable = false }), column("colbx", Text), column("fixed", Integer) },
  { schema = "schx" })
op.execute('INSERT INTO "schx"."tblx" ("colax", "colbx", fixed) VALUES (1, NULL, 1)')
)lua";
const std::string lite_table = R"lua(
op.create_table("refx", { column("colrx", Integer, { primary_key = true }) })
op.create_table("tblx", { column("colax", Integer, { nullable = false }), column("colbx", Text), column("fixed", Integer) })
op.execute('INSERT INTO "tblx" ("colax", "colbx", fixed) VALUES (1, NULL, 1)')
)lua";

std::vector<HostileCase> on_tables() {
  return {
      {"create_table", pg, pg_table + R"lua(
op.create_table("parx", { column("colpx", Integer) }))lua",
       R"lua(
op.create_table("newx", {
  column("keyx", Integer, { primary_key = true, comment = "cmtx" }),
  column("txtx", String(20), { server_default = "dflx", check = "fixed > 0", unique = true, index = true }),
  column("fixed", Integer, { server_default = 5 }),
  column("colcx", Integer, { references = { schema = "schx", table = "refx", column = "colrx", name = "fkax",
    ondelete = "CASCADE", onupdate = "SET NULL", deferrable = true, initially = "DEFERRED", match = "FULL" } }),
  column("coldx", Enum({ "valax", "valbx" }, { name = "enux", schema = "schx" }), { server_default = "valbx" }),
  column("colex", Text, { collation = "POSIX" }),
  column("colfx", Integer, { computed = { "fixed + 1", persisted = true } }),
  column("colgx", Text, { server_default = sql("upper('y')") }),
  column("colhx", SqlType("varchar(7)")),
  column("colix", postgresql.ARRAY(String(9, { collation = "C" }))),
  unique({ "txtx", "colcx" }, { name = "uqax", include = { "colex" } }),
  check("fixed > 1", { name = "ckax" }),
  foreign_key({ "colcx" }, { schema = "schx", table = "refx", columns = { "colrx" } }, { name = "fkbx", ondelete = "RESTRICT", onupdate = "NO ACTION" }),
  exclude({ { "colcx", "=" }, { sql("(fixed + 2)"), "=" } }, { name = "excx", using = "btree", where = "fixed > 2" }),
  index("idxx", { "txtx", { "colex", opclass = "text_pattern_ops", collation = "ucs_basic", nulls = "last" }, sql("lower(fixed::text)") },
    { where = "fixed > 3", using = "btree", include = { "colgx" }, with = { fillfactor = 50 } }),
}, { schema = "schx", comment = "tcmx", postgresql_with = { autovacuum_enabled = false }, postgresql_inherits = { "parx" } }))lua"},
      {"create_table", pg, "",
       R"lua(op.create_table("newx", { column("keyx", Integer), primary_key({ "keyx" }, { name = "pkax", include = { "colbx" }, initially = "IMMEDIATE" }), column("colbx", postgresql.ENUM({ "valax" }, { name = "enux" })),
  index("idxx", { "keyx", "colbx" }, { include = { "colbx" }, tablespace = "pg_default" }), index("idyx", { sql("abs(1 + 2)") }),
  column("colcx", postgresql.INTERVAL{ fields = "DAY" }) },
  { postgresql_tablespace = "pg_default", postgresql_using = "heap" }))lua"},
      {"create_table", pg, "",
       R"lua(op.create_table("newx", { column("fixed", Integer) }, { postgresql_partition_by = "RANGE (fixed)" }))lua"},
      {"create_table", pg, "",
       R"lua(op.create_table("newx", { column("fixed", Integer) }, { temporary = true, postgresql_on_commit = "PRESERVE ROWS" }))lua"},
      {"create_table", lite, lite_table, R"lua(
op.create_table("newx", {
  column("keyx", Integer, { primary_key = true, comment = "cmtx" }),
  column("txtx", String(20), { server_default = "dflx", check = "fixed > 0", unique = true, index = true }),
  column("fixed", Integer, { server_default = 5 }),
  column("colcx", Integer, { references = { table = "refx", column = "colrx", name = "fkax",
    ondelete = "CASCADE", onupdate = "SET NULL", deferrable = true, initially = "DEFERRED" } }),
  column("coldx", Enum({ "valax", "valbx" }, { name = "enux", check = true }), { server_default = "valbx" }),
  column("colex", Text, { collation = "NOCASE" }),
  column("colfx", Integer, { computed = { "fixed + 1", persisted = true } }),
  column("colgx", Text, { server_default = sql("(upper('y'))") }),
  column("colhx", SqlType("varchar(7)")),
  unique({ "txtx", "colcx" }, { name = "uqax" }),
  check("fixed > 1", { name = "ckax" }),
  foreign_key({ "colcx" }, { table = "refx", columns = { "colrx" } }, { name = "fkbx" }),
  index("idxx", { "txtx", { "colex", collation = "RTRIM" }, sql("abs(fixed)") }, { where = "fixed > 3" }),
}, { comment = "tcmx" }))lua"},
      {"create_table", lite, "", R"lua(op.create_table("newx", { column("fixed", Integer) }, { schema = "temp" }))lua"},
      {"drop_table", pg, pg_table, R"lua(op.drop_table("tblx", { schema = "schx", cascade = true }))lua"},
      {"drop_table", lite, lite_table, R"lua(op.drop_table("tblx"))lua"},
      {"rename_table", pg, pg_table, R"lua(op.rename_table("tblx", "newx", { schema = "schx" }))lua"},
      {"rename_table", lite, lite_table, R"lua(op.rename_table("tblx", "newx"))lua"},
      {"create_table_comment", pg, pg_table,
       R"lua(op.create_table_comment("tblx", "cmtx", { schema = "schx", existing_comment = "oldx" }))lua"},
      {"create_table_comment", lite, lite_table, R"lua(op.create_table_comment("tblx", "cmtx"))lua"},
      {"drop_table_comment", pg, pg_table + R"lua(op.create_table_comment("tblx", "cmtx", { schema = "schx" }))lua",
       R"lua(op.drop_table_comment("tblx", { schema = "schx", existing_comment = "cmtx" }))lua"},
      {"drop_table_comment", lite, lite_table, R"lua(op.drop_table_comment("tblx"))lua"},
  };
}

std::vector<HostileCase> on_columns() {
  return {
      {"add_column", pg, pg_table, R"lua(
op.add_column("tblx", column("newx", String(20000), { server_default = "dflx", comment = "cmtx", collation = "C", check = "fixed > 0", unique = true, index = true }), { schema = "schx" })
op.add_column("tblx", column("nexx", Integer, { references = { schema = "schx", table = "refx", column = "colrx", name = "fkax", ondelete = "CASCADE" } }), { schema = "schx" })
op.add_column("tblx", column("neyx", Enum({ "valax" }, { name = "enux" }), { server_default = "valax" }), { schema = "schx" })
op.add_column("tblx", column("nezx", SqlType("varchar(7)"), { computed = { "fixed::text", persisted = true } }), { schema = "schx" }))lua"},
      {"add_column", lite, lite_table, R"lua(
op.add_column("tblx", column("newx", String(9), { server_default = "dflx", comment = "cmtx", collation = "NOCASE", check = "fixed > 0", index = true }))
op.add_column("tblx", column("nexx", Integer, { references = { table = "refx", column = "colrx", name = "fkax", ondelete = "CASCADE" } }))
op.add_column("tblx", column("neyx", Enum({ "valax" }, { name = "enux" }), { server_default = "valax" }))
op.add_column("tblx", column("nezx", SqlType("varchar(7)"), { computed = { "fixed + 1" } })))lua"},
      {"add_column", lite, lite_table, R"lua(
op.batch_alter_table("tblx", function(batch)
  batch.add_column(column("newx", Integer), { insert_before = "colbx" })
  batch.add_column(column("neyx", Integer), { insert_after = "colax" })
end))lua"},
      {"drop_column", pg, pg_table, R"lua(op.drop_column("tblx", "colbx", { schema = "schx", cascade = true }))lua"},
      {"drop_column", lite, lite_table, R"lua(op.drop_column("tblx", "colbx"))lua"},
      {"alter_column", pg, pg_table, R"lua(
op.alter_column("tblx", "colbx", { schema = "schx", new_column_name = "newx", type = String(9, { collation = "C" }), server_default = "dflx", comment = "cmtx",
  existing_comment = "oldx", existing_server_default = "odfx", existing_type = Text, nullable = true, postgresql_using = "fixed::text" }))lua"},
      {"alter_column", pg, pg_table, R"lua(
op.alter_column("tblx", "colbx", { schema = "schx", server_default = sql("lower('z')"), existing_server_default = sql("upper('z')") }))lua"},
      {"alter_column", lite, lite_table, R"lua(
op.alter_column("tblx", "colbx", { new_column_name = "newx", type = String(9, { collation = "NOCASE" }), server_default = "dflx", comment = "cmtx",
  existing_comment = "oldx", existing_server_default = "odfx", existing_type = Text }))lua"},
      {"alter_column", lite, lite_table, R"lua(
op.batch_alter_table("tblx", function(batch)
  batch.alter_column("colax", { insert_after = "colbx" })
  batch.alter_column("fixed", { insert_before = "colbx" })
end))lua"},
      {"batch_alter_table", pg, pg_table, R"lua(
op.batch_alter_table("tblx", { schema = "schx" }, function(batch) batch.add_column(column("newx", Integer)) end))lua"},
      {"batch_alter_table", lite, lite_table, R"lua(
op.batch_alter_table("tblx", { recreate = "always", reflect_overrides = { column("colbx", String(8)) }, table_args = { unique({ "colax" }, { name = "uqax" }) },
  naming_convention = { uq = "uq_%(table)s_%(columns)s" }, partial_reordering = { { "colbx", "colax" } } }, function(batch)
  batch.add_column(column("newx", Integer)) batch.create_unique_constraint(nil, { "newx" }) end))lua"},
      {"batch_alter_table", lite, lite_table, R"lua(
op.batch_alter_table("tblx", { copy_from = { column("colax", Integer), column("colbx", Text, { server_default = "dflx" }), column("fixed", Integer) } },
  function(batch) batch.create_unique_constraint("uqax", { "colax" }) end))lua"},
  };
}

std::vector<HostileCase> on_constraints() {
  return {
      {"create_primary_key", pg, pg_table,
       R"lua(op.create_primary_key("pkax", "tblx", { "colax" }, { schema = "schx", include = { "colbx" }, deferrable = false, initially = "IMMEDIATE" }))lua"},
      {"create_primary_key", lite, lite_table, R"lua(op.create_primary_key("pkax", "tblx", { "colax" }))lua"},
      {"create_unique_constraint", pg, pg_table,
       R"lua(op.create_unique_constraint("uqax", "tblx", { "colax" }, { schema = "schx", include = { "colbx" }, initially = "IMMEDIATE" }))lua"},
      {"create_unique_constraint", lite, lite_table,
       R"lua(op.create_unique_constraint("uqax", "tblx", { "colax", "colbx" }))lua"},
      {"create_check_constraint", pg, pg_table,
       R"lua(op.create_check_constraint("ckax", "tblx", "fixed > 0", { schema = "schx" }))lua"},
      {"create_check_constraint", lite, lite_table, R"lua(op.create_check_constraint("ckax", "tblx", "fixed > 0"))lua"},
      {"create_foreign_key", pg, pg_table, R"lua(
op.execute('DELETE FROM "schx"."tblx"')
op.create_foreign_key("fkax", "tblx", "refx", { "colax" }, { "colrx" }, { source_schema = "schx", referent_schema = "schx",
  ondelete = "CASCADE", onupdate = "RESTRICT", deferrable = true, initially = "DEFERRED", match = "FULL" }))lua"},
      {"create_foreign_key", lite, lite_table, R"lua(
op.execute('DELETE FROM "tblx"')
op.create_foreign_key("fkax", "tblx", "refx", { "colax" }, { "colrx" }, { ondelete = "CASCADE", onupdate = "RESTRICT", deferrable = true, initially = "DEFERRED" }))lua"},
      {"create_exclude_constraint", pg, pg_table, R"lua(
op.create_exclude_constraint("exax", "tblx", { { "colax", "=" }, { sql("(fixed + 1)"), "=" } }, { schema = "schx", using = "btree", where = "fixed > 0", deferrable = true, initially = "DEFERRED" }))lua"},
      {"drop_constraint", pg,
       pg_table + R"lua(op.create_unique_constraint("uqax", "tblx", { "colax" }, { schema = "schx" }))lua",
       R"lua(op.drop_constraint("uqax", "tblx", { schema = "schx" }))lua"},
      {"drop_constraint", lite, lite_table + R"lua(op.create_unique_constraint("uqax", "tblx", { "colax" }))lua",
       R"lua(op.drop_constraint("uqax", "tblx"))lua"},
      {"validate_constraint", pg,
       pg_table +
           R"lua(op.create_check_constraint("ckax", "tblx", "fixed > 0", { schema = "schx", not_valid = true }))lua",
       R"lua(op.validate_constraint("ckax", "tblx", { schema = "schx" }))lua"},
      {"create_index", pg, pg_table, R"lua(
op.create_index("idxx", "tblx", { "colax", { "colbx", opclass = "text_pattern_ops", collation = "C", nulls = "last", desc = true }, sql("abs(fixed)") },
  { schema = "schx", where = "fixed > 0", using = "btree", include = { "colax" }, with = { fillfactor = 50 }, tablespace = "pg_default", postgresql_ops = { colax = "int4_ops" } }))lua"},
      {"create_index", pg, pg_table,
       R"lua(op.create_index("idxx", "tblx", { "colax" }, { schema = "schx", include = { "colbx" } }))lua"},
      {"create_index", lite, lite_table, R"lua(
op.create_index("idxx", "tblx", { "colax", { "colbx", collation = "NOCASE" }, sql("abs(fixed)") }, { where = "fixed > 0" }))lua"},
      {"create_index", lite, lite_table, R"lua(op.create_index("idxx", "tblx", { "colax" }))lua"},
      {"drop_index", pg, pg_table + R"lua(op.create_index("idxx", "tblx", { "colax" }, { schema = "schx" }))lua",
       R"lua(op.drop_index("idxx", "tblx", { schema = "schx" }))lua"},
      {"drop_index", lite, lite_table + R"lua(op.create_index("idxx", "tblx", { "colax" }))lua",
       R"lua(op.drop_index("idxx", "tblx"))lua"},
  };
}

std::vector<HostileCase> on_views_and_routines() {
  return {
      {"create_schema", pg, R"lua(op.execute('CREATE ROLE "rolx"'))lua",
       R"lua(op.create_schema("newx", { authorization = "rolx" }))lua"},
      {"drop_schema", pg, R"lua(op.create_schema("schx"))lua", R"lua(op.drop_schema("schx"))lua"},
      {"create_extension", pg, R"lua(op.create_schema("schx"))lua",
       R"lua(op.create_extension("citext", { schema = "schx", version = "1.6" }))lua"},
      {"drop_extension", pg, R"lua(op.create_extension("citext"))lua", R"lua(op.drop_extension("citext"))lua"},
      {"create_view", pg, pg_table,
       R"lua(op.create_view("newx", "SELECT 1, 'a;b'", { schema = "schx", columns = { "colcx", "coldx" } }))lua"},
      {"create_view", lite, lite_table,
       R"lua(op.create_view("newx", "SELECT 1, 'a;b'", { columns = { "colcx", "coldx" } }))lua"},
      {"drop_view", pg, pg_table + R"lua(op.create_view("viwx", "SELECT 1 AS a", { schema = "schx" }))lua",
       R"lua(op.drop_view("viwx", { schema = "schx" }))lua"},
      {"drop_view", lite, R"lua(op.create_view("viwx", "SELECT 1 AS a"))lua", R"lua(op.drop_view("viwx"))lua"},
      {"refresh_materialized_view", pg,
       pg_table + R"lua(op.create_view("viwx", "SELECT 1 AS a", { schema = "schx", materialized = true }))lua",
       R"lua(op.refresh_materialized_view("viwx", { schema = "schx" }))lua"},
      {"create_function", pg, R"lua(op.execute("SET LOCAL check_function_bodies = off") op.create_schema("schx"))lua",
       R"lua(op.create_function("f(n integer)", "SELECT n", { schema = "schx", returns = "pg_catalog.int4", language = "sql" })
             op.create_function("g()", "bodyx", { schema = "schx", returns = "pg_catalog.event_trigger", language = "plpgsql" }))lua"},
      {"create_function", pg, "",
       R"lua(op.execute("SET LOCAL check_function_bodies = off") op.create_function("f()", "bodyx", { returns = "pg_catalog.trigger", language = "plpgsql" }))lua"},
      {"drop_function", pg,
       R"lua(op.create_schema("schx") op.create_function("f(n integer)", "SELECT n", { schema = "schx", returns = "int" }))lua",
       R"lua(op.drop_function("f(integer)", { schema = "schx" }))lua"},
      {"create_trigger", pg,
       pg_table + R"lua(op.create_function("f()", "BEGIN RETURN NEW; END", { returns = "trigger" }))lua",
       R"lua(op.create_trigger("trgx", "tblx", { schema = "schx", when = "BEFORE INSERT", for_each = "row", condition = "NEW.fixed > 0", execute = "f()", body = "SELECT 1" }))lua"},
      {"create_trigger", lite, lite_table,
       R"lua(op.create_trigger("trgx", "tblx", { when = "AFTER INSERT", condition = "NEW.fixed > 0", body = "SELECT 1; SELECT CASE WHEN 1 THEN 2 END;", execute = "f()" }))lua"},
      {"drop_trigger", pg,
       pg_table +
           R"lua(op.create_function("f()", "BEGIN RETURN NEW; END", { returns = "trigger" })
                 op.create_trigger("trgx", "tblx", { schema = "schx", when = "BEFORE INSERT", execute = "f()" }))lua",
       R"lua(op.drop_trigger("trgx", "tblx", { schema = "schx" }))lua"},
      {"drop_trigger", lite,
       lite_table + R"lua(op.create_trigger("trgx", "tblx", { when = "AFTER INSERT", body = "SELECT 1" }))lua",
       R"lua(op.drop_trigger("trgx", "tblx"))lua"},
  };
}

std::vector<HostileCase> on_types_and_access() {
  return {
      {"create_sequence", pg, pg_table + R"lua(op.create_table("tblx", { column("fixed", Integer) }))lua",
       R"lua(op.create_sequence("seqx", { schema = "schx", type = "bigint" })
op.create_sequence("seqy", { owned_by = "tblx.fixed" }))lua"},
      {"alter_sequence", pg, pg_table + R"lua(op.create_sequence("seqx", { schema = "schx" }))lua",
       R"lua(op.alter_sequence("seqx", { schema = "schx", type = "smallint", maxvalue = 9 }))lua"},
      {"drop_sequence", pg, pg_table + R"lua(op.create_sequence("seqx", { schema = "schx" }))lua",
       R"lua(op.drop_sequence("seqx", { schema = "schx" }))lua"},
      {"create_enum", pg, R"lua(op.create_schema("schx"))lua",
       R"lua(op.create_enum("enux", { "valax", "valbx" }, { schema = "schx", if_not_exists = true }))lua"},
      {"add_enum_value", pg,
       R"lua(op.create_schema("schx") op.create_enum("enux", { "valax" }, { schema = "schx" }))lua",
       R"lua(op.add_enum_value("enux", "newx", { schema = "schx", before = "valax" })
             op.add_enum_value("enux", "nexx", { schema = "schx", after = "valax" }))lua"},
      {"rename_enum_value", pg,
       R"lua(op.create_schema("schx") op.create_enum("enux", { "valax" }, { schema = "schx" }))lua",
       R"lua(op.rename_enum_value("enux", "valax", "newx", { schema = "schx" }))lua"},
      {"drop_enum", pg, R"lua(op.create_schema("schx") op.create_enum("enux", { "valax" }, { schema = "schx" }))lua",
       R"lua(op.drop_enum("enux", { schema = "schx" }))lua"},
      {"grant", pg, R"lua(op.create_table("tabl", { column("fixed", Integer) }) op.execute('CREATE ROLE "rolx"'))lua",
       R"lua(op.grant({ "select", "update (fixed)" }, "table tabl", { "rolx" }))lua"},
      {"revoke", pg,
       R"lua(op.create_table("tabl", { column("fixed", Integer) }) op.execute('CREATE ROLE "rolx"') op.grant({ "select" }, "table tabl", "rolx"))lua",
       R"lua(op.revoke({ "select", "update (fixed)" }, "table tabl", { "rolx" }))lua"},
      {"enable_row_security", pg, pg_table, R"lua(op.enable_row_security("tblx", { schema = "schx" }))lua"},
      {"disable_row_security", pg, pg_table + R"lua(op.enable_row_security("tblx", { schema = "schx" }))lua",
       R"lua(op.disable_row_security("tblx", { schema = "schx" }))lua"},
      {"create_policy", pg, pg_table + R"lua(op.execute('CREATE ROLE "rolx"'))lua",
       R"lua(op.create_policy("polx", "tblx", { schema = "schx", for_ = "update", to = { "rolx" }, using = "fixed > 0", with_check = "fixed > 1" }))lua"},
      {"drop_policy", pg, pg_table + R"lua(op.create_policy("polx", "tblx", { schema = "schx" }))lua",
       R"lua(op.drop_policy("polx", "tblx", { schema = "schx" }))lua"},
  };
}

std::vector<HostileCase> on_data() {
  const auto execute = R"lua(
op.execute("INSERT INTO canary (id, note, more) VALUES (3, :pa, :pb)", { pa = "valax", pb = "valbx" })
op.execute("INSERT INTO canary (id, note) VALUES (2, ?)", { "valcx" })
op.execute("SELECT 1"))lua";
  return {
      {"execute", pg, "", execute},
      {"execute", lite, "", execute},
      {"bulk_insert", pg, pg_table,
       R"lua(op.bulk_insert("tblx", { { colax = 7, colbx = "valax" }, { colax = 8, colbx = json({ "a" }) } }, { schema = "schx" }))lua"},
      {"bulk_insert", lite, lite_table,
       R"lua(op.bulk_insert("tblx", { { colax = 7, colbx = "valax" }, { colax = 8, colbx = json({ "a" }) } }))lua"},
      {"batched_update", pg,
       pg_table + R"lua(op.create_primary_key("pkax", "tblx", { "colax" }, { schema = "schx" }))lua",
       R"lua(op.batched_update("tblx", { set = { colbx = "valax" }, where = "fixed > 0", key = { "colax" }, schema = "schx" })
             op.batched_update("tblx", { set = { colbx = sql("upper('q')") }, schema = "schx" })
             op.batched_update("tblx", { set = sql("fixed = 4"), schema = "schx" }))lua"},
      {"batched_update", lite, lite_table + R"lua(op.create_primary_key("pkax", "tblx", { "colax" }))lua",
       R"lua(op.batched_update("tblx", { set = { colbx = "valax" }, where = "fixed > 0", key = { "colax" } })
             op.batched_update("tblx", { set = { colbx = sql("upper('q')") } })
             op.batched_update("tblx", { set = sql("fixed = 4") }))lua"},
  };
}

}  // namespace

const std::vector<HostileCase>& hostile_cases() {
  static const std::vector<HostileCase> all = [] {
    std::vector<HostileCase> cases;
    for (const auto& section :
         {on_tables(), on_columns(), on_constraints(), on_views_and_routines(), on_types_and_access(), on_data()})
      cases.insert(cases.end(), section.begin(), section.end());
    return cases;
  }();
  return all;
}

}  // namespace luamigrate::test
