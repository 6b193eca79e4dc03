// How often a comparison asks the database does not depend on how much there is.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include "autogenerate/model_cases.h"
#include "support/fault_points.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

// `count` tables of all that models have of ordinary.
std::string models(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i)
    text += fmt::format(R"lua(db:table("t{0}", {{
  column("id", Integer, {{ primary_key = true }}),
  column("name", String(40), {{ nullable = false, server_default = "new" }}),
  column("amount", Numeric(10, 2), {{ nullable = false, server_default = 0 }}),
  column("active", Boolean, {{ nullable = false, server_default = true }}),
  column("at", DateTime, {{ server_default = sql("CURRENT_TIMESTAMP") }}),
  column("ratio", Float),
  column("note", Text, {{ comment = "what else" }}),
  column("other_id", Integer, {{ references = {{ "t0.id", name = "fk_t{0}", ondelete = "CASCADE" }}, index = true }}),
  unique({{ "name" }}, {{ name = "uq_t{0}" }}),
  index("ix_t{0}", {{ "amount", "at" }}),
}})
)lua",
                        i);
  return model_file(text);
}

// The statements that a check sends.
std::vector<std::string> sent_by_check(const std::string& database, std::size_t tables) {
  TestProject project(database);
  project.write("lua/models.lua", models(tables));
  project.migrator().revision({.message = "all", .autogenerate = true});
  project.upgrade();
  std::vector<std::string> sent;
  const FaultPoints points([&](const FaultPoint& point) {
    if (!point.after) sent.emplace_back(point.statement);
  });
  CHECK(project.migrator().check().differences.empty());
  return sent;
}

}  // namespace

TEST_CASE("a check asks as often for forty tables as for two, and makes none where the models plainly agree") {
  const std::string database = GENERATE(from_range(databases_that_show_models()));
  INFO(database);
  const std::vector<std::string> few = sent_by_check(database, 2), many = sent_by_check(database, 40);
  INFO(fmt::format("{}", fmt::join(many, "\n")));
  CHECK(few.size() == many.size());
  CHECK(many.size() < 25);
  for (const std::string& statement : many) CHECK(statement.find("CREATE ") == std::string::npos);
}
