#include "base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/sha256.h"
#include "luamigrate/error.h"

namespace luamigrate::base {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(std::string_view action, const fs::path& path, int error, std::string hint = {}) {
  throw Error(ErrorKind::io,
              fmt::format("cannot {} \"{}\": {}", action, path.string(), std::generic_category().message(error)),
              std::move(hint));
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  explicit operator bool() const { return number_ >= 0; }
  int number() const { return number_; }
  // What close reports, a network file system may say only here.
  bool close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

// A new file beside `path`, holding `text`; gone again unless it was moved away.
class TemporaryFile {
 public:
  TemporaryFile(const fs::path& path, std::string_view text)
      : path_(path.parent_path() / fmt::format(".{}.{}", path.filename().string(), random_hex(6))) {
    Descriptor file(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!file) fail("write", path, errno);
    struct stat existing {};
    const bool keep_mode = ::stat(path.c_str(), &existing) == 0;
    if (keep_mode && ::fchmod(file.number(), existing.st_mode & 07777) != 0) give_up(path);
    while (!text.empty()) {
      const ssize_t count = ::write(file.number(), text.data(), text.size());
      if (count < 0 && errno != EINTR) give_up(path);
      if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
    }
    if (!file.close()) give_up(path);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  const fs::path& path() const { return path_; }
  void moved_away() { path_.clear(); }

 private:
  [[noreturn]] void give_up(const fs::path& path) {
    const int error = errno;
    ::unlink(path_.c_str());
    fail("write", path, error);
  }

  fs::path path_;
};

void make_folder_of(const fs::path& path) {
  if (!path.has_parent_path()) return;
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) fail("make the folder", path.parent_path(), error.value());
}

}  // namespace

std::string read_file(const fs::path& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) fail("read", path, errno);
  std::string text;
  struct stat status {};
  if (::fstat(file.number(), &status) == 0 && status.st_size > 0)
    text.reserve(static_cast<std::size_t>(status.st_size) + 1);
  char buffer[16384];
  for (;;) {
    const ssize_t count = ::read(file.number(), buffer, sizeof buffer);
    if (count == 0) return text;
    if (count > 0)
      text.append(buffer, static_cast<std::size_t>(count));
    else if (errno != EINTR)
      fail("read", path, errno);
  }
}

void write_file(const fs::path& path, std::string_view text) {
  make_folder_of(path);
  std::error_code missing, error;
  // Renaming over a symbolic link would replace the link.
  const fs::path target = fs::is_symlink(path, missing) ? fs::canonical(path, error) : path;
  if (error) fail("write", path, error.value());
  TemporaryFile written(target, text);
  if (::rename(written.path().c_str(), target.c_str()) != 0) fail("write", path, errno);
  written.moved_away();
}

void write_new_file(const fs::path& path, std::string_view text) {
  make_folder_of(path);
  const auto fail_existing = [&] { fail("write", path, EEXIST, "remove or rename it first"); };
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(path, ignored))) fail_existing();
  TemporaryFile written(path, text);
  // A link, unlike a rename, refuses to replace a file that came into being meanwhile.
  if (::link(written.path().c_str(), path.c_str()) == 0) return;
  if (errno == EEXIST) fail_existing();
  // File systems without hard links: reserve the name, then move the whole text over it.
  Descriptor reserved(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!reserved && errno == EEXIST) fail_existing();
  if (!reserved || ::rename(written.path().c_str(), path.c_str()) != 0) fail("write", path, errno);
  written.moved_away();
}

std::string shown_path(const fs::path& path, const fs::path& from) {
  // The usual case as plain text: taking paths apart is slow for thousands of them.
  const std::string_view text = path.native(), folder = from.native();
  if (text.size() > folder.size() + 1 && text.starts_with(folder) && text[folder.size()] == '/') {
    const std::string_view rest = text.substr(folder.size() + 1);
    if (rest.front() != '.' && rest.front() != '/' && rest.find("/.") == rest.npos && rest.find("//") == rest.npos)
      return std::string(rest);
  }
  const fs::path relative = path.lexically_normal().lexically_relative(from.lexically_normal());
  return relative.empty() || *relative.begin() == ".." ? path.string() : relative.string();
}

}  // namespace luamigrate::base
