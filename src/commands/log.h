#pragma once

#include "luamigrate/report.h"
#include "state/log_table.h"

namespace luamigrate {

LogInfo info_of(const state::LogRow& row);

}  // namespace luamigrate
