// Everything a program needs to run migrations by itself:
//
//   #include <luamigrate/luamigrate.h>
//   luamigrate::Migrator migrator({.config_file = "migrate.toml"});
//   for (const auto& step : migrator.upgrade({.target = "head"}).steps) std::cout << step.revision << '\n';
#pragma once

#include "luamigrate/error.h"
#include "luamigrate/migrator.h"
#include "luamigrate/observer.h"
#include "luamigrate/report.h"
#include "luamigrate/version.h"
