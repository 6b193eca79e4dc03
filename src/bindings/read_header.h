#pragma once

#include <filesystem>
#include <string_view>

#include "bindings/interpreter.h"
#include "revisions/header.h"

namespace luamigrate::bindings {

// Runs the text of a revision file in a new environment, which is left on top of the stack, and reads its header.
// Throws Error{revision_file}, and leaves nothing then.
revisions::RevisionHeader load_revision(Interpreter& interpreter, const std::filesystem::path& file,
                                        std::string_view text);

}  // namespace luamigrate::bindings
