#include "databases/sqlite/run_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>

#include "base/clock.h"
#include "base/process.h"

namespace luamigrate::databases::sqlite {
namespace {

// Whether the file that is open is still the one at the path: its last holder may have removed it meanwhile.
bool is_at(int file, const std::string& path) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(file, &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_dev == named.st_dev &&
         opened.st_ino == named.st_ino;
}

}  // namespace

bool RunLockFile::try_lock() {
  if (path_.empty() || file_ >= 0) return true;
  while (true) {
    const int file = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0) return true;
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
      const bool is_held = errno == EWOULDBLOCK;
      ::close(file);
      return !is_held;
    }
    if (is_at(file, path_)) {
      file_ = file;
      write_holder();
      return true;
    }
    ::close(file);
  }
}

void RunLockFile::release() {
  if (file_ < 0) return;
  ::unlink(path_.c_str());
  ::close(file_);
  file_ = -1;
}

// Only for people: a disk that is full takes nothing from the lock.
void RunLockFile::write_holder() const {
  const std::string text =
      fmt::format("pid {} on {}\n{}\n", base::process_id(), base::host_name(), base::utc_text(base::system_clock()()));
  if (::ftruncate(file_, 0) != 0 || ::write(file_, text.data(), text.size()) < 0) return;
}

LockHolder RunLockFile::holder() const {
  LockHolder result;
  std::ifstream in(path_);
  std::getline(in, result.process);
  std::getline(in, result.since);
  return result;
}

// Linux lists the locks of all processes: SQLite writes under one on a byte behind the first gigabyte of the file, or,
// with a write-ahead log, on a byte of the file of shared memory.
std::string writer_of(const std::string& database_path) {
  struct Place {
    std::string path;
    long byte;
  };
  const std::array<Place, 2> places{Place{database_path, 0x40000001}, Place{database_path + "-shm", 120}};
  for (const Place& place : places) {
    struct stat status {};
    if (::stat(place.path.c_str(), &status) != 0) continue;
    const std::string wanted =
        fmt::format("{:02x}:{:02x}:{}", major(status.st_dev), minor(status.st_dev), status.st_ino);
    std::ifstream locks("/proc/locks");
    for (std::string line; std::getline(locks, line);) {
      std::istringstream words(line);
      std::string number, kind, mode, access, pid, file, first, last;
      words >> number >> kind >> mode >> access >> pid >> file >> first >> last;
      if (access != "WRITE" || file != wanted || first.empty()) continue;
      if (std::stol(first) > place.byte || (last != "EOF" && std::stol(last) < place.byte)) continue;
      std::string name;
      std::ifstream("/proc/" + pid + "/comm") >> name;
      return fmt::format("pid {}{}", pid, name.empty() ? "" : fmt::format(" ({})", name));
    }
  }
  return {};
}

}  // namespace luamigrate::databases::sqlite
