#pragma once

#include <set>
#include <string>

#include "autogen/compare.h"
#include "commands/project.h"

namespace luamigrate {

// What the revisions that are applied have made, found by running them against nothing.
class MadeByRevisions final : public autogen::Made {
 public:
  MadeByRevisions(const Migrator::Project& project, const databases::Database& database, const revisions::Graph& graph,
                  const revisions::Rows& rows);

  bool table(const schema::TableName& table) const override { return tables_.contains(table); }
  bool column(const schema::TableName& table, std::string_view column) const override;
  bool object(std::string_view kind, const schema::ObjectName& name) const override;

 private:
  class Sink;

  std::set<schema::TableName> tables_;
  std::set<std::pair<schema::TableName, std::string>> columns_;
  std::set<std::string> objects_;
};

// All of it: --allow-drop.
class EverythingMade final : public autogen::Made {
 public:
  bool table(const schema::TableName&) const override { return true; }
  bool column(const schema::TableName&, std::string_view) const override { return true; }
  bool object(std::string_view, const schema::ObjectName&) const override { return true; }
  bool everything() const override { return true; }
};

}  // namespace luamigrate
