#include "cli/process_title.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "databases/url.h"

namespace luamigrate::cli {

void hide_passwords(int argc, char** argv) {
  constexpr std::string_view option = "--url";
  for (int i = 1; i < argc; ++i) {
    char* argument = argv[i];
    const std::string_view before = argv[i - 1];
    if (std::string_view(argument).starts_with("--url="))
      argument += option.size() + 1;
    else if (before != option)
      continue;
    const std::size_t length = std::strlen(argument);
    std::string shown = databases::without_password(std::string_view(argument, length));
    shown.resize(length, ' ');  // there is no more place than there was
    std::copy(shown.begin(), shown.end(), argument);
  }
}

}  // namespace luamigrate::cli
