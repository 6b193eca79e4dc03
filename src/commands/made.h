#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "autogen/compare.h"
#include "commands/project.h"

namespace luamigrate {

// What the revisions that are applied have made, found by running them against nothing when it is first asked for.
class MadeByRevisions final : public autogen::Made {
 public:
  // All must outlive it.
  MadeByRevisions(const Migrator::Project& project, const databases::Database& database, const revisions::Graph& graph,
                  const revisions::Rows& rows)
      : project_(project), database_(database), graph_(graph), rows_(rows) {}

  bool table(const schema::TableName& table) const override { return names().tables.contains(table); }
  bool column(const schema::TableName& table, std::string_view column) const override;
  bool part(const schema::TableName& table, const autogen::TablePart& part) const override;
  bool object(std::string_view kind, const schema::ObjectName& name) const override;

 private:
  class Sink;
  struct Part {
    autogen::TablePart part;
    std::string table;  // as it was called then: databases make names of that
  };
  struct Names {
    std::multimap<schema::TableName, Part> parts;
    std::set<schema::TableName> tables;
    std::set<std::pair<schema::TableName, std::string>> columns;
    std::set<std::string> objects;
  };
  const Names& names() const;
  bool is_unnamed_check(const Part& made, const autogen::TablePart& check) const;

  const Migrator::Project& project_;
  const databases::Database& database_;
  const revisions::Graph& graph_;
  const revisions::Rows& rows_;
  mutable std::optional<Names> names_;
};

// All of it: --allow-drop.
class EverythingMade final : public autogen::Made {
 public:
  bool table(const schema::TableName&) const override { return true; }
  bool column(const schema::TableName&, std::string_view) const override { return true; }
  bool part(const schema::TableName&, const autogen::TablePart&) const override { return true; }
  bool object(std::string_view, const schema::ObjectName&) const override { return true; }
  bool everything() const override { return true; }
};

}  // namespace luamigrate
