#include "cli/session.h"

namespace luamigrate::cli {

void add_ensure_version(const Grammar& grammar) {
  const auto sql = std::make_shared<bool>(false);
  CLI::App& command =
      grammar.command("ensure-version", "make the version table where there is none", [sql](const Context& context) {
        Session session(context);
        session.migrator.ensure_version(*sql);
        return 0;
      });
  grammar.sql_flag(command, *sql, "print the SQL and connect to nothing");
}

}  // namespace luamigrate::cli
