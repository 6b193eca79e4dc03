// No command prints a password, whether it succeeds or fails, wherever the URL comes from.
#include <signal.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "base/file.h"
#include "base/sha256.h"
#include "support/program.h"
#include "support/project.h"

using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

const std::vector<Rows> commands = {
    {"upgrade", "a1"},
    {"upgrade", "b2"},
    {"upgrade", "c3"},
    {"upgrade", "--dry-run"},
    {"upgrade", "--dry-run=rollback"},
    {"upgrade", "--sql", "head"},
    {"check"},
    {"reflect"},
    {"revision", "--autogenerate", "-m", "more", "--rev-id", "z9", "--splice", "--head", "a1"},
    {"current", "--check-heads"},
    {"status"},
    {"status", "--check"},
    {"log"},
    {"history", "-i"},
    {"heads"},
    {"branches"},
    {"show", "a1"},
    {"stamp", "a1"},
    {"revision", "-m", "more", "--rev-id", "z9", "--splice", "--head", "a1"},
    {"downgrade", "base"},
    {"downgrade", "nowhere"},
    {"ensure-version"},
    {"wait", "--timeout", "100ms"},
    {"list-templates"},
    {"init", "other"},
    {"rebase", "c3", "--onto", "a1"},
    {"edit", "a1"},
    {"merge", "-m", "both", "heads"},
    {"nonsense"},
};

struct Secret {
  std::string url;
  Rows words;  // that must not be seen
};

// A user with a password that has to be written with percents, and URLs by which nobody gets in.
std::vector<Secret> secrets(const LiveDatabase& database) {
  const std::string role = "lm_secret_" + luamigrate::base::random_hex(4);
  database.execute("CREATE ROLE " + role + " SUPERUSER LOGIN PASSWORD 'hunter2/hunter3 @x'");
  const std::string url = database.url();
  const std::string server = url.substr(url.rfind('@') + 1);
  const std::string encoded = "hunter2%2Fhunter3%20%40x";
  const Rows words = {"hunter2", "hunter3"};
  return {
      {"postgresql://" + role + ":" + encoded + "@" + server, words},
      {"postgresql://" + role + ":hunter2wrong@" + server, words},
      {"postgresql://" + server.substr(0, server.find('/')) + "/postgres?user=" + role + "&password=hunter2wrong",
       words},
      {"postgresql://u:hunter2@127.0.0.1:1/db", words},
      {"postgresql://u:hunter2@" + server + "?hunter=1", words},
      {"postgresql://u:hunter2@127.0.0.1:port/db", words},
      {"postgresql://u:hunter2/hunter3@127.0.0.1:1/db", words},
      {"postgresql://u:hunter2@hunter3@127.0.0.1:1/db", words},
      {"postgresql://u:hunter2%zz@127.0.0.1:1/db", words},
      {"postgresql:/u:hunter2@127.0.0.1/db", words},
      {"postgresql+nothing://u:hunter2@127.0.0.1:1/db", words},
      {"oracle://u:hunter2@127.0.0.1/db", words},
      {"mysql://u:hunter2@127.0.0.1:1/db", words},
      {"sqlite://u:hunter2@127.0.0.1/app.db", words},
      {"u:hunter2@127.0.0.1/db", words},
  };
}

}  // namespace

TEST_CASE("no command prints a password") {
  TestProject project("postgresql");
  project.revision("a1", "", "op.create_table('t', { column('id', Integer) })", "op.drop_table('t')");
  project.revision("b2", "a1", "op.execute('SELECT * FROM nowhere')", "");
  project.revision("c3", "a1", "op.execute([[DO $$ BEGIN RAISE NOTICE '%', current_user; END $$]])", "");
  std::size_t turn = 0;
  for (const Secret& secret : secrets(project.database)) {
    for (const Rows& command : commands) {
      ProgramCall call{{LUAMIGRATE_PROGRAM}, project.folder(), {{"EDITOR", "true"}}};
      std::string url = "url = \"${SECRET_URL}\"";
      std::filesystem::remove(project.folder() / ".env");
      switch (turn++ % 4) {
        case 0:
          call.arguments.insert(call.arguments.end(), {"--url", secret.url});
          url.clear();
          break;
        case 1: call.environment.emplace_back("SECRET_URL", secret.url); break;
        case 2: project.write(".env", "SECRET_URL='" + secret.url + "'\n"); break;
        default: url = "url = \"" + secret.url + "\""; break;
      }
      project.write("migrate.toml", "[luamigrate]\n" + url + "\n");
      const Rows flags = turn % 3 == 0   ? Rows{"--json"}
                         : turn % 3 == 1 ? Rows{"-v", "--traceback"}
                                         : Rows{"--json", "-v", "--traceback"};
      call.arguments.insert(call.arguments.end(), flags.begin(), flags.end());
      call.arguments.insert(call.arguments.end(), command.begin(), command.end());
      const ProgramResult result = run_program(call);
      CAPTURE(secret.url, command, flags, result.out, result.err);
      CHECK(result.status < 128);
      for (const std::string& word : secret.words) CHECK(result.all().find(word) == std::string::npos);
      std::filesystem::remove(project.folder() / "versions" / "z9_more.lua");
    }
  }
  for (const std::string& row : project.database.rows("SELECT l::text FROM luamigrate_log AS l"))
    CHECK(row.find("hunter") == std::string::npos);
  CHECK(project.database.rows("SELECT count(*) > 0 FROM luamigrate_log") == Rows{"true"});
}

TEST_CASE("the list of processes shows no password") {
  const bool with_equals = GENERATE(true, false);
  TestProject project("sqlite");
  const std::string url = "postgresql://user:hunter2@127.0.0.1:1/db";
  Rows arguments = {LUAMIGRATE_PROGRAM};
  if (with_equals)
    arguments.push_back("--url=" + url);
  else
    arguments.insert(arguments.end(), {"--url", url});
  arguments.insert(arguments.end(), {"wait", "--timeout", "60s"});
  RunningProgram program({arguments, project.folder(), {}});
  const auto command_line = [&] {
    return luamigrate::base::read_file("/proc/" + std::to_string(program.pid()) + "/cmdline");
  };
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (command_line().find("***") == std::string::npos && std::chrono::steady_clock::now() < give_up)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const std::string shown = command_line();
  CAPTURE(shown);
  CHECK(shown.find("user:***@127.0.0.1:1/db") != std::string::npos);
  CHECK(shown.find("hunter2") == std::string::npos);
  CHECK(shown.find("--timeout") != std::string::npos);
  program.signal(SIGTERM);
  CHECK(program.wait().status == 143);
}
