// The law: what lua_source writes, run, gives an equal operation.
#include <catch2/catch.hpp>

#include "base/lua_lines.h"
#include "bindings/revision_file.h"
#include "lua_source/operations.h"
#include "samples.h"
#include "support/recording_sink.h"
#include "support/test_databases.h"

namespace luamigrate {
namespace {

std::vector<ops::Operation> run(bindings::Interpreter& interpreter, const std::string& body) {
  tests::RecordingSink sink;
  bindings::RevisionFile file(interpreter, "versions/r.lua",
                              "revision = \"r\"\nfunction upgrade()\n" + body + "\nend\n");
  file.run(ops::ScriptFunction::upgrade, sink, {.revision = "r"});
  return sink.operations;
}

template <class... T>
std::vector<ops::Operation> all_samples(const std::variant<T...>*) {
  std::vector<ops::Operation> result;
  const auto add = [&](auto samples) {
    REQUIRE(samples.size() >= 2);
    for (auto& sample : samples) result.push_back({std::move(sample), {}});
  };
  (add(tests::samples<T>()), ...);
  return result;
}

TEST_CASE("every operation written as Lua reads back equal, indented or not") {
  bindings::Interpreter interpreter({.databases = tests::test_databases()});
  for (const ops::Operation& operation : all_samples(static_cast<const ops::OperationBody*>(nullptr))) {
    const std::string source = lua_source::to_lua(operation);
    CAPTURE(source);
    const std::vector<ops::Operation> expected = {operation};
    CHECK(run(interpreter, source) == expected);
    CHECK(run(interpreter, base::indented_lua(source, "  ")) == expected);
  }
}

}  // namespace
}  // namespace luamigrate
