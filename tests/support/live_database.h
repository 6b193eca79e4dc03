// A fresh database on each server that the tests run against, gone when the object is. A server that is missing is a
// failure of the test, never a reason to skip it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "databases/database.h"

namespace luamigrate::test {

class LiveDatabase {
 public:
  // "sqlite", "postgresql", "mysql": the name of a database in the registry.
  explicit LiveDatabase(const std::string& name);
  // One that holds what `original` does, with which nobody works now.
  struct CopyOf {
    const LiveDatabase& original;
  };
  explicit LiveDatabase(CopyOf copy);
  ~LiveDatabase();
  LiveDatabase(const LiveDatabase&) = delete;
  LiveDatabase& operator=(const LiveDatabase&) = delete;

  const std::string& url() const noexcept { return url_; }
  const databases::Database& database() const noexcept { return *database_; }
  std::unique_ptr<databases::Connection> connect() const;

  // All rows as text, columns joined by "|" and NULL as "NULL": for whole comparisons.
  std::vector<std::string> rows(const std::string& sql) const;
  void execute(const std::string& sql) const;

  // What a database is good for, asked by name instead of by comparing databases.
  bool keeps_comments() const;
  bool renders_booleans_as_words() const;

 private:
  void copy_tables(const LiveDatabase& original) const;

  const databases::Database* database_;
  std::string url_;
  std::filesystem::path folder_;  // of a database that is a file
  std::string created_;           // name of a database made on a server
};

// The names to generate a test over.
std::vector<std::string> live_databases();
std::vector<std::string> databases_that_roll_back_ddl();

}  // namespace luamigrate::test
