#include "base/file.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "base/sha256.h"
#include "luamigrate/error.h"

using namespace luamigrate::base;
namespace fs = std::filesystem;

namespace {

struct Folder {
  Folder() : path(fs::temp_directory_path() / ("luamigrate-file-" + random_hex(6))) { fs::create_directory(path); }
  ~Folder() { fs::remove_all(path); }
  std::size_t count() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), {})); }
  fs::path path;
};

std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const luamigrate::Error& error) {
    CHECK(error.kind() == luamigrate::ErrorKind::io);
    return error.message();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a file written is read back byte for byte, and no temporary file stays") {
  const Folder folder;
  std::string text("a\0b\r\n", 5);
  text.append(100'000, 'x');
  write_file(folder.path / "file", text);
  CHECK(read_file(folder.path / "file") == text);
  CHECK(folder.count() == 1);
}

TEST_CASE("writing makes missing folders and keeps the mode of a file it replaces") {
  const Folder folder;
  const fs::path path = folder.path / "a" / "b" / "file";
  write_file(path, "one");
  fs::permissions(path, fs::perms::owner_all);
  write_file(path, "two");
  CHECK(read_file(path) == "two");
  CHECK(fs::status(path).permissions() == fs::perms::owner_all);
}

TEST_CASE("writing through a symbolic link keeps the link") {
  const Folder folder;
  write_file(folder.path / "file", "one");
  fs::create_symlink(folder.path / "file", folder.path / "link");
  write_file(folder.path / "link", "two");
  CHECK(fs::is_symlink(folder.path / "link"));
  CHECK(read_file(folder.path / "file") == "two");
}

TEST_CASE("a new file never replaces one that is there") {
  const Folder folder;
  const fs::path path = folder.path / "file";
  write_new_file(path, "one");
  CHECK(error_of([&] { write_new_file(path, "two"); }) == "cannot write \"" + path.string() + "\": File exists");
  CHECK(read_file(path) == "one");
  CHECK(folder.count() == 1);
  fs::create_symlink(folder.path / "nowhere", folder.path / "dangling");
  CHECK(error_of([&] { write_new_file(folder.path / "dangling", "two"); }) ==
        "cannot write \"" + (folder.path / "dangling").string() + "\": File exists");
}

TEST_CASE("an error names the path and says what the system said") {
  const Folder folder;
  const std::string path = (folder.path / "missing").string();
  CHECK(error_of([&] { read_file(path); }) == "cannot read \"" + path + "\": No such file or directory");
  CHECK(error_of([&] { read_file(folder.path); }) == "cannot read \"" + folder.path.string() + "\": Is a directory");
}

TEST_CASE("a path is shown relative to the project only where it lies inside") {
  CHECK(shown_path("/project/versions/a.lua", "/project") == "versions/a.lua");
  CHECK(shown_path("/project/x/../versions/a.lua", "/project/") == "versions/a.lua");
  CHECK(shown_path("/elsewhere/a.lua", "/project") == "/elsewhere/a.lua");
}
