#pragma once

#include <string>

#include "databases/connection.h"

namespace luamigrate::databases::sqlite {

// A lock beside a database file: another file, which says who holds it. The system lets go of it when the process
// ends, however that happens, and the file is removed when it is let go in good order.
class RunLockFile {
 public:
  // Empty path: a database in memory, which nobody else has.
  explicit RunLockFile(std::string path) : path_(std::move(path)) {}
  ~RunLockFile() { release(); }
  RunLockFile(const RunLockFile&) = delete;
  RunLockFile& operator=(const RunLockFile&) = delete;

  // Where no such file can be made or locked it is as if nobody else had it: a transaction keeps writers apart anyway.
  bool try_lock();
  void release();
  LockHolder holder() const;

 private:
  void write_holder() const;

  std::string path_;
  int file_ = -1;
};

// Who has the database file locked for writing, as far as the system tells; empty: not known.
std::string writer_of(const std::string& database_path);

}  // namespace luamigrate::databases::sqlite
