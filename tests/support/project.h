// A project in a temporary folder, with a database of its own.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "luamigrate/luamigrate.h"
#include "support/live_database.h"
#include "support/temporary_folder.h"

namespace luamigrate::test {

// Remembers what a run tells.
class RecordingObserver final : public Observer {
 public:
  void step_started(const StepEvent& event) override { started.push_back(event.revision); }
  void statement(std::string_view sql) override { statements.emplace_back(sql); }
  void warning(std::string_view text) override {
    warnings.emplace_back(text);
    if (on_warning) on_warning();
  }
  void log(std::string_view text) override { logged.emplace_back(text); }
  void offline_sql(std::string_view text) override { script += text; }

  std::vector<std::string> started, statements, logged, warnings;
  std::function<void()> on_warning;
  std::string script;
};

class TestProject {
 public:
  explicit TestProject(const std::string& database_name, std::string_view more_settings = {});

  LiveDatabase database;
  RecordingObserver observer;

  // Writes versions/<id>.lua: `body` is everything below the header globals.
  void revision(const std::string& id, const std::string& down_revision, std::string_view body);
  // upgrade() and downgrade() around these statements.
  void revision(const std::string& id, const std::string& down_revision, std::string_view up, std::string_view down);
  void write(const std::string& path, std::string_view text);

  Migrator migrator();
  RunReport upgrade(const std::string& target = "head") { return migrator().upgrade({.target = target}); }
  RunReport downgrade(const std::string& target) { return migrator().downgrade({.target = target}); }
  std::vector<std::string> version_rows() { return database.rows("SELECT version_num FROM luamigrate_version"); }
  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

}  // namespace luamigrate::test
