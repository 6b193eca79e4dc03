#include "support/temporary_folder.h"

#include <cstdlib>
#include <string>
#include <system_error>

namespace luamigrate::test {

std::filesystem::path make_temporary_folder() {
  // mkdtemp() writes letters of its own in the place of these six.
  std::string pattern = (std::filesystem::temp_directory_path() / "luamigrate-test-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) throw std::system_error(errno, std::generic_category(), pattern);
  return pattern;
}

}  // namespace luamigrate::test
