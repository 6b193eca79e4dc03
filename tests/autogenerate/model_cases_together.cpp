// Models that differ in several things that stand on each other.
#include "autogenerate/model_cases.h"

namespace luamigrate::test {

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
  for (ModelGroup& group : groups) group.renames = group.name.starts_with("rename");
  return groups;
}

}  // namespace luamigrate::test
