// Models that differ in several things that stand on each other.
#include "autogenerate/model_cases.h"

#include <fmt/format.h>

namespace luamigrate::test {
namespace {

using Variants = std::vector<std::string>;

}  // namespace

std::vector<ModelGroup> groups_of_changes_together() {
  const std::vector<std::string> everywhere, postgresql{"postgresql"}, sqlite{"sqlite"};
  std::vector<ModelGroup> groups;

  const auto with_parent = [](const std::string& references, const std::string& more) {
    return R"lua(db:table("a", { column("id", Integer, { primary_key = true }) })
db:table("b", { column("id", Integer, { primary_key = true, references = )lua" +
           references + R"lua( }), column("x", Integer, { nullable = false }), )lua" + more + "})";
  };
  const std::string check = R"lua(check("x between 1 and 9", { name = "ck" }),)lua";
  groups.push_back({"keys that are foreign keys",
                    everywhere,
                    {with_parent("\"a.id\"", ""), with_parent("\"a.id\"", check),
                     with_parent("\"a.id\"", check + R"lua( column("y", Integer))lua"),
                     with_parent(R"lua({ "a.id", ondelete = "CASCADE" })lua", check)}});
  groups.push_back({"foreign keys that restrict beside checks",
                    everywhere,
                    {with_parent(R"lua({ "a.id", name = "fk", ondelete = "RESTRICT" })lua", check),
                     with_parent(R"lua({ "a.id", name = "fk", onupdate = "RESTRICT" })lua", check)}});

  const auto tenants = [](const std::string& keys) {
    return R"lua(db:table("tenants", { column("id", Integer, { primary_key = true }) })
db:table("projects", { column("id", Integer, { primary_key = true }),
  column("tenant_id", Integer, { nullable = false, references = "tenants.id" }),
  unique({ "tenant_id", "id" }, { name = "uq_pt" }) })
db:table("tasks", { column("id", Integer, { primary_key = true }), column("tenant_id", Integer, { nullable = false }),
  column("project_id", Integer), )lua" +
           keys + "})";
  };
  const std::string tenant = R"lua(foreign_key({ "tenant_id" }, { "tenants.id" }, { name = "fk_tenant" }),)lua";
  const std::string project =
      R"lua(foreign_key({ "tenant_id", "project_id" }, { "projects.tenant_id", "projects.id" }, { name = "fk_project" }))lua";
  groups.push_back(
      {"foreign keys that begin with the same column",
       everywhere,
       {tenants(tenant + project), tenants(""), tenants(tenant), tenants(project),
        tenants(
            R"lua(foreign_key({ "tenant_id" }, { "tenants.id" }, { name = "fk_tenant", ondelete = "CASCADE" }),
  foreign_key({ "tenant_id", "project_id" }, { "projects.tenant_id", "projects.id" }, { name = "fk_project", ondelete = "CASCADE" }))lua")}});

  const auto unnamed = [](const std::string& columns, const std::string& keys) {
    return R"lua(db:table("p", { column("id", Integer, { primary_key = true }), column("x", Integer),
  unique({ "id", "x" }, { name = "uq_p" }) })
db:table("c", { column("id", Integer, { primary_key = true }), )lua" +
           columns + R"lua(, column("b", Integer), )lua" + keys + "})";
  };
  const std::string both = R"lua(foreign_key({ "a", "b" }, { "p.id", "p.x" }), )lua";
  groups.push_back({"foreign keys without names that begin with the same column",
                    everywhere,
                    {unnamed(R"lua(column("a", Integer))lua", both + R"lua(foreign_key({ "a" }, { "p.id" }))lua"),
                     unnamed(R"lua(column("a", Integer))lua", R"lua(foreign_key({ "a" }, { "p.id" }))lua"),
                     unnamed(R"lua(column("a", Integer))lua", both)}});
  groups.push_back({"renames of columns of two keys",
                    everywhere,
                    {unnamed(R"lua(column("a", Integer))lua", both + R"lua(foreign_key({ "a" }, { "p.id" }))lua"),
                     unnamed(R"lua(column("z", Integer, { renamed_from = "a" }))lua",
                             R"lua(foreign_key({ "z", "b" }, { "p.id", "p.x" }))lua")}});

  groups.push_back({"renamed tables with keys without names",
                    everywhere,
                    {R"lua(db:table("p", { column("id", Integer, { primary_key = true }) })
db:table("c", { column("id", Integer, { primary_key = true }), column("p_id", Integer, { references = "p.id" }) }))lua",
                     R"lua(db:table("p", { column("id", Integer, { primary_key = true }) })
db:table("cc", { column("id", Integer, { primary_key = true }),
  column("p_id", Integer, { references = { "p.id", ondelete = "CASCADE" } }) }, { renamed_from = "c" }))lua"}});
  groups.push_back({"renames of columns whose keys go",
                    everywhere,
                    {R"lua(db:table("p", { column("id", Integer, { primary_key = true }) })
db:table("c", { column("id", Integer, { primary_key = true }), column("p_id", Integer, { references = "p.id" }) }))lua",
                     R"lua(db:table("p", { column("id", Integer, { primary_key = true }) })
db:table("c", { column("id", Integer, { primary_key = true }), column("q_id", Integer, { renamed_from = "p_id" }) }))lua"}});
  groups.push_back(
      {"renamed tables by case",
       sqlite,
       {R"lua(db:table("Users", { column("id", Integer, { primary_key = true }) }, { renamed_from = "users" })
db:table("notes", { column("u", Integer, { references = "Users.id" }) }))lua",
        R"lua(db:table("users", { column("id", Integer, { primary_key = true }) }, { renamed_from = "Users" })
db:table("notes", { column("u", Integer, { references = "users.id" }) }))lua"}});

  groups.push_back({"functions that read views",
                    postgresql,
                    {R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("n", Integer) }))lua",
                     R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("n", Integer) })
db:view("v", "SELECT id FROM t")
db:func("f()", "SELECT count(*) FROM v", { returns = "bigint" })
db:func("first(a v)", "SELECT a.id", { returns = "integer" }))lua",
                     R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("n", Integer) })
db:view("v", "SELECT id, n FROM t")
db:func("f()", "SELECT sum(n) FROM v", { returns = "bigint" })
db:func("first(a v)", "SELECT a.n", { returns = "integer" }))lua"}});
  groups.push_back({"functions that call those that read views",
                    postgresql,
                    {"",
                     R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("n", Integer) })
db:view("v", "SELECT id FROM t")
db:view("totals", "SELECT fmt(n) AS n FROM t")
db:func("f()", "BEGIN RETURN (SELECT count(*) FROM v); END", { returns = "bigint", language = "plpgsql" })
db:func("g()", "SELECT f()", { returns = "bigint" })
db:func("fmt(totals integer)", "SELECT totals::text", { returns = "text" })
db:func("columns_of()", "SELECT 1, 2", { returns = "TABLE(v integer, y integer)" })
db:view("w", "SELECT y FROM columns_of()"))lua"}});
  groups.push_back({"renames under functions",
                    postgresql,
                    {R"lua(db:table("users", { column("id", Integer, { primary_key = true }), column("n", Integer) })
db:func("f()", "SELECT sum(n) FROM users", { returns = "bigint" })
db:func("n_of(u users)", "SELECT u.n", { returns = "integer" }))lua",
                     R"lua(db:table("people", { column("id", Integer, { primary_key = true }),
  column("m", Integer, { renamed_from = "n" }) }, { renamed_from = "users" })
db:func("f()", "SELECT sum(m) FROM people", { returns = "bigint" })
db:func("n_of(u people)", "SELECT u.m", { returns = "integer" }))lua"}});
  const auto named_view = [](const std::string& columns) {
    return R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("n", Integer) })
db:view("v", "SELECT id, n FROM t", { columns = { )lua" +
           columns + " } })";
  };
  groups.push_back({"views with names for their columns",
                    everywhere,
                    {named_view(R"("a", "b")"), named_view(R"("a", "c")"), named_view(R"("c", "a")")}});
  groups.push_back({"collations that types have",
                    sqlite,
                    {R"lua(db:table("t", { column("a", String(10)) }))lua",
                     R"lua(db:table("t", { column("a", String(10, { collation = "NOCASE" })) }))lua",
                     R"lua(db:table("t", { column("a", String(10), { collation = "RTRIM" }) }))lua"}});
  const auto keyed = [](const std::string& options) {
    return R"lua(db:table("t", { column("id", Integer), column("n", Integer), primary_key({ "id" }, { name = "pk")lua" +
           options + " }) })";
  };
  groups.push_back({"primary keys with more than columns",
                    postgresql,
                    {keyed(""), keyed(R"lua(, include = { "n" })lua"), keyed(", deferrable = true"),
                     keyed(R"lua(, deferrable = true, initially = "DEFERRED")lua")}});
  const auto add = [&](const char* name, const std::vector<std::string>& databases, Variants variants) {
    groups.push_back({name, databases, std::move(variants)});
  };
  const auto behind = [](const std::string& tables, Variants others) {
    for (std::string& each : others) each = tables + "\n" + each;
    return others;
  };
  add("renames under views", everywhere,
      {R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("a", Integer) })
db:view("v", "SELECT id, a FROM t")
db:view("w", "SELECT a FROM v"))lua",
       R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("b", BigInteger, { renamed_from = "a" }) })
db:view("v", "SELECT id, b FROM t")
db:view("w", "SELECT b FROM v"))lua"});
  add("renamed tables under views", everywhere,
      {R"lua(db:table("old", { column("id", Integer, { primary_key = true }), column("a", Integer) })
db:view("v", "SELECT id, a FROM old"))lua",
       R"lua(db:table("new", { column("id", Integer, { primary_key = true }), column("a", Integer) }, { renamed_from = "old" })
db:view("v", "SELECT id, a FROM new"))lua"});
  add("renamed tables under triggers", {"sqlite", "mysql"},
      {R"lua(db:table("old", { column("id", Integer, { primary_key = true }), column("a", Integer) })
db:table("log", { column("n", Integer) })
db:trigger("g", "old", { when = "AFTER DELETE", for_each = "row", body = "INSERT INTO log VALUES (1);" }))lua",
       R"lua(db:table("new", { column("id", Integer, { primary_key = true }), column("a", Integer) }, { renamed_from = "old" })
db:table("log", { column("n", Integer) })
db:trigger("g", "new", { when = "AFTER DELETE", for_each = "row", body = "INSERT INTO log VALUES (2);" }))lua"});
  const auto under_view = [](const char* type) {
    return fmt::format(R"lua(db:table("t", {{ column("id", Integer, {{ primary_key = true }}), column("c", {}) }})
db:view("v", "SELECT id, c FROM t")
db:view("w", "SELECT c FROM v"))lua",
                       type);
  };
  add("enums under views", postgresql,
      {under_view(R"(Enum({ "a", "b" }, { name = "e" }))"),
       under_view(R"(Enum({ "a", "b", "c" }, { name = "e" }), { server_default = "c" })"),
       under_view(R"(Enum({ "a", "c" }, { name = "e" }))")});
  const auto in_the_way = [](const char* values, const char* more) {
    return fmt::format(R"lua(local values = {{ {} }}
local e = Enum(values, {{ name = "e" }}){})lua",
                       values, more);
  };
  constexpr const char *few = R"("a", "b")", *all = R"("a", "b", "c")", *turned = R"("c", "b", "a")";
  const auto enum_variants = [&](const char* more) {
    return Variants{in_the_way(few, more), in_the_way(all, more), in_the_way(turned, more)};
  };
  add("enums with all that tables have", postgresql, enum_variants(R"lua(
db:table("t", {
  column("id", Integer, { primary_key = true }),
  column("m", e, { nullable = false, server_default = "a" }),
  column("list", postgresql.ARRAY(e), { server_default = sql("'{a,b}'::e[]") }),
  column("is_a", Boolean, { computed = { "m = 'a'", persisted = true } }),
  column("n", Text, { server_default = sql("('b'::e)::text"), comment = "a text" }),
  check("m <> 'b' OR id > 0", { name = "ck_m" }), check("'a'::e = ANY (list)", { name = "ck_list" }),
  check("n::e > 'a'", { name = "ck_n" }), unique({ "id", "m" }, { name = "uq_t" }),
  unique({ "is_a", "id" }, { name = "uq_is_a" }),
  exclude({ { "id", "=" } }, { name = "ex_t", using = "btree", where = "m = 'b'" }),
  index("ix_m", { "m" }), index("ix_p", { "id" }, { where = "m = 'a'" }), index("ix_e", { sql("(m = 'b')"), "n" }),
  index("ix_g", { "is_a" }), index("ix_l", { "id" }, { include = { "is_a" } }),
})
db:table("u", { column("t_id", Integer), column("m", e),
  foreign_key({ "t_id", "m" }, { "t.id", "t.m" }, { name = "fk_u" }) }))lua"));
  add("enums with what stands beside tables", postgresql, enum_variants(R"lua(
db:enum("e", values)
db:func("f(x e)", "SELECT x = 'a'", { returns = "boolean", language = "sql", volatility = "immutable" })
db:func("first_e()", "SELECT 'b'::e", { returns = "e", language = "sql" })
db:func("on_t()", "BEGIN RETURN NEW; END", { returns = "trigger", language = "plpgsql" })
db:table("t", { column("id", Integer, { primary_key = true }), column("m", e), check("f(m)", { name = "ck_f" }) },
  { postgresql_row_security = true })
db:table("s", { column("id", Integer, { primary_key = true }), column("f", Boolean, { server_default = sql("f('a'::e)") }),
  index("ix_f", { sql("f('b'::e)") }) })
db:view("v", "SELECT id FROM t WHERE m = 'a'")
db:view("over_v", "SELECT id FROM v")
db:view("w", "SELECT 'a'::e AS x")
db:view("x", "SELECT f('a'::e) AS x")
db:materialized_view("mv", "SELECT m, id FROM t", { indexes = { index("ix_mv", { "m" }, { where = "m = 'a'" }) } })
db:trigger("g", "t", { when = "BEFORE UPDATE OF m", for_each = "row", execute = "on_t()" })
db:trigger("h", "t", { when = "AFTER INSERT", for_each = "row", execute = "on_t()", condition = "NEW.m = 'a'" })
db:policy("p", "t", { using = "m = 'a'" })
db:policy("q", "s", { using = "EXISTS (SELECT FROM t WHERE t.id = s.id AND t.m = 'b')" }))lua"));
  // What names the enum changes along with it.
  add("enums whose dependents change", postgresql,
      {in_the_way(few, R"lua(
db:table("t", { column("id", Integer, { primary_key = true }), column("m", e, { server_default = "b" }),
  column("is", Boolean, { computed = { "m = 'b'", persisted = true } }), column("old", e, { server_default = "b" }),
  check("m <> 'b'", { name = "ck_m" }), index("ix_p", { "id" }, { where = "m = 'b'" }) })
db:table("gone", { column("m", e, { server_default = "b" }), check("m <> 'b'", { name = "ck_gone" }) }))lua"),
       in_the_way(R"("a", "c")", R"lua(
db:table("t", { column("id", Integer, { primary_key = true }), column("m", e, { server_default = "c" }),
  column("is", Boolean, { computed = { "m = 'c'", persisted = true } }),
  check("m <> 'c'", { name = "ck_m" }), index("ix_p", { "id" }, { where = "m = 'c'" }) })
db:table("new", { column("m", e, { server_default = "c" }), check("m <> 'c'", { name = "ck_new" }) }))lua")});
  const auto over_enums = [](const char* more) {
    return fmt::format(R"lua(local e = Enum({{ "a", "b" }}, {{ name = "e" }})
db:enum("e", {{ "a", "b" }})
db:func("rank(x e)", "SELECT CASE x WHEN 'a' THEN 1 ELSE 2 END", {{ returns = "integer", language = "sql" }})
db:table("t", {{ column("id", Integer, {{ primary_key = true }}), column("m", e) }})
db:table("u", {{ column("id", Integer, {{ primary_key = true }}), column("m", e), column("list", postgresql.ARRAY(e)), {} }})
db:view("v", "SELECT t.id FROM t JOIN u ON t.m = u.m AND t.m = ANY (u.list) AND u.m <> 'a'::e WHERE rank(t.m) = 1"))lua",
                       more);
  };
  add("views that compare enums of tables that stay and tables that do not", postgresql,
      {over_enums(R"lua(check("m IN ('a', 'b')", { name = "ck" }))lua"),
       over_enums(R"lua(check("id BETWEEN 1 AND 9"))lua"), over_enums(R"lua(column("n", Text))lua")});
  add("texts that say their schema", postgresql,
      {R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("n", Text) }, { schema = "audit" })
db:table("p", { column("id", Integer, { primary_key = true }) })
db:view("v", "SELECT id FROM audit.t")
db:view("pv", "SELECT id FROM public.p"))lua",
       R"lua(local kind = Enum({ "a", "b" }, { name = "kind", schema = "audit" })
db:sequence("numbers", { schema = "audit" })
db:sequence("others")
db:func("f()", "BEGIN RETURN NEW; END", { returns = "trigger", language = "plpgsql", schema = "audit" })
db:func("g(x integer)", "SELECT x", { returns = "integer", language = "sql" })
db:table("t", { column("id", Integer, { primary_key = true }), column("n", Text),
  column("k", kind, { server_default = sql("'a'::audit.kind") }), column("ks", postgresql.ARRAY(kind)),
  column("number", Integer, { server_default = sql("nextval('audit.numbers'::regclass)") }),
  column("other", Integer, { server_default = sql("nextval('public.others')") }),
  check("k <> 'b'::audit.kind OR n <> 'public.p'", { name = "ck" }),
  index("ix", { "id" }, { where = "k = 'a'::audit.kind" }) }, { schema = "audit" })
db:table("p", { column("id", Integer, { primary_key = true }), column("m", Integer),
  check("public.g(m) > 0", { name = "ck_p" }) }, { postgresql_row_security = true })
db:trigger("tr", "t", { schema = "audit", when = "BEFORE INSERT", for_each = "row", execute = "audit.f('audit.t')",
  condition = "NEW.k = 'a'::audit.kind" })
db:policy("see", "p", { using = "EXISTS (SELECT FROM audit.t WHERE t.id = p.id)" })
db:view("v", "SELECT id, k FROM audit.t WHERE k = 'a'::audit.kind")
db:view("pv", "SELECT p.id, p.m, public.g(p.m) AS g FROM public.p"))lua"});
  add("functions that triggers and views stand on", postgresql,
      behind(
          R"lua(db:table("t", { column("id", Integer, { primary_key = true }), check("f(id)", { name = "ck_f" }) })
db:trigger("g", "t", { when = "BEFORE INSERT", for_each = "row", execute = "on_t()" })
db:view("v", "SELECT f(id) AS f FROM t"))lua",
          {R"lua(db:func("on_t()", "BEGIN RETURN NEW; END", { returns = "trigger", language = "plpgsql" })
db:func("f(a integer)", "SELECT a > 0", { returns = "boolean", language = "sql" }))lua",
           R"lua(db:func("on_t()", "BEGIN NEW.id := 1; RETURN NEW; END", { returns = "trigger", language = "plpgsql" })
db:func("f(a integer)", "SELECT a > 1", { returns = "boolean", language = "sql" }))lua"}));
  for (ModelGroup& group : groups) group.renames = group.name.starts_with("rename");
  const auto renamed = [](const std::string& a, const std::string& more) {
    return R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("k", Integer), )lua" + a + ", " +
           more + "})";
  };
  add("renamed columns that indexes and keys carry", postgresql,
      {renamed(R"lua(column("a", Integer))lua",
               R"lua(index("ix", { "k" }, { include = { "a" } }), unique({ "k" }, { name = "uq", include = { "a" } }),
  exclude({ { "a", "=" } }, { name = "ex", using = "btree" }))lua"),
       renamed(R"lua(column("b", Integer, { renamed_from = "a" }))lua",
               R"lua(index("ix", { "k" }, { include = { "b" } }), unique({ "k" }, { name = "uq", include = { "b" } }),
  exclude({ { "b", "=" } }, { name = "ex", using = "btree" }))lua"),
       renamed(R"lua(column("b", Integer, { renamed_from = "a" }))lua", "")});
  add("renamed columns of which an index has a part", {"mysql"},
      {renamed(R"lua(column("a", Text))lua", R"lua(index("ix", { "a" }, { mysql_length = { a = 10 } }))lua"),
       renamed(R"lua(column("b", Text, { renamed_from = "a" }))lua",
               R"lua(index("ix", { "b" }, { mysql_length = { b = 10 } }))lua"),
       renamed(R"lua(column("b", Text, { renamed_from = "a" }))lua", "")});
  const auto beside_types = [&](const std::string& text, const std::string& length, const std::string& day) {
    return renamed(text + ", " + length + ", " + day + R"lua(, column("status", String(10)))lua",
                   R"lua(check("status in ('a', 'b')", { name = "ck_in" }),
  check("length(status) > 0 AND cast(k as )lua" +
                       std::string("char(9)") + R"lua() <> 'x'", { name = "ck_length" }), index("ix", { "k" }))lua");
  };
  add("renamed columns that are called like types and functions", everywhere,
      {beside_types(R"lua(column("text", Text))lua", R"lua(column("length", Integer))lua",
                    R"lua(column("varying", Date))lua"),
       beside_types(R"lua(column("body", Text, { renamed_from = "text" }))lua",
                    R"lua(column("size", Integer, { renamed_from = "length" }))lua",
                    R"lua(column("day", Date, { renamed_from = "varying" }))lua")});
  add("functions in the order of the alphabet and in none", {"mysql"},
      {"", R"lua(db:func("f9(a INT)", "RETURN a + 1", { returns = "INT" }))lua",
       R"lua(db:func("f9(a INT)", "RETURN a + 2", { returns = "INT" })
db:func("f10(a INT)", "RETURN a + 5", { returns = "INT" }))lua",
       R"lua(db:func("f9(a INT)", "RETURN a + 1", { returns = "INT" })
db:func("f10(a INT)", "RETURN a + 6", { returns = "INT" }))lua"});
  add("functions in front of those that they call", postgresql,
      {"", R"lua(db:func("a1()", "SELECT z1()", { returns = "int", language = "sql" })
db:func("z1()", "SELECT 1", { returns = "int", language = "sql" })
db:func("b1(n int, m int8)", "SELECT 1", { returns = "int", language = "sql" })
db:func("b1(n int)", "SELECT b1(n, 2)", { returns = "int", language = "sql" }))lua",
       R"lua(db:func("a1()", "SELECT z1() + 1", { returns = "int", language = "sql" })
db:func("b1(n int)", "SELECT b1(n, 3)", { returns = "int", language = "sql" })
db:func("b1(n int, m int8)", "SELECT 2", { returns = "int", language = "sql" })
db:func("z1()", "SELECT 3", { returns = "int", language = "sql" }))lua"});
  const auto enums = [](const std::string& first, const std::string& second) {
    const std::string longest(63, 'e');
    return fmt::format(
        R"lua(db:table("t", {{ column("a", Enum({{ {0} }}, {{ name = "en" }})), column("b", Enum({{ "x" }}, {{ name = "en_old" }})),
  column("c", Enum({{ {1} }}, {{ name = "{2}" }})) }}))lua",
        first, second, longest);
  };
  add("enums whose old names are taken or too long", postgresql,
      {enums(R"("a", "b")", R"("c", "d")"), enums(R"("b")", R"("d", "c")")});
  return groups;
}

}  // namespace luamigrate::test
