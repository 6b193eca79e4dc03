// luamigrate, which kills itself at a point of its work with the database.
//   FAULT_KILL_AT=17     at the 17th point, as SIGKILL of somebody else would
//   FAULT_POINTS=FILE    tells the points that it comes by into a file, one a line
#include <signal.h>

#include <atomic>
#include <cstdlib>
#include <fstream>

#include "cli/program.h"
#include "support/fault_points.h"

int main(int argc, char** argv) {
  const char* kill_at = std::getenv("FAULT_KILL_AT");
  const char* points = std::getenv("FAULT_POINTS");
  std::atomic<long> count = 0;
  const long last = kill_at ? std::atol(kill_at) : 0;
  std::ofstream told;
  if (points) told.open(points);
  luamigrate::test::set_fault_points([&](const luamigrate::test::FaultPoint& point) {
    if (point.statement == "row") return;
    if (points)
      told << (point.after ? "after " : "before ") << point.statement.substr(0, point.statement.find('\n'))
           << std::endl;
    if (++count == last) ::raise(SIGKILL);
  });
  return luamigrate::cli::run(argc, argv);
}
