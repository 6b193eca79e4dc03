#pragma once

#include <stop_token>
#include <string>
#include <string_view>

#include "commands/project.h"
#include "luamigrate/report.h"
#include "runtime/executor.h"

namespace luamigrate {

// Makes the plan for a direction: revisions::plan_upgrade or revisions::plan_downgrade.
using MakePlan = revisions::Plan (*)(const revisions::Graph&, const revisions::Rows&, std::string_view target);

// Plans and runs online, while no other run may work on the database.
struct OnlineRequest {
  Direction direction;
  const std::string& target;
  const std::string& tag;
  DryRun dry_run = DryRun::no;
  bool resume = false;
  const std::stop_token& stop;
};
RunReport run_online(const Migrator::Project& project, MakePlan make_plan, const OnlineRequest& request);

// Prints what would run as SQL.
RunReport run_offline(const Migrator::Project& project, const revisions::Graph& graph, const revisions::Plan& plan,
                      const std::string& tag);

}  // namespace luamigrate
