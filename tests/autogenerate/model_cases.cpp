#include "autogenerate/model_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "databases/registry.h"
#include "support/live_database.h"

namespace luamigrate::test {
namespace {

using Variants = std::vector<std::string>;

// Variants of the elements of one table.
Variants of_table(const Variants& elements) {
  Variants result;
  for (const std::string& each : elements)
    result.push_back(fmt::format("db:table(\"t\", {{ column(\"id\", Integer, {{ primary_key = true }}), {} }})", each));
  return result;
}

// Variants of one column of it.
Variants of_column(const Variants& columns) {
  Variants elements;
  for (const std::string& each : columns) elements.push_back(fmt::format("column(\"c\", {})", each));
  return of_table(elements);
}

// Variants of what stands beside these columns.
Variants beside(const std::string& columns, const Variants& elements) {
  Variants result;
  for (const std::string& each : elements) result.push_back(columns + each);
  return of_table(result);
}

Variants behind(const std::string& tables, const Variants& others) {
  Variants result;
  for (const std::string& each : others) result.push_back(tables + "\n" + each);
  return result;
}

constexpr const char* two_columns = R"lua(column("a", Integer), column("b", String(20)), )lua";
constexpr const char* parent = R"lua(db:table("p", { column("id", Integer, { primary_key = true }),
  column("x", Integer), column("y", Integer), unique({ "x", "y" }, { name = "uq_p" }) }))lua";

std::vector<ModelGroup> all_groups() {
  const std::vector<std::string> everywhere, postgresql{"postgresql"}, sqlite{"sqlite"}, mysql{"mysql"};
  const std::vector<std::string> but_mysql{"sqlite", "postgresql"}, but_sqlite{"postgresql", "mysql"};
  std::vector<ModelGroup> groups;
  const auto add = [&](const char* name, const std::vector<std::string>& databases, Variants variants) {
    groups.push_back({name, databases, std::move(variants)});
  };

  add("tables", everywhere,
      {R"lua()lua", R"lua(db:table("t", { column("id", Integer) }))lua",
       R"lua(db:table("u", { column("t_id", Integer, { references = "t.id" }) })
db:table("t", { column("id", Integer, { primary_key = true, autoincrement = false }) }))lua",
       // A circle of keys.
       R"lua(db:table("a", { column("id", Integer, { primary_key = true }),
  column("b_id", Integer, { references = { "b.id", name = "fk_a_b" } }) })
db:table("b", { column("id", Integer, { primary_key = true }),
  column("a_id", Integer, { references = { "a.id", name = "fk_b_a" } }) }))lua",
       R"lua(db:table("order", { column("group", Integer, { primary_key = true }), column("it's \"quoted\"", Text) }))lua"});
  add("columns", everywhere,
      of_table({"", R"lua(column("a", Integer))lua", R"lua(column("a", Integer), column("b", String(20)))lua",
                R"lua(column("a", Integer), column("b", String(20)), column("sel ect", Date, { comment = "when" }))lua",
                R"lua(column("b", String(20)))lua"}));
  add("types", everywhere,
      of_column({"Integer",
                 "BigInteger",
                 "SmallInteger",
                 "String(20)",
                 "String(30)",
                 "Text",
                 "Numeric(10, 2)",
                 "Numeric(12, 4)",
                 "Numeric",
                 "Float",
                 "Double",
                 "Boolean",
                 "Char(4)",
                 "Binary",
                 "Date",
                 "DateTime",
                 "DateTime{ timezone = true }",
                 "Time",
                 "JSON",
                 "Uuid",
                 "Char(36)"}));
  add("types of PostgreSQL", postgresql,
      of_column({"postgresql.JSONB", "JSON", "postgresql.ARRAY(Integer)", "postgresql.ARRAY(String(10))",
                 "postgresql.INET", "postgresql.CIDR", "postgresql.TSVECTOR", "postgresql.INT4RANGE",
                 "postgresql.BIT(4)", "postgresql.VARBIT(8)", "postgresql.MONEY", "postgresql.XML", "Interval",
                 "SqlType(\"point\")", "String(50):on(\"postgresql\", postgresql.OID)"}));
  add("null and defaults", everywhere,
      of_column({"Integer", "Integer, { nullable = false }", "Integer, { server_default = 0 }",
                 "Integer, { server_default = 5, nullable = false }", "Integer, { server_default = sql(\"1 + 2\") }",
                 "Integer, { server_default = -1 }"}));
  add("defaults of text", everywhere,
      of_column({"Text", "Text, { server_default = \"\" }", "Text, { server_default = \"it's\" }",
                 "Text, { server_default = sql(\"lower('ABC')\") }", "Text, { server_default = \"back\\\\slash\" }"}));
  add("defaults of other types", everywhere,
      of_table({R"lua(column("c", DateTime), column("d", Boolean), column("n", Numeric(8, 2)))lua",
                R"lua(column("c", DateTime, { server_default = sql("CURRENT_TIMESTAMP") }),
  column("d", Boolean, { server_default = true }), column("n", Numeric(8, 2), { server_default = 1.5 }))lua",
                R"lua(column("c", DateTime, { server_default = "2020-01-02 03:04:05" }),
  column("d", Boolean, { server_default = false }), column("n", Numeric(8, 2), { server_default = 0 }))lua"}));
  add("comments", but_sqlite,
      {R"lua(db:table("t", { column("c", Integer) }))lua",
       R"lua(db:table("t", { column("c", Integer, { comment = "it's" }) }))lua",
       R"lua(db:table("t", { column("c", Integer, { comment = "other" }) }, { comment = "the table" }))lua",
       R"lua(db:table("t", { column("c", Integer) }, { comment = "another" }))lua"});
  add("primary keys", everywhere,
      {R"lua(db:table("t", { column("a", Integer, { nullable = false }), column("b", Integer, { nullable = false }) }))lua",
       R"lua(db:table("t", { column("a", Integer, { nullable = false, autoincrement = false }), column("b", Integer, { nullable = false }), primary_key({ "a" }, { name = "pk_t" }) }))lua",
       R"lua(db:table("t", { column("a", Integer, { nullable = false, autoincrement = false }), column("b", Integer, { nullable = false }), primary_key({ "a", "b" }, { name = "pk_t" }) }))lua",
       R"lua(db:table("t", { column("a", Integer, { nullable = false, autoincrement = false }), column("b", Integer, { nullable = false }), primary_key({ "b", "a" }, { name = "pk_other" }) }))lua"});
  add("uniques", everywhere,
      beside(two_columns, {"", R"lua(unique({ "a" }, { name = "uq_t" }))lua",
                           R"lua(unique({ "a", "b" }, { name = "uq_t" }))lua", R"lua(unique({ "b" }))lua",
                           R"lua(unique({ "a" }, { name = "uq_t" }), unique({ "b", "a" }, { name = "uq_b" }))lua"}));
  add("keys that others refer to", everywhere,
      {R"lua(db:table("p", { column("id", Integer, { primary_key = true, autoincrement = false }), column("a", Integer, { nullable = false }),
  unique({ "a" }, { name = "uq_p" }) })
db:table("t", { column("p_id", Integer, { references = { "p.id", name = "fk_id" } }), column("a", Integer, { references = { "p.a", name = "fk_a" } }) }))lua",
       R"lua(db:table("p", { column("id", Integer, { nullable = false, autoincrement = false }), column("a", Integer, { primary_key = true }),
  unique({ "id" }, { name = "uq_id" }) })
db:table("t", { column("p_id", Integer, { references = { "p.id", name = "fk_id" } }), column("a", Integer, { references = { "p.a", name = "fk_a" } }) }))lua",
       R"lua(db:table("p", { column("id", Integer, { primary_key = true, autoincrement = false }), column("a", Integer, { nullable = false }),
  unique({ "a" }, { name = "uq_other" }) })
db:table("t", { column("p_id", Integer, { references = { "p.id", name = "fk_id" } }), column("a", Integer, { references = { "p.a", name = "fk_a", ondelete = "CASCADE" } }) }))lua"});
  const Variants keys_that_count = {
      R"lua(db:table("t", { column("a", Integer, { nullable = false }), column("b", Integer, { nullable = false }) }))lua",
      R"lua(db:table("t", { column("a", Integer, { nullable = false }), column("b", Integer, { nullable = false }),
  column("id", Integer, { primary_key = true }) }))lua",
      R"lua(db:table("t", { column("a", Integer, { primary_key = true, autoincrement = false }), column("b", Integer, { primary_key = true }) }))lua",
      R"lua(db:table("t", { column("a", Integer, { nullable = false }), column("b", Integer, { nullable = false }),
  column("number", BigInteger, { comment = "counts" }), primary_key({ "number" }, { name = "pk_of_t" }) }))lua"};
  add("keys that count and come later", everywhere, keys_that_count);
  add("an index that becomes unique", everywhere,
      behind(parent, beside(R"lua(column("a", Integer), foreign_key({ "a" }, { "p.id" }, { name = "fk" }), )lua",
                            {R"lua(index("x", { "a" }))lua", R"lua(unique({ "a" }, { name = "x" }))lua",
                             R"lua(index("x", { "a" }, { unique = true }))lua"})));
  add("keys and uniques of one column", everywhere,
      behind(
          parent,
          {R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("a", Integer, { unique = true, references = "p.id" }) }))lua",
           R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("a", Integer, { unique = true, references = { "p.id", ondelete = "CASCADE" } }) }))lua",
           R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("a", Integer, { unique = true }) }))lua",
           R"lua(db:table("t", { column("id", Integer, { primary_key = true }) }))lua"}));
  add("keys and indexes of one column", everywhere,
      behind(
          parent,
          beside(
              R"lua(column("a", Integer), column("x", Integer), )lua",
              {R"lua(index("a", { "a" }), foreign_key({ "a" }, { "p.id" }, { name = "fk" }))lua",
               R"lua(index("a", { "a" }))lua",
               R"lua(index("ix_a", { "a", "x" }), index("ix_b", { "a" }), foreign_key({ "a" }, { "p.id" }, { name = "fk" }))lua",
               R"lua(index("ix_a", { "a", "x" }), foreign_key({ "a" }, { "p.id" }, { name = "fk" }))lua"})));
  add("unique indexes under other names", everywhere,
      beside(two_columns,
             {R"lua(index("i1", { "a" }, { unique = true }))lua", R"lua(index("i2", { "a" }, { unique = true }))lua"}));
  add("types of keys", everywhere,
      {R"lua(db:table("a", { column("id", Integer, { primary_key = true, autoincrement = false }) })
db:table("b", { column("id", Integer, { primary_key = true }), column("a_id", Integer, { references = { "a.id", name = "fk" } }) }))lua",
       R"lua(db:table("a", { column("id", String(36), { primary_key = true }) })
db:table("b", { column("id", Integer, { primary_key = true }), column("a_id", String(36), { references = { "a.id", name = "fk" } }) }))lua"});
  add("keys that stop counting", everywhere,
      {R"lua(db:table("t", { column("id", Integer, { primary_key = true }) }))lua",
       R"lua(db:table("t", { column("id", BigInteger, { primary_key = true }) }))lua",
       R"lua(db:table("t", { column("id", String(9), { primary_key = true, server_default = "x" }) }))lua"});
  add("a column that becomes the key", everywhere,
      {R"lua(db:table("t", { column("id", Integer), column("a", Text) }))lua",
       R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("a", Text) }))lua"});
  add("collations of MySQL", mysql,
      of_column({"String(36)", "String(36, { collation = \"utf8mb4_bin\" })", "mysql.TEXT{ charset = \"latin1\" }"}));
  add("new columns of enums with a check", everywhere,
      of_table(
          {"column(\"a\", Integer)",
           "column(\"a\", Integer), column(\"c\", Enum({ \"x\", \"y\" }, { check = true, name = \"c_is_known\" }))"}));
  add("new columns of enums with a check without a name", sqlite,
      of_table({"column(\"a\", Integer)",
                "column(\"a\", Integer), column(\"c\", Enum({ \"x\", \"y\" }, { check = true }))"}));
  add("collations of what becomes a number", everywhere,
      of_column({"String(9, { collation = \"NOCASE\" }):on(\"postgresql\", String(9, { collation = \"C\" "
                 "})):on(\"mysql\", String(9, { collation = \"utf8mb4_bin\" }))",
                 "Integer"}));
  add("unique columns", everywhere,
      of_column({"Integer", "Integer, { unique = true }", "String(9), { unique = true }"}));
  add("uniques of PostgreSQL", postgresql,
      beside(two_columns, {R"lua(unique({ "a" }, { name = "uq_t" }))lua",
                           R"lua(unique({ "a" }, { name = "uq_t", deferrable = true, initially = "DEFERRED" }))lua",
                           R"lua(unique({ "a" }, { name = "uq_t", nulls_not_distinct = true }))lua"}));
  add("checks", everywhere,
      beside(
          two_columns,
          {"", R"lua(check("a > 0", { name = "ck_a" }))lua", R"lua(check("a > 1", { name = "ck_a" }))lua",
           R"lua(check("b IN ('x', 'y') AND a BETWEEN 1 AND 9", { name = "ck_b" }))lua", R"lua(check("a > 5"))lua"}));
  add("equal checks without names", sqlite,
      beside(R"lua(column("a", Integer, { check = "a > 0" }), )lua",
             {"", R"lua(check("a > 0"))lua", R"lua(check("a > 0"), check("a > 0"), unique({ "a" }))lua"}));
  add("checks of columns", everywhere,
      of_column({"Integer", "Integer, { check = \"c > 0\" }", "Integer, { check = \"c > 1\" }"}));
  add("foreign keys", everywhere,
      behind(
          parent,
          beside(
              R"lua(column("a", Integer), column("b", Integer), )lua",
              {"", R"lua(foreign_key({ "a" }, { "p.id" }, { name = "fk_a" }))lua",
               R"lua(foreign_key({ "a" }, { "p.id" }, { name = "fk_a", ondelete = "CASCADE" }))lua",
               R"lua(foreign_key({ "a" }, { "p.id" }, { name = "fk_a", ondelete = "SET NULL", onupdate = "CASCADE" }))lua",
               R"lua(foreign_key({ "a", "b" }, { "p.x", "p.y" }, { name = "fk_ab" }))lua",
               R"lua(foreign_key({ "b" }, { "p.id" }))lua",
               R"lua(foreign_key({ "a" }, { "t.id" }, { name = "fk_t" }))lua"})));
  add("deferred foreign keys", but_mysql,
      behind(
          parent,
          beside(
              R"lua(column("a", Integer), )lua",
              {"", R"lua(foreign_key({ "a" }, { "p.id" }, { name = "fk_a" }))lua",
               R"lua(foreign_key({ "a" }, { "p.id" }, { name = "fk_a", deferrable = true, initially = "DEFERRED" }))lua"})));
  add("references", everywhere,
      behind(parent, of_column({"Integer", R"lua(Integer, { references = "p.id" })lua",
                                R"lua(Integer, { references = { "p.id", ondelete = "CASCADE" } })lua",
                                R"lua(Integer, { references = { "t.id", name = "fk_self" } })lua"})));
  add("indexes", everywhere,
      beside(two_columns, {"", R"lua(index("ix_a", { "a" }))lua", R"lua(index("ix_a", { "a" }, { unique = true }))lua",
                           R"lua(index("ix_a", { { "a", desc = true } }))lua", R"lua(index("ix_a", { "a", "b" }))lua",
                           R"lua(index(nil, { "b" }))lua"}));
  add("indexes of expressions and conditions", but_mysql,
      beside(two_columns, {R"lua(index("ix_e", { sql("lower(b)") }))lua",
                           R"lua(index("ix_e", { sql("(lower(b) || 'x')"), "a" }))lua",
                           R"lua(index("ix_p", { "a" }, { where = "b IS NOT NULL" }))lua",
                           R"lua(index("ix_p", { "a" }, { where = "b = 'it''s'" }))lua"}));
  add("foreign keys that restrict", everywhere,
      behind(parent, of_column({R"lua(Integer, { references = { "p.id", name = "fk", ondelete = "RESTRICT" } })lua",
                                R"lua(Integer, { references = { "p.id", name = "fk", ondelete = "CASCADE" } })lua",
                                R"lua(Integer, { references = { "p.id", name = "fk", onupdate = "RESTRICT" } })lua"})));
  const std::string two_tables = R"lua(local key = function() return column("id", Integer, { primary_key = true }) end
local a = function() return column("a", Integer) end
)lua";
  add("names that move from table to table", everywhere,
      {two_tables + R"lua(db:table("t", { key(), a(), index("ix", { "a" }) }) db:table("u", { key(), a() }))lua",
       two_tables + R"lua(db:table("t", { key(), a() }) db:table("u", { key(), a(), index("ix", { "a" }) }))lua",
       two_tables + R"lua(db:table("t", { key(), a(), unique({ "a" }, { name = "uq" }) })
db:table("child", { key(), a(), index("ix", { "a" }), foreign_key({ "a" }, { "t.id" }, { name = "fk" }) }))lua",
       two_tables +
           R"lua(db:table("new", { key(), a(), index("ix", { "a" }), unique({ "a" }, { name = "uq" }) }))lua"});
  add("names that move from kind to kind", postgresql,
      {"db:sequence(\"x\")", "db:enum(\"x\", { \"a\" })", two_tables + "db:table(\"x\", { key(), a() })",
       two_tables + "db:table(\"t\", { key(), a(), index(\"x\", { \"a\" }) })"});
  add("indexed columns", everywhere,
      of_column({"Integer", "Integer, { index = true }", "String(5), { index = true }"}));
  add("indexes of PostgreSQL", postgresql,
      beside(
          R"lua(column("a", Integer), column("b", Text), column("j", postgresql.JSONB), )lua",
          {R"lua(index("ix", { "a" }, { using = "hash" }))lua", R"lua(index("ix", { "a" }, { include = { "b" } }))lua",
           R"lua(index("ix", { { "b", opclass = "text_pattern_ops" } }))lua",
           R"lua(index("ix", { { "b", collation = "C" } }))lua", R"lua(index("ix", { { "a", nulls = "first" } }))lua",
           R"lua(index("ix", { "a" }, { with = { fillfactor = 50 } }))lua",
           R"lua(index("ix", { "j" }, { using = "gin" }))lua",
           R"lua(index("ix", { { "j", opclass = "jsonb_path_ops" } }, { using = "gin" }))lua",
           R"lua(index("ix", { "a" }, { unique = true, nulls_not_distinct = true }))lua"}));
  add("computed columns", everywhere,
      beside(R"lua(column("a", Integer), )lua",
             {"", R"lua(column("c", Integer, { computed = { "a * 2", persisted = true } }))lua",
              R"lua(column("c", Integer, { computed = { "a * 3", persisted = true } }))lua",
              R"lua(column("c", Integer))lua"}));
  const auto computed = [](const char* expression, const char* more) {
    return fmt::format(R"lua(column("a", Integer), column("b", Integer),
  column("c", Integer, {{ computed = {{ "{}", persisted = true }}, index = true, unique = true }}),
  index("ix_two", {{ "b", "c" }}), unique({{ "b", "c" }}, {{ name = "uq_two" }}), index("ix_other", {{ "a" }}),
  check("c <> 1", {{ name = "ck_c" }}), check("a <> 1", {{ name = "ck_a" }}){})lua",
                       expression, more);
  };
  add("computed columns that others stand on", everywhere,
      beside("", {computed("a * 2", ""), computed("a * 3", ""),
                  computed("b * 2", R"lua(, column("d", Integer, { computed = { "a + b", persisted = true } }))lua")}));
  const auto on_computed = [&](const char* expression) {
    return of_table({computed(expression, R"lua(, index("ix_where", { "a" }, { where = "c > 0" }),
  index("ix_in", { "a" }, { include = { "c" } }), index("ix_ex", { sql("(c + 1)") }),
  exclude({ { "c", "=" } }, { name = "ex_c", using = "btree" }))lua")})
               .front() +
           R"lua(
db:func("f()", "BEGIN RETURN NEW; END", { returns = "trigger", language = "plpgsql" })
db:trigger("g", "t", { when = "BEFORE UPDATE OF c", for_each = "row", execute = "f()" })
db:policy("p", "t", { using = "c > 0" })
db:table("u", { column("c", Integer, { references = "t.c" }) })
db:view("v", "SELECT c FROM t"))lua";
  };
  add("computed columns with what they are computed from", everywhere,
      {"",
       of_table({R"lua(column("a", Integer), column("c", Integer, { computed = { "a * 2", persisted = true } }))lua"})
           .front(),
       of_table({"column(\"x\", Integer)"}).front(),
       of_table({R"lua(column("c", Integer, { computed = { "b * 2", persisted = true } }), column("b", Integer))lua"})
           .front()});
  add("computed columns that all of PostgreSQL stands on", postgresql, {on_computed("a * 2"), on_computed("a * 3")});
  const auto under_others = [](const char* type, const char* more) {
    return fmt::format(R"lua(db:table("t", {{ column("id", Integer, {{ primary_key = true }}), column("a", {0}),
  column("g", {0}, {{ computed = {{ "a * 2", persisted = true }} }}), index("ix_g", {{ "g" }}), index("ix_a", {{ "a" }}),
  check("a <> 1", {{ name = "ck_a" }}) }})
{1})lua",
                       type, more);
  };
  add("types under generated columns", everywhere, {under_others("Integer", ""), under_others("BigInteger", "")});
  const char* all_others = R"lua(db:func("f()", "BEGIN RETURN NEW; END", { returns = "trigger", language = "plpgsql" })
db:trigger("g", "t", { when = "BEFORE UPDATE OF a", for_each = "row", execute = "f()" })
db:trigger("h", "t", { when = "AFTER UPDATE", for_each = "row", execute = "f()", condition = "NEW.a > 0" })
db:policy("p", "t", { using = "a > 0" })
db:table("u", { column("id", Integer, { primary_key = true }) })
db:policy("p", "u", { using = "EXISTS (SELECT FROM t WHERE t.a = u.id)" }))lua";
  add("types under all of PostgreSQL", postgresql,
      {under_others("Integer", all_others), under_others("BigInteger", all_others)});
  const auto with_keys = [](const char* type) {
    return fmt::format(R"lua(db:table("p", {{ column("id", {0}, {{ primary_key = true }}) }})
db:table("t", {{ column("id", {0}, {{ primary_key = true }}),
  column("p_id", {0}, {{ references = {{ "p.id", name = "fk_p", ondelete = "CASCADE" }} }}),
  column("up", {0}, {{ references = "t.id", index = true }}) }}))lua",
                       type);
  };
  add("types under foreign keys", everywhere, {with_keys("Integer"), with_keys("BigInteger")});
  add("types with defaults of their own", everywhere,
      of_column({"Integer, { server_default = 0 }", "Boolean, { server_default = true }", "Boolean",
                 "String(20), { server_default = \"1\" }"}));
  add("identity of other types", postgresql,
      {R"lua(db:table("t", { column("a", Integer, { nullable = false, identity = true }) }))lua",
       R"lua(db:table("t", { column("a", String(20), { nullable = false }) }))lua",
       R"lua(db:table("t", { column("a", String(20), { server_default = "5" }) }))lua"});
  add("identity or default", postgresql,
      {R"lua(db:table("t", { column("a", Integer) }))lua",
       R"lua(db:table("t", { column("a", Integer, { nullable = false, identity = true }) }))lua",
       R"lua(db:table("t", { column("a", Integer, { server_default = 5 }) }))lua"});
  add("keywords in lower case", postgresql,
      {std::string(parent) +
           R"lua(db:table("c", { column("p", Integer, { references = { "p.id", ondelete = "cascade", onupdate = "set null" } }) }))lua",
       std::string(parent) + R"lua(db:table("c", { column("p", Integer), foreign_key({ "p" }, { "p.id" },
  { ondelete = "no action", deferrable = true, initially = "deferred", match = "full" }) }))lua"});
  add("views with the rights of who asks", postgresql,
      behind(R"lua(db:table("t", { column("a", Integer) }))lua",
             {"", R"lua(db:view("v", "SELECT a FROM t"))lua",
              R"lua(db:view("v", "SELECT a FROM t", { security_invoker = true }))lua"}));
  add("identity", postgresql,
      {R"lua(db:table("t", { column("a", Integer, { nullable = false }) }))lua",
       R"lua(db:table("t", { column("a", Integer, { nullable = false, identity = true }) }))lua",
       R"lua(db:table("t", { column("a", Integer, { nullable = false, identity = { always = true } }) }))lua",
       R"lua(db:table("t", { column("a", Integer, { nullable = false, identity = { start = 10, increment = 5, cycle = true } }) }))lua"});
  add("keys that count", but_sqlite,
      {R"lua(db:table("t", { column("id", Integer, { primary_key = true }) }))lua",
       R"lua(db:table("t", { column("id", Integer, { primary_key = true, autoincrement = false }) }))lua",
       R"lua(db:table("t", { column("id", BigInteger, { primary_key = true }) }))lua"});
  add("keys of MySQL's own types", mysql,
      {R"lua(db:table("t", { column("id", mysql.INTEGER(10, { unsigned = true }), { primary_key = true }) }))lua",
       R"lua(db:table("t", { column("id", mysql.BIGINT(20, { unsigned = true }), { primary_key = true, autoincrement = false }) }))lua"});
  // Of these a key that counting or a foreign key needs goes where another comes.
  add("ways to count of MySQL", mysql,
      {R"lua(db:table("t", { column("id", Integer, { primary_key = true, autoincrement = false }), column("n", Integer, { nullable = false }) }))lua",
       R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("n", Integer, { nullable = false }), unique({ "n" }, { name = "uq_n" }) }))lua",
       R"lua(db:table("t", { column("id", Integer, { primary_key = true, autoincrement = false }),
  column("n", Integer, { nullable = false, autoincrement = true }), unique({ "n" }, { name = "uq_n" }) }))lua",
       R"lua(db:table("t", { column("id", Integer, { nullable = false }), column("n", Integer, { primary_key = true }) }))lua",
       R"lua(db:table("t", { column("id", Integer, { nullable = false, autoincrement = true }), column("n", BigInteger, { nullable = false }),
  primary_key({ "n", "id" }), index("ix_id", { "id", "n" }) }))lua"});
  add("indexes under foreign keys", mysql,
      behind(
          parent,
          beside(
              R"lua(column("a", Integer), column("b", Integer), foreign_key({ "a" }, { "p.id" }, { name = "fk_a" }), )lua",
              {"", R"lua(index("ix", { "a", "b" }))lua", R"lua(index("ix", { "a", "id" }))lua",
               R"lua(index("ix_other", { "a", "b" }), index("ix_more", { "a", "id" }))lua",
               R"lua(unique({ "a", "b" }, { name = "uq" }))lua"})));
  add("ways to count", postgresql,
      {R"lua(db:table("t", { column("id", Integer, { primary_key = true }) }))lua",
       R"lua(db:table("t", { column("id", Integer, { primary_key = true, autoincrement = false }) }))lua",
       R"lua(db:table("t", { column("id", Integer, { primary_key = true, identity = true }) }))lua",
       R"lua(db:table("t", { column("id", BigInteger, { primary_key = true, identity = { always = true, start = 7 } }) }))lua"});
  add("ways to count beside the key", postgresql,
      {R"lua(db:table("t", { column("A n", Integer, { nullable = false }) }))lua",
       R"lua(db:table("t", { column("A n", SqlType("SERIAL"), { nullable = false }) }))lua",
       R"lua(db:table("t", { column("A n", SqlType("BIGSERIAL")) }))lua",
       R"lua(db:table("t", { column("A n", BigInteger, { nullable = false, identity = true }) }))lua"});
  add("excludes", postgresql,
      beside(R"lua(column("r", postgresql.INT4RANGE), )lua",
             {"", R"lua(exclude({ { "r", "&&" } }, { name = "ex", using = "gist" }))lua",
              R"lua(exclude({ { "r", "&&" } }, { name = "ex", using = "gist", where = "id > 5" }))lua"}));
  add("enums", postgresql,
      of_column({"Text", "Enum({ \"a\", \"b\" }, { name = \"e\" })", "Enum({ \"a\", \"b\", \"c\" }, { name = \"e\" })",
                 "Enum({ \"z\", \"a\", \"b\" }, { name = \"e\" })", "Enum({ \"a\", \"c\" }, { name = \"e\" })",
                 "Enum({ \"a\", \"b\" }, { name = \"e\" }), { server_default = \"a\" }"}));
  add("enums of schemas", postgresql,
      of_column({"Enum({ \"a\" }, { name = \"e\", schema = \"public\" })",
                 "postgresql.ARRAY(Enum({ \"a\", \"b\" }, { name = \"e\", schema = \"apart\" })), { server_default = "
                 "\"{a}\" }",
                 "postgresql.ARRAY(Enum({ \"a\", \"b\", \"c\" }, { name = \"e\", schema = \"apart\" })), { "
                 "server_default = \"{c}\" }"}));
  add("enums on their own", postgresql,
      {"", R"lua(db:enum("mood", { "glad" }))lua", R"lua(db:enum("mood", { "sad", "glad" }))lua",
       R"lua(db:enum("mood", { "glad" })
db:table("t", { column("m", postgresql.ENUM({ "glad" }, { name = "mood" })) }))lua"});
  add("enums of MySQL", mysql,
      of_column({"Enum({ \"a\", \"b\" })", "Enum({ \"a\", \"b\", \"it's\" })", "String(6)",
                 "mysql.SET({ \"a\", \"b\" })", "Enum({ \"b\", \"a\" }), { server_default = \"b\" }"}));
  add("types of MySQL", mysql,
      of_column({"mysql.TINYINT", "mysql.INTEGER(11, { unsigned = true })", "mysql.MEDIUMTEXT", "mysql.LONGBLOB",
                 "mysql.YEAR", "mysql.DATETIME{ fsp = 6 }", "mysql.VARCHAR(40, { collation = \"utf8mb4_bin\" })",
                 "mysql.BIT(4)", "mysql.DECIMAL(8, 3, { unsigned = true })", "mysql.TINYTEXT"}));
  add("what MySQL says of columns", mysql,
      of_column({"mysql.TIMESTAMP",
                 "mysql.TIMESTAMP, { nullable = false, server_default = sql(\"CURRENT_TIMESTAMP\") }",
                 "mysql.TIMESTAMP, { nullable = false, server_default = sql(\"CURRENT_TIMESTAMP ON UPDATE "
                 "CURRENT_TIMESTAMP\") }"}));
  add("indexes of MySQL", mysql,
      beside(R"lua(column("a", Text), column("b", Text), )lua",
             {R"lua(index("ix", { "a" }, { mysql_length = 10 }))lua",
              R"lua(index("ix", { "a", "b" }, { mysql_length = { a = 5, b = 7 } }))lua",
              R"lua(index("ix", { "a", "b" }, { mysql_prefix = "FULLTEXT" }))lua"}));
  add("sequences of MariaDB", mysql,
      {"", R"lua(db:sequence("s"))lua", R"lua(db:sequence("s", { start = 5, increment = 2 }))lua"});
  add("defaults from sequences of MariaDB", mysql,
      behind("db:sequence(\"s\")", of_column({"Integer", "Integer, { server_default = sql(\"nextval(s)\") }",
                                              "Integer, { server_default = sql(\"(nextval(s) + 1)\") }"})));
  add("functions of MySQL", mysql,
      {"", R"lua(db:func("f(a int)", "RETURN a + 1", { returns = "int", volatility = "immutable" }))lua",
       R"lua(db:func("f(a int)", "BEGIN\n  RETURN a + 2;\nEND", { returns = "int", volatility = "immutable" }))lua",
       R"lua(db:func("g(a int, b varchar(10))", "RETURN concat(a, b)", { returns = "varchar(20)", volatility = "immutable" })
db:func("p(IN a int)", "SELECT a", { procedure = true }))lua"});
  add("enums without a type of their own", sqlite,
      of_column({"Enum({ \"a\", \"b\" })", "Enum({ \"a\", \"b\" }, { check = true, name = \"e\" })",
                 "Enum({ \"a\", \"longer\" }, { check = true, name = \"e\" })", "String(6)"}));
  add("sequences", postgresql,
      {"", R"lua(db:sequence("s"))lua", R"lua(db:sequence("s", { start = 5, increment = 2 }))lua",
       R"lua(db:sequence("s", { minvalue = 1, maxvalue = 9, cycle = true, cache = 3 }))lua"});
  add("views", everywhere,
      behind(R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("n", Text) }))lua",
             {"", R"lua(db:view("v", "SELECT id FROM t"))lua",
              R"lua(db:view("v", "SELECT id, n FROM t WHERE n <> ''"))lua",
              R"lua(db:view("v", "SELECT id FROM t")
db:view("a_view", "SELECT id FROM v"))lua"}));
  add("views with aliases that are names of others", everywhere,
      behind(R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("a", Integer) }))lua",
             {"", R"lua(db:view("invoice_totals", "SELECT id, a AS total FROM t")
db:view("total", "SELECT sum(total) AS s FROM invoice_totals"))lua"}));
  add("views over what changes", everywhere,
      {R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("n", String(5)) })
db:view("v", "SELECT id, n FROM t"))lua",
       R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("n", Text), column("m", Text) })
db:view("v", "SELECT id, n, m FROM t"))lua",
       R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("m", Text) })
db:view("v", "SELECT id FROM t"))lua"});
  add("materialized views", postgresql,
      behind(R"lua(db:table("t", { column("id", Integer, { primary_key = true }) }))lua",
             {"", R"lua(db:materialized_view("m", "SELECT id FROM t"))lua",
              R"lua(db:materialized_view("m", "SELECT id + 1 AS id FROM t"))lua",
              R"lua(db:view("m", "SELECT id FROM t"))lua"}));
  add("functions", postgresql,
      {"", R"lua(db:func("f(a integer)", "SELECT a + 1", { returns = "integer", language = "sql" }))lua",
       R"lua(db:func("f(a integer)", "SELECT a + 2", { returns = "integer", language = "sql", volatility = "immutable" }))lua",
       R"lua(db:func("f(a integer)", "SELECT a::text", { returns = "text", language = "sql" }))lua",
       R"lua(db:func("f(a bigint, b text)", "SELECT a", { returns = "bigint", language = "sql" }))lua"});
  add("attributes of functions", postgresql,
      {R"lua(db:func("f(a integer)", "SELECT a + 1", { returns = "integer", language = "sql" }))lua",
       R"lua(db:func("f(a integer)", "SELECT a + 1", { returns = "integer", language = "sql", attributes = "STRICT PARALLEL SAFE COST 7" }))lua",
       R"lua(db:func("f(a integer)", "SELECT a + 1", { returns = "integer", language = "sql", attributes = "SET search_path TO public, pg_temp SET work_mem TO '8MB'" }))lua"});
  add("functions that tables name", postgresql,
      {R"lua(db:table("t", { column("id", Integer, { primary_key = true }) }))lua",
       R"lua(db:func("f(a integer)", "SELECT a > 0", { returns = "boolean", language = "sql" })
db:table("t", { column("id", Integer, { primary_key = true }), check("f(id)", { name = "ck_f" }) }))lua",
       R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("n", Text) })
db:func("all_of_t()", "SELECT * FROM t", { returns = "SETOF t", language = "sql" }))lua"});
  const std::string rows = R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("n", Text) })
)lua";
  add("row security", postgresql,
      {rows,
       R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("n", Text) }, { postgresql_row_security = true }))lua",
       R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("n", Text) }, { postgresql_row_security = true, postgresql_force_row_security = true }))lua"});
  add("policies", postgresql,
      behind(rows, {"", R"lua(db:policy("p", "t", { using = "id > 0" }))lua",
                    R"lua(db:policy("p", "t", { for_ = "select", to = "public", using = "id BETWEEN 1 AND 9" }))lua",
                    R"lua(db:policy("p", "t", { for_ = "insert", with_check = "n <> ''", permissive = false })
db:policy("q", "t", { using = "true", with_check = "n = current_user" }))lua"}));
  add("indexes of materialized views", postgresql,
      behind(
          rows,
          {R"lua(db:materialized_view("m", "SELECT id, n FROM t"))lua",
           R"lua(db:materialized_view("m", "SELECT id, n FROM t", { indexes = { index("ix_m", { "id" }, { unique = true }) } }))lua",
           R"lua(db:materialized_view("m", "SELECT id, n FROM t", { indexes = { index("ix_m", { { "id", desc = true } }), index("ix_n", { sql("lower(n)") }, { where = "n <> ''" }) } }))lua",
           R"lua(db:materialized_view("m", "SELECT id, n FROM t WHERE id > 1", { indexes = { index("ix_m", { "id" }, { unique = true }) } }))lua"}));
  const std::string triggered =
      R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("n", Text) })
)lua";
  add("triggers", postgresql,
      behind(
          triggered + R"lua(db:func("f()", "BEGIN RETURN NEW; END", { returns = "trigger", language = "plpgsql" }))lua",
          {"", R"lua(db:trigger("g", "t", { when = "BEFORE INSERT", for_each = "row", execute = "f()" }))lua",
           R"lua(db:trigger("g", "t", { when = "AFTER UPDATE OF n", for_each = "row", execute = "f()", condition = "NEW.n IS NOT NULL" }))lua"}));
  add("triggers of SQLite", sqlite,
      behind(
          triggered,
          {"",
           R"lua(db:trigger("g", "t", { when = "AFTER INSERT", body = "UPDATE t SET n = 'x' WHERE id = NEW.id;" }))lua",
           R"lua(db:trigger("g", "t", { when = "AFTER UPDATE OF n", body = "DELETE FROM t WHERE id = 0;", condition = "NEW.n = ''" }))lua"}));
  add("triggers of MySQL", mysql,
      behind(
          triggered,
          {"", R"lua(db:trigger("g", "t", { when = "BEFORE INSERT", for_each = "row", body = "SET NEW.n = 'x';" }))lua",
           R"lua(db:trigger("g", "t", { when = "BEFORE UPDATE", for_each = "row", body = "SET NEW.n = 'y'; SET NEW.id = OLD.id;" }))lua"}));
  const auto written_to = [](const char* type, const char* select, const char* trigger) {
    return fmt::format(R"lua(db:table("t", {{ column("id", Integer, {{ primary_key = true }}), column("c", {}) }})
db:view("v", "{}")
{})lua",
                       type, select, trigger);
  };
  const auto writes = [](const char* when) {
    return fmt::format(
        R"lua(db:trigger("g", "v", {{ when = "{}", for_each = "row", body = "DELETE FROM t WHERE id = 0;" }}))lua",
        when);
  };
  const auto calls = [](const char* when) {
    return fmt::format(R"lua(db:func("f()", "BEGIN RETURN NEW; END", {{ returns = "trigger", language = "plpgsql" }})
db:trigger("g", "v", {{ when = "{}", for_each = "row", execute = "f()" }}))lua",
                       when);
  };
  add("triggers on views", postgresql,
      {written_to("Integer", "SELECT id, c FROM t", calls("INSTEAD OF INSERT").c_str()),
       written_to("BigInteger", "SELECT id, c FROM t", calls("INSTEAD OF INSERT").c_str()),
       written_to("BigInteger", "SELECT c FROM t", calls("INSTEAD OF INSERT").c_str()),
       written_to("Text", "SELECT id, c FROM t", calls("INSTEAD OF UPDATE").c_str()),
       written_to(R"(Enum({ "a" }, { name = "e" }))", "SELECT id, c FROM t", calls("INSTEAD OF DELETE").c_str()),
       written_to(R"(Enum({ "a", "b" }, { name = "e" }))", "SELECT id, c FROM t", calls("INSTEAD OF DELETE").c_str())});
  add("triggers on views of SQLite", sqlite,
      {written_to("Integer", "SELECT id, c FROM t", writes("INSTEAD OF INSERT").c_str()),
       written_to("Integer", "SELECT c FROM t", writes("INSTEAD OF INSERT").c_str()),
       written_to("Text", "SELECT id, c FROM t", writes("INSTEAD OF UPDATE").c_str())});
  add("extensions", postgresql, {"", R"lua(db:extension("pg_trgm"))lua"});
  add("tables of SQLite", sqlite,
      {R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("n", Text) }))lua",
       R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("n", Text, { collation = "NOCASE" }) }))lua"});
  add("collations of PostgreSQL", postgresql,
      of_column({"Text", "Text, { collation = \"C\" }", "Text, { collation = \"POSIX\" }"}));
  add("renames", everywhere,
      {R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("a", Integer), index("ix_t", { "a" }) }))lua",
       R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("b", Integer, { renamed_from = "a" }), index("ix_t", { "b" }) }))lua"});
  add("renames under checks", everywhere,
      {R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("a", Integer, { check = "a > 0" }),
  check("a < 9", { name = "ck" }) }))lua",
       R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("b", Integer, { renamed_from = "a", check = "b > 0" }),
  check("b < 9", { name = "ck" }) }))lua"});
  add("renames under checks without names", everywhere,
      {R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("a", Integer), check("a > 0") }))lua",
       R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("b", Integer, { renamed_from = "a" }),
  check("b > 1") }))lua",
       R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("b", Integer, { renamed_from = "a" }) }))lua"});
  add("columns with checks", everywhere,
      beside(
          "",
          {"", R"lua(column("a", Integer, { check = "a > 0" }), column("b", Text))lua",
           R"lua(column("b", Text), column("c", Integer, { check = "c in (1, 2)" }), check("c < 9", { name = "ck" }))lua"}));
  add("renamed JSON", everywhere,
      {R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("a", JSON) }))lua",
       R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("b", JSON, { renamed_from = "a" }) }))lua"});
  add("renamed tables", everywhere,
      {R"lua(db:table("old", { column("id", Integer, { primary_key = true }), column("a", Integer) }))lua",
       R"lua(db:table("new", { column("id", Integer, { primary_key = true }), column("a", Text) }, { renamed_from = "old" }))lua"});
  for (ModelGroup& group : groups) {
    group.renames = group.name.starts_with("rename");
    group.loses = group.name == "computed columns";
  }
  std::ranges::move(groups_of_changes_together(), std::back_inserter(groups));
  return groups;
}

}  // namespace

const std::vector<ModelGroup>& model_groups() {
  static const std::vector<ModelGroup> groups = all_groups();
  return groups;
}

std::vector<std::string> databases_that_show_models() {
  std::vector<std::string> names = live_databases();
  std::erase_if(names, [](const std::string& name) { return !databases::find_database(name)->show_models; });
  return names;
}

std::string model_file(std::string_view body) {
  return fmt::format("local db = metadata()\n{}\nreturn db\n", body);
}

}  // namespace luamigrate::test
