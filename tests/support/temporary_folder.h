#pragma once

#include <filesystem>

namespace luamigrate::test {

// A new empty folder in the system's temporary place.
std::filesystem::path make_temporary_folder();

// One that is removed with everything in it when the object is destroyed.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_(make_temporary_folder()) {}
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace luamigrate::test
