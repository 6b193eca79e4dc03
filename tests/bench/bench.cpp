// Times luamigrate as a whole process beside plain programs that do the same work in the same run, and prints ratios.
// Figures are never asserted: a machine has its moods. Usage: bench LUAMIGRATE PLAIN_SQLITE [PLAIN_POSTGRESQL]
//
// PostgreSQL is measured where LUAMIGRATE_TEST_POSTGRESQL names a server.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

struct Times {
  double wall_ms = 0;
  double cpu_ms = 0;  // user and system, children included
};

double milliseconds(const timeval& t) {
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
}

Times run(const std::vector<std::string>& arguments) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    if (!std::freopen("/dev/null", "w", stdout) || !std::freopen("/dev/null", "w", stderr)) ::_exit(126);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw std::runtime_error(arguments[0] + " failed with status " + std::to_string(WEXITSTATUS(status)));
  return {wall.count(), milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime)};
}

// The median of several runs, each after `prepare`.
Times median(int runs, const std::function<void()>& prepare, const std::vector<std::string>& arguments) {
  std::vector<Times> all;
  for (int i = 0; i < runs; ++i) {
    prepare();
    all.push_back(run(arguments));
  }
  const auto middle = [&](double Times::*figure) {
    std::ranges::sort(all, {}, figure);
    return all[all.size() / 2].*figure;
  };
  return {middle(&Times::wall_ms), middle(&Times::cpu_ms)};
}

std::string id(int n) {
  char text[16];
  std::snprintf(text, sizeof text, "r%05d", n);
  return text;
}

void write_revision(const fs::path& folder, int n, const std::string& down) {
  std::ofstream(folder / (id(n) + ".lua"))
      << "--- make table " << n << "\n--\n-- Revision ID: " << id(n)
      << "\n-- Create Date: 2026-11-20 15:30:00\n\nrevision = \"" << id(n) << "\"\ndown_revision = " << down
      << "\nbranch_labels = nil\ndepends_on = nil\n\nfunction upgrade()\n  op.create_table(\"t" << id(n).substr(1)
      << "\", { column(\"id\", Integer, { primary_key = true }), column(\"name\", String(50)) })\nend\n\n"
      << "function downgrade()\n  op.drop_table(\"t" << id(n).substr(1) << "\")\nend\n";
}

fs::path make_project(const fs::path& root, const std::string& name, const std::string& url) {
  fs::create_directories(root / name / "versions");
  std::ofstream(root / name / "migrate.toml") << "[luamigrate]\nurl = \"" << url << "\"\n";
  return root / name;
}

void line_of_revisions(const fs::path& project, int count) {
  for (int n = 1; n <= count; ++n) write_revision(project / "versions", n, n == 1 ? "nil" : "\"" + id(n - 1) + "\"");
}

// A line with forks that are merged again some steps later.
void forks_and_merges(const fs::path& project, int count, int forks) {
  int tip = 0;
  const int stride = count / forks;
  for (int n = 1; n <= count;) {
    const std::string down = tip == 0 ? "nil" : "\"" + id(tip) + "\"";
    const bool fork = n % stride == 0 && n + 3 <= count && tip != 0;
    write_revision(project / "versions", n, down);
    if (!fork) {
      tip = n++;
      continue;
    }
    write_revision(project / "versions", n + 1, down);
    write_revision(project / "versions", n + 2, "{ \"" + id(n) + "\", \"" + id(n + 1) + "\" }");
    tip = n + 2;
    n += 3;
  }
}

void heading(const char* text) {
  std::printf("\n%s\n", text);
}
void line(const char* what, const Times& times) {
  std::printf("  %-44s %9.1f ms wall %9.1f ms cpu\n", what, times.wall_ms, times.cpu_ms);
}
void ratio(const Times& ours, const Times& plain) {
  std::printf("  %-44s %9.2f           %9.2f\n", "ratio", ours.wall_ms / plain.wall_ms, ours.cpu_ms / plain.cpu_ms);
}

// Makes the database `name` on the server of `url` anew, by psql, and returns its URL.
std::string fresh_database(const std::string& url, const std::string& name) {
  const std::string sql =
      "psql -q '" + url + "' -c 'DROP DATABASE IF EXISTS " + name + "' -c 'CREATE DATABASE " + name + "' 2>/dev/null";
  if (std::system(sql.c_str()) != 0) throw std::runtime_error("psql failed");
  return url.substr(0, url.rfind('/') + 1) + name;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 3) throw std::runtime_error("usage: bench LUAMIGRATE PLAIN_SQLITE [PLAIN_POSTGRESQL]");
  const std::string luamigrate = fs::absolute(argv[1]);
  const std::string plain_sqlite = fs::absolute(argv[2]);
  std::string folder = (fs::temp_directory_path() / "luamigrate-bench-XXXXXX").string();
  if (!::mkdtemp(folder.data())) throw std::runtime_error("cannot make a temporary folder");
  const fs::path root = folder;
  const auto nothing = [] {};

  heading("start-up: current on 10 revisions, SQLite (goal: under 10 ms of CPU)");
  const fs::path small = make_project(root, "small", "sqlite:///small.db");
  line_of_revisions(small, 10);
  const std::string small_config = small / "migrate.toml";
  run({luamigrate, "-c", small_config, "upgrade", "head"});
  line("luamigrate current", median(21, nothing, {luamigrate, "-c", small_config, "current"}));

  heading("1,000 revisions, one transaction each, SQLite (goal: at most 1.3 times)");
  const fs::path thousand = make_project(root, "thousand", "sqlite:///thousand.db");
  line_of_revisions(thousand, 1000);
  const fs::path plain_file = root / "plain.db";
  const Times sqlite = median(5, [&] { fs::remove(thousand / "thousand.db"); },
                              {luamigrate, "-q", "-c", thousand / "migrate.toml", "upgrade", "head"});
  const Times plain = median(5, [&] { fs::remove(plain_file); }, {plain_sqlite, plain_file, "1000"});
  line("luamigrate upgrade head", sqlite);
  line("plain C", plain);
  ratio(sqlite, plain);

  if (const char* server = std::getenv("LUAMIGRATE_TEST_POSTGRESQL"); server && argc > 3) {
    heading("1,000 revisions, one transaction each, PostgreSQL (goal: at most 1.3 times)");
    std::string url;
    const Times ours =
        median(3, [&] { url = fresh_database(server, "lm_bench"); },
               {luamigrate, "-q", "-c", thousand / "migrate.toml", "--url",
                std::string(server).substr(0, std::string(server).rfind('/') + 1) + "lm_bench", "upgrade", "head"});
    const Times theirs = median(3, [&] { fresh_database(server, "lm_bench"); }, {fs::absolute(argv[3]), url, "1000"});
    line("luamigrate upgrade head", ours);
    line("plain C", theirs);
    ratio(ours, theirs);
  }

  heading("10,000 revisions with 500 forks and merges (goal: under 250 ms of CPU)");
  const fs::path large = make_project(root, "large", "sqlite:///large.db");
  forks_and_merges(large, 10'000, 500);
  line("luamigrate heads", median(5, nothing, {luamigrate, "-c", large / "migrate.toml", "heads"}));
  line("luamigrate history", median(5, nothing, {luamigrate, "-c", large / "migrate.toml", "history"}));
  line("cat of the same files", median(5, nothing, {"/bin/sh", "-c", "cat " + (large / "versions").string() + "/*"}));

  fs::remove_all(root);
  return 0;
} catch (const std::exception& error) {
  std::cerr << "bench: " << error.what() << "\n";
  return 1;
}
