#include "commands/autogenerate.h"

namespace luamigrate {

CheckReport Migrator::check(bool allow_drop) {
  const ModelComparison comparison = compare_with_models(*project_, allow_drop, false);
  CheckReport report{.database = comparison.description, .differences = {}};
  for (const autogen::Difference& found : comparison.differences)
    if (!found.description.empty())
      report.differences.push_back({.kind = found.kind,
                                    .table = schema::shown(found.table),
                                    .object = found.object,
                                    .description = found.description,
                                    .withheld = found.withheld});
  return report;
}

}  // namespace luamigrate
