// Whatever stands in migrate.toml and, behind a line of dashes, in .env: settings or an Error that names the file.
#include <cstdlib>
#include <string>

#include "base/file.h"
#include "config/settings.h"
#include "luamigrate/error.h"
#include "support/temporary_folder.h"

using namespace luamigrate;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const test::TemporaryFolder folder;
  static const std::filesystem::path file = folder.path() / "migrate.toml", variables = folder.path() / ".env";
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t dashes = text.find("\n----\n");
  base::write_file(file, text.substr(0, dashes));
  base::write_file(variables, dashes == std::string_view::npos ? "" : text.substr(dashes + 6));
  try {
    const config::Settings settings = config::load(
        {.file = file, .environment = "production", .variables = [](const std::string&) { return std::nullopt; }});
    if (settings.project_folder != folder.path() || settings.lock_retries < 0) std::abort();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::config || error.message().empty()) std::abort();
  }
  return 0;
}
