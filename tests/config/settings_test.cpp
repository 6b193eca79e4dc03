#include "config/settings.h"

#include <catch2/catch.hpp>
#include <map>

#include "base/file.h"
#include "luamigrate/error.h"
#include "support/temporary_folder.h"

using namespace luamigrate;
using namespace luamigrate::config;
using namespace std::chrono_literals;

namespace {

// A folder with a migrate.toml, read with nothing but these variables set.
class Project {
 public:
  explicit Project(std::string_view toml) { base::write_file(file(), toml); }

  std::filesystem::path folder() const { return folder_.path(); }
  std::filesystem::path file() const { return folder_.path() / "migrate.toml"; }
  std::map<std::string, std::string> variables;

  Settings load(const std::string& section = "luamigrate", const std::string& environment = "",
                const std::string& url = "") const {
    return config::load({.file = file(),
                         .section = section,
                         .environment = environment,
                         .url = url,
                         .variables = [this](const std::string& name) -> std::optional<std::string> {
                           const auto found = variables.find(name);
                           return found == variables.end() ? std::nullopt : std::optional(found->second);
                         }});
  }

  // "line N: message | hint"
  std::string refusal(const std::string& section = "luamigrate", const std::string& environment = "") const {
    try {
      load(section, environment);
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::config);
      return "line " + std::to_string(error.facts().line) + ": " + error.message() + " | " + error.hint();
    }
    return "no error";
  }

 private:
  test::TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("what a file leaves out has the documented default") {
  const Project project("[luamigrate]\n");
  const Settings settings = project.load();
  CHECK(settings.url.empty());
  CHECK(settings.project_folder == project.folder());
  CHECK(settings.script_location == project.folder());
  CHECK(settings.version_locations == std::vector<std::filesystem::path>{project.folder() / "versions"});
  CHECK_FALSE(settings.recursive_version_locations);
  CHECK(settings.file_template == "{rev}_{slug}");
  CHECK(settings.truncate_slug_length == 40);
  CHECK(settings.timezone == "UTC");
  CHECK(settings.version_table == "luamigrate_version");
  CHECK(settings.log_table == "luamigrate_log");
  CHECK(settings.transaction == TransactionMode::revision);
  CHECK(settings.lock_timeout == 5s);
  CHECK(settings.statement_timeout == 0s);
  CHECK(settings.lock_retries == 5);
  CHECK(settings.run_lock_timeout == 60s);
  CHECK(settings.lua.memory_limit == 512u << 20);
}

TEST_CASE("every key is read") {
  const Project project(R"(
[luamigrate]
url = "sqlite:///a.db"
script_location = "db"
version_locations = ["db/one", "/abs/two"]
recursive_version_locations = true
file_template = "{year}/{rev}"
truncate_slug_length = 10
timezone = "Europe/Berlin"
version_table = "v"
version_table_schema = "s"
log_table = false
transaction = "all"
lock_timeout = "500ms"
statement_timeout = "1m"
lock_retries = 2
run_lock_timeout = "0"
strict_checksums = true
[luamigrate.naming_convention]
pk = "pk_%(table)s"
[lua]
unsafe = ["io"]
memory_limit = "64MB"
[[post_write_hooks]]
command = "stylua {path}"
)");
  const Settings settings = project.load();
  CHECK(settings.url == "sqlite:///a.db");
  CHECK(settings.script_location == project.folder() / "db");
  CHECK(settings.version_locations == std::vector<std::filesystem::path>{project.folder() / "db/one", "/abs/two"});
  CHECK(settings.recursive_version_locations);
  CHECK(settings.file_template == "{year}/{rev}");
  CHECK(settings.truncate_slug_length == 10);
  CHECK(settings.timezone == "Europe/Berlin");
  CHECK(settings.version_table == "v");
  CHECK(settings.version_table_schema == "s");
  CHECK_FALSE(settings.log_table);
  CHECK(settings.transaction == TransactionMode::all);
  CHECK(settings.lock_timeout == 500ms);
  CHECK(settings.statement_timeout == 60s);
  CHECK(settings.lock_retries == 2);
  CHECK(settings.run_lock_timeout == 0s);
  CHECK(settings.strict_checksums);
  CHECK(settings.naming_convention.pk == "pk_%(table)s");
  CHECK(settings.lua.unsafe == std::vector<std::string>{"io"});
  CHECK(settings.lua.memory_limit == 64u << 20);
  REQUIRE(settings.post_write_hooks.size() == 1);
  CHECK(settings.post_write_hooks[0].command == "stylua {path}");
}

TEST_CASE("variables come from the process, then from .env, then from the default") {
  Project project("[luamigrate]\nurl = \"sqlite:///${A}-${B}-${C:-c}-${D:-}-$${E}\"\n");
  base::write_file(project.folder() / ".env", "A=from_env\nexport B=\"x y\" \n# comment\n");
  project.variables = {{"A", "from_process"}};
  CHECK(project.load().url == "sqlite:///from_process-x y-c--${E}");
}

TEST_CASE("an unset variable is an error only where it is used") {
  const Project project("[luamigrate]\nurl = \"${NOT_SET}\"\n[luamigrate.env.test]\nurl = \"sqlite://\"\n");
  CHECK(project.refusal() ==
        "line 2: the variable NOT_SET is not set, and has no default | set it in the environment or in .env, or write "
        "${NOT_SET:-default}");
  CHECK(project.load("luamigrate", "test").url == "sqlite://");
  CHECK(project.load("luamigrate", "", "sqlite:///given.db").url == "sqlite:///given.db");
}

TEST_CASE("a variable is not needed where an environment lays another value over it") {
  const Project project(R"(
[luamigrate]
version_table = "${NOT_SET}"
version_locations = ["${NOT_SET}/versions"]
[luamigrate.env.test]
version_table = "v"
version_locations = "v"
)");
  CHECK(project.load("luamigrate", "test").version_table == "v");
  CHECK(project.refusal().starts_with("line 3: the variable NOT_SET is not set"));
}

TEST_CASE("naming conventions are laid over one by one") {
  const Project project(R"(
[luamigrate.naming_convention]
pk = "a"
fk = "b"
[luamigrate.env.test.naming_convention]
fk = "c"
)");
  const NamingConvention naming = project.load("luamigrate", "test").naming_convention;
  CHECK(std::vector{naming.pk, naming.fk, naming.uq} == std::vector<std::string>{"a", "c", ""});
}

TEST_CASE("an environment is laid over its section") {
  const Project project(R"(
[luamigrate]
url = "sqlite:///a.db"
version_table = "v"
[luamigrate.env.production]
url = "sqlite:///p.db"
)");
  const Settings settings = project.load("luamigrate", "production");
  CHECK(settings.url == "sqlite:///p.db");
  CHECK(settings.version_table == "v");
  CHECK(project.refusal("luamigrate", "prod")
            .find("has no section [luamigrate.env.prod] | the environments there are: "
                  "production") != std::string::npos);
}

TEST_CASE("another section is a whole project of its own") {
  const Project project("[luamigrate]\nurl = \"sqlite:///a.db\"\n[logs]\nurl = \"sqlite:///logs.db\"\n");
  CHECK(project.load("logs").url == "sqlite:///logs.db");
  CHECK(project.refusal("log").find(
            "has no section [log] | did you mean \"logs\"? its sections are: luamigrate, logs") != std::string::npos);
}

TEST_CASE("[lua] is no project") {
  CHECK(Project("[luamigrate]\n[lua]\n").refusal("lua").find("has no section [lua] | its sections are: luamigrate") !=
        std::string::npos);
}

TEST_CASE("a hook needs a command") {
  CHECK(Project("[luamigrate]\n[[post_write_hooks]]\n").refusal() ==
        "line 2: a post_write_hook has no command | write command = \"...\" below [[post_write_hooks]]");
  CHECK(Project("[luamigrate]\n[[post_write_hooks]]\ncomand = \"x\"\n").refusal() ==
        "line 3: unknown key \"comand\" | did you mean \"command\"?");
  CHECK(Project("[luamigrate]\n[post_write_hooks]\ncommand = \"x\"\n").refusal() ==
        "line 2: \"post_write_hooks\" must be a list of tables | write [[post_write_hooks]] above each");
}

TEST_CASE("an unknown key is refused with the one that was meant, in every section") {
  CHECK(Project("[luamigrate]\nurll = \"x\"\n").refusal() == "line 2: unknown key \"urll\" | did you mean \"url\"?");
  CHECK(Project("[luamigrate]\n[other]\nversion_tabel = \"x\"\n").refusal() ==
        "line 3: unknown key \"version_tabel\" | did you mean \"version_table\"?");
  CHECK(Project("[luamigrate]\n[luamigrate.env.x]\nurk = \"x\"\n").refusal() ==
        "line 3: unknown key \"urk\" | did you mean \"url\"?");
  CHECK(Project("[luamigrate]\n[other.naming_convention]\npkk = \"x\"\n").refusal() ==
        "line 3: unknown key \"pkk\" | did you mean \"pk\"?");
  CHECK(Project("[luamigrate]\n[lua]\nunsave = []\n").refusal() ==
        "line 3: unknown key \"unsave\" | did you mean \"unsafe\"?");
  CHECK(Project("url = \"x\"\n[luamigrate]\n").refusal() ==
        "line 1: the key \"url\" stands outside of any section | put it below [luamigrate]");
}

TEST_CASE("a value of the wrong kind says what is expected") {
  CHECK(Project("[luamigrate]\nurl = 5\n").refusal() == "line 2: \"url\" must be a text in quotes | ");
  CHECK(Project("[luamigrate]\nlock_timeout = \"5 parsecs\"\n").refusal() ==
        "line 2: \"lock_timeout\" must be a duration such as \"500ms\", \"5s\", \"1m\" or \"0\" | ");
  CHECK(Project("[luamigrate]\nlock_retries = -1\n").refusal() ==
        "line 2: \"lock_retries\" must be a whole number from 0 to 1000 | ");
  CHECK(Project("[luamigrate]\ntransaction = \"none\"\n").refusal() ==
        "line 2: transaction is \"revision\" or \"all\", not \"none\" | ");
}

TEST_CASE("a file that is no TOML names the line") {
  const Project project("[luamigrate]\nurl = \"x\nversion_table = 1\n");
  CHECK(project.refusal().starts_with("line 2: "));
}

TEST_CASE("the project's file is found upward from here, or where it is said to be") {
  const Project project("[luamigrate]\n");
  const auto none = [](const std::string&) { return std::nullopt; };
  const auto names = [&](const std::string& name) {
    return name == "LUAMIGRATE_CONFIG" ? std::optional(project.file().string()) : std::nullopt;
  };
  CHECK(find_config(project.file(), none) == project.file());
  CHECK(find_config({}, names) == project.file());
  CHECK_THROWS_AS(find_config(project.folder() / "nothing.toml", none), Error);

  const auto here = std::filesystem::current_path();
  std::filesystem::create_directories(project.folder() / "a/b");
  std::filesystem::current_path(project.folder() / "a/b");
  CHECK(find_config({}, none) == project.file());
  std::filesystem::current_path(here);
}
