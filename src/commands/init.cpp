#include <fmt/format.h>

#include "base/file.h"
#include "base/suggest.h"
#include "commands/templates.h"
#include "lua/embedded.h"
#include "luamigrate/error.h"
#include "luamigrate/migrator.h"

namespace luamigrate {
namespace {

namespace fs = std::filesystem;

void check_template(const std::string& name) {
  const std::vector<TemplateInfo> templates = Migrator::templates();
  std::vector<std::string_view> names;
  for (const TemplateInfo& known : templates) {
    if (known.name == name) return;
    names.push_back(known.name);
  }
  const std::string meant = base::did_you_mean(name, names);
  throw Error(ErrorKind::usage, fmt::format("there is no template \"{}\"", name),
              meant.empty() ? fmt::format("the templates are: {}", fmt::join(names, ", ")) : meant);
}

class Writer {
 public:
  explicit Writer(fs::path folder) : folder_(std::move(folder)) {}

  void write(std::string_view path, std::string_view text) {
    if (fs::exists(folder_ / path)) {
      report_.kept.emplace_back(path);
      return;
    }
    base::write_new_file(folder_ / path, text);
    report_.written.emplace_back(path);
  }

  void make_folder(std::string_view path) {
    if (fs::create_directories(folder_ / path)) report_.written.push_back(std::string(path) + "/");
  }

  InitReport finish() { return std::move(report_); }

 private:
  fs::path folder_;
  InitReport report_;
};

}  // namespace

InitReport Migrator::init(const InitRequest& request) {
  check_template(request.template_name);
  Writer writer(request.folder);
  const std::string own = std::string(templates_folder) + request.template_name + "/";
  for (const lua::EmbeddedFile& file : lua::embedded_files())
    if (file.path.starts_with(own) && file.path.substr(own.size()) != template_readme)
      writer.write(file.path.substr(own.size()), file.text);
  writer.make_folder("versions");
  writer.write("lua/revision.lua.tmpl", embedded_text("templates/revision.lua.tmpl"));
  // What the Lua language server reads, as .luarc.json tells it.
  for (const lua::EmbeddedFile& file : lua::embedded_files())
    if (file.path.starts_with("types/")) writer.write(".luamigrate/" + std::string(file.path), file.text);
  return writer.finish();
}

}  // namespace luamigrate
