// Revision files: what they say about themselves, and their functions.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "bindings/interpreter.h"
#include "ops/script.h"
#include "revisions/header.h"

namespace luamigrate::bindings {

// Reads the headers of many files: the file is run, none of its functions is called. Errors are Error{revision_file}
// with file and line, or Error{io}. The interpreter must outlive the reader.
class HeaderReader {
 public:
  explicit HeaderReader(Interpreter& interpreter);
  ~HeaderReader();
  HeaderReader(const HeaderReader&) = delete;
  HeaderReader& operator=(const HeaderReader&) = delete;

  revisions::RevisionHeader read(const std::filesystem::path& file);

  // The same for a text that was read already, or comes from the log table.
  revisions::RevisionHeader read(const std::filesystem::path& file, std::string_view text);

 private:
  Interpreter& interpreter_;
};

// A revision file that can be run. The interpreter must outlive it.
class RevisionFile final : public ops::Script {
 public:
  // Errors as HeaderReader's.
  RevisionFile(Interpreter& interpreter, std::filesystem::path file);
  RevisionFile(Interpreter& interpreter, std::filesystem::path file, std::string text);
  ~RevisionFile() override;
  RevisionFile(const RevisionFile&) = delete;
  RevisionFile& operator=(const RevisionFile&) = delete;

  const revisions::RevisionHeader& header() const noexcept { return header_; }
  const std::string& text() const noexcept { return text_; }  // the file as it was read, for checksum and log

  bool defines(ops::ScriptFunction function) const override;
  void run(ops::ScriptFunction function, ops::Sink& sink, const ops::ScriptContext& context) override;

 private:
  Interpreter& interpreter_;
  std::string text_;
  revisions::RevisionHeader header_;
  int environment_;  // a reference in Lua's registry
};

}  // namespace luamigrate::bindings
