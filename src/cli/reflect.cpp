#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <ostream>

#include "cli/session.h"

namespace luamigrate::cli {

void add_reflect(const Grammar& grammar) {
  const auto file = std::make_shared<std::string>();
  CLI::App& command =
      grammar.command("reflect", "print models that say what the database holds", [file](const Context& context) {
        Session session(context);
        const std::string text = session.migrator.reflect();
        if (file->empty()) {
          context.out << text;
          return 0;
        }
        if (std::filesystem::exists(*file))
          throw Error(ErrorKind::io, fmt::format("{} is there already", *file), "remove it, or choose another file");
        std::ofstream out(*file);
        out << text;
        if (!out.flush()) throw Error(ErrorKind::io, fmt::format("{} could not be written", *file));
        session.observer.note(fmt::format("wrote {}", *file));
        return 0;
      });
  command.add_option("-o,--output", *file, "a file, instead of standard output")->type_name("FILE");
}

}  // namespace luamigrate::cli
