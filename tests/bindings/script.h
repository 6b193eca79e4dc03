// Short scripts against a recording sink.
#pragma once

#include <string>

#include "bindings/revision_file.h"
#include "luamigrate/error.h"
#include "support/recording_sink.h"
#include "support/test_databases.h"

namespace luamigrate::tests {

// A revision file whose upgrade() is `body`, which begins on line 3.
struct Script {
  bindings::Interpreter interpreter;
  RecordingSink sink;
  ops::ScriptContext context{.revision = "r1"};

  explicit Script(bindings::InterpreterOptions options = {.databases = test_databases()})
      : interpreter(std::move(options)) {}

  void upgrade(const std::string& body) { run_file("revision = \"r1\"\nfunction upgrade()\n" + body + "\nend\n"); }

  void run_file(const std::string& text) {
    bindings::RevisionFile file(interpreter, "versions/r1.lua", text);
    file.run(ops::ScriptFunction::upgrade, sink, context);
  }

  // The Error that the body ends with. Fails the test when it ends well.
  Error error_of(const std::string& body) {
    try {
      upgrade(body);
    } catch (const Error& error) {
      return error;
    }
    return Error(ErrorKind::internal, "no error");
  }

  // "message" or "message (hint)"
  std::string message_of(const std::string& body) {
    const Error error = error_of(body);
    return error.hint().empty() ? error.message() : error.message() + " (" + error.hint() + ")";
  }
};

}  // namespace luamigrate::tests
