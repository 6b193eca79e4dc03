// What a revision file says about itself, and what it may not.
#include <catch2/catch.hpp>

#include "bindings/header_comment.h"
#include "script.h"

namespace luamigrate {
namespace {

using bindings::HeaderReader;
using bindings::Interpreter;

revisions::RevisionHeader read(const std::string& text) {
  Interpreter interpreter({.project_folder = "/project", .databases = tests::test_databases()});
  return HeaderReader(interpreter).read("/project/versions/a.lua", text);
}

TEST_CASE("a header is read whole, and nothing of upgrade is run") {
  const revisions::RevisionHeader header = read(R"(--- add user email
--
-- Revision ID: abc
-- Revises: 001
-- Create Date: 2026-11-20 15:30:00

revision = "abc"
down_revision = { "001", "002" }
branch_labels = "users"
depends_on = { "x" }
replaces = { "y", "z" }
transactional = false
irreversible = "data is gone"
lint_ignore = { "rule" }

function upgrade() error("must not run") end
)");
  CHECK(header.revision == "abc");
  CHECK(header.down_revisions == std::vector<std::string>{"001", "002"});
  CHECK(header.branch_labels == std::vector<std::string>{"users"});
  CHECK(header.depends_on == std::vector<std::string>{"x"});
  CHECK(header.replaces == std::vector<std::string>{"y", "z"});
  CHECK(header.message == "add user email");
  CHECK(header.doc == "add user email\n\nRevision ID: abc\nRevises: 001\nCreate Date: 2026-11-20 15:30:00");
  CHECK(header.create_date == "2026-11-20 15:30:00");
  CHECK(header.path == "/project/versions/a.lua");
  CHECK_FALSE(header.transactional);
  CHECK(header.irreversible == "data is gone");
  CHECK(header.lint_ignore == std::vector<std::string>{"rule"});
  CHECK(header.has_upgrade);
  CHECK_FALSE(header.has_downgrade);
  CHECK_FALSE(header.has_change);
}

TEST_CASE("what is left out of a header has its default") {
  const revisions::RevisionHeader header = read("revision = \"a\"\ndown_revision = nil\nfunction change() end\n");
  CHECK(header.down_revisions.empty());
  CHECK(header.message.empty());
  CHECK(header.transactional);
  CHECK_FALSE(header.irreversible);
  CHECK(header.has_change);
}

TEST_CASE("a fault of a revision file is told with its file and line") {
  struct Case {
    const char* text;
    const char* message;
    const char* hint;
    int line;
  };
  const Case fault = GENERATE(values<Case>({
      {"revision = \"a\"\nfunction upgrade(\nend\n", "<name> or '...' expected near 'end'", "", 3},
      {"x = 1\n", "the file sets no \"revision\"",
       "write revision = \"...\" at its top; modules without one belong in the lua/ folder", 0},
      {"-- m\nrevision = 5\n", "revision: expected a string, got the number 5", "", 2},
      {"revision = \"a\"\ndown_revision = { 1 }\n", "down_revision: item 1: expected a string, got the number 1", "",
       2},
      {"revision = \"a\"\ndown_revision = true\n",
       "down_revision: expected a string, a list of strings or nil, got true", "", 2},
      {"revision = \"a\"\ntransactional = \"no\"\n", "transactional: expected true or false, got the string \"no\"", "",
       2},
      {"revision = \"a\"\nupgrade = 1\n", "upgrade: expected a function, got the number 1", "", 2},
      {"revision = \"a\"\ndown_revison = \"b\"\n", "\"down_revison\" means nothing in a revision file",
       "did you mean \"down_revision\"?", 2},
      {"revision = \"a\"\nfunction upgarde() end\n", "\"upgarde\" means nothing in a revision file",
       "did you mean \"upgrade\"?", 2},
      {"revision = \"a\"\nfunction upgrade() end\nfunction change() end\n",
       "the file defines change() beside upgrade() or downgrade()", "keep change(), or the pair", 3},
      {"revision = \"a\"\n\nop.drop_table(\"t\")\n", "op.drop_table may only be called while a revision runs",
       "call it inside upgrade(), downgrade() or change()", 3},
      {"revision = \"a\"\nlocal d = op.dialect\n", "op.dialect may only be called while a revision runs",
       "call it inside upgrade(), downgrade() or change()", 2},
      {"revision = \"a\"\nx = undefined_thing\n", "undefined global \"undefined_thing\"", "", 2},
      {"revision = \"a\"\nerror(\"boom\")\n", "boom", "", 2},
      {"\x1bLua", "this is bytecode, not Lua source", "", 0},
  }));
  CAPTURE(fault.text);
  try {
    read(fault.text);
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::revision_file);
    CHECK(error.message() == fault.message);
    CHECK(error.hint() == fault.hint);
    CHECK(error.facts().file == "versions/a.lua");
    CHECK(error.facts().line == fault.line);
  }
}

TEST_CASE("globals that a file sets are seen by no other file") {
  Interpreter interpreter({.databases = tests::test_databases()});
  HeaderReader reader(interpreter);
  reader.read("a.lua", "revision = \"a\"\nshared = 1\n");
  CHECK_THROWS_WITH(reader.read("b.lua", "revision = \"b\"\nx = shared\n"), "undefined global \"shared\"");
}

TEST_CASE("the comment at the head may be lines or a block") {
  CHECK(bindings::read_header_comment("#!/usr/bin/lua\n\n-- one\n-- two\ncode()\n").doc == "one\ntwo");
  CHECK(bindings::read_header_comment("--[[\none\ntwo\n]]\n").message == "one");
  CHECK(bindings::read_header_comment("revision = 1\n-- later").message.empty());
}

}  // namespace
}  // namespace luamigrate
