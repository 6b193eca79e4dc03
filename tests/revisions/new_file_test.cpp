#include "revisions/new_file.h"

#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "revisions/graph_of.h"

using namespace luamigrate;
using namespace luamigrate::revisions;

namespace {

const base::WallTime noon = base::WallTime(std::chrono::seconds(1'795'176'600));  // 2026-11-20 12:10:00 UTC

}  // namespace

TEST_CASE("a slug is the words of the message, cut between words as Alembic cuts it") {
  CHECK(slug("Add user's e-mail!", 40) == "add_user_s_e_mail");
  CHECK(slug("one two three", 9) == "one_two_");
  CHECK(slug("unbroken", 4) == "unbr_");
  CHECK(slug("", 40).empty());
}

TEST_CASE("a file is named by its template, in folders where it says so") {
  CHECK(new_file_name({}, "abc", "Add it", noon) == "abc_add_it.lua");
  CHECK(new_file_name({.file_template = "{year}/{month}/{day}_{hour}{minute}{second}_{rev}"}, "abc", "x", noon) ==
        "2026/11/20_121000_abc.lua");
  CHECK(new_file_name({.file_template = "{epoch}"}, "abc", "x", noon) == "1795176600.lua");
  CHECK_THROWS_WITH(new_file_name({.file_template = "{revision}"}, "abc", "x", noon),
                    "file_template has an unknown field {revision}");
  CHECK_THROWS_AS(new_file_name({.file_template = "../{rev}"}, "abc", "x", noon), Error);
}

TEST_CASE("whatever the message holds, the file is a comment and then Lua") {
  const NewFile file{.revision = "abc",
                     .down_revisions = {"a", "b"},
                     .branch_labels = {"la\"bel"},
                     .message = "first \"line\"\nsecond ]] line",
                     .create_date = "2026-11-20 12:10:00",
                     .upgrade_body = "op.log(\"up\")\n\nop.log(\"there\")"};
  CHECK(
      new_file_text("${message}\n-- ${revision_id} ${revises} ${create_date}\nrevision = ${revision}\ndown_revision = "
                    "${down_revision}\nbranch_labels = ${branch_labels}\ndepends_on = "
                    "${depends_on}\n${upgrade}\n[${downgrade}]\n",
                    file) ==
      "--- first \"line\"\n-- second ]] line\n-- abc a, b 2026-11-20 12:10:00\nrevision = \"abc\"\ndown_revision = { "
      "\"a\", \"b\" }\nbranch_labels = \"la\\\"bel\"\ndepends_on = nil\n  op.log(\"up\")\n\n  op.log(\"there\")\n[]\n");
  CHECK_THROWS_WITH(new_file_text("a\n${messag}", file),
                    "line 2 of the revision template has an unknown field ${messag}");
}

TEST_CASE("an id or a label that is taken or means something else is refused") {
  const Graph graph = test::graph_of({{"aaaa", "", "shop"}});
  CHECK_NOTHROW(check_new_names(graph, "bbbb", {"blog"}));
  CHECK_THROWS_WITH(check_new_names(graph, "aaaa", {}),
                    "the revision id \"aaaa\" cannot be used: it stands in aaaa.lua");
  CHECK_THROWS_AS(check_new_names(graph, "a@b", {}), Error);
  CHECK_THROWS_AS(check_new_names(graph, "bbbb", {"shop"}), Error);
  CHECK_THROWS_AS(check_new_names(graph, "bbbb", {"head"}), Error);
  CHECK(new_revision_id().size() == 12);
}
