#include "commands/templates.h"

#include <fmt/format.h>

#include "lua/embedded.h"
#include "luamigrate/error.h"
#include "luamigrate/migrator.h"

namespace luamigrate {

std::string_view embedded_text(std::string_view path) {
  if (const lua::EmbeddedFile* file = lua::find_embedded_file(path)) return file->text;
  throw Error(ErrorKind::internal, fmt::format("the file {} is missing from this build", path));
}

std::vector<TemplateInfo> Migrator::templates() {
  std::vector<TemplateInfo> result;
  for (const lua::EmbeddedFile& file : lua::embedded_files()) {
    std::string_view rest = file.path;
    if (!rest.starts_with(templates_folder)) continue;
    rest.remove_prefix(templates_folder.size());
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos || rest.substr(slash + 1) != template_readme) continue;
    result.push_back({std::string(rest.substr(0, slash)), std::string(file.text.substr(0, file.text.find('\n')))});
  }
  return result;
}

}  // namespace luamigrate
