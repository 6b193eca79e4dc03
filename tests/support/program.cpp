#include "support/program.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <thread>

#include "base/file.h"

extern "C" char** environ;

namespace luamigrate::test {
namespace {

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (const std::string& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> environment_with(const std::vector<std::pair<std::string, std::string>>& more) {
  std::vector<std::string> result;
  for (char** entry = environ; *entry; ++entry) {
    const std::string text = *entry;
    bool replaced = false;
    for (const auto& [name, value] : more) replaced = replaced || text.starts_with(name + "=");
    if (!replaced) result.push_back(text);
  }
  for (const auto& [name, value] : more) result.push_back(name + "=" + value);
  return result;
}

}  // namespace

RunningProgram::RunningProgram(const ProgramCall& call) {
  const std::vector<std::string> environment = environment_with(call.environment);
  const std::string out = outputs_.path() / "out", err = outputs_.path() / "err";
  std::array<int, 2> broken{-1, -1};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (call.output_is_closed) {
    if (::pipe2(broken.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    ::close(broken[0]);
    posix_spawn_file_actions_adddup2(&actions, broken[1], STDOUT_FILENO);
  } else {
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT, 0600);
  }
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), O_WRONLY | O_CREAT, 0600);
  if (!call.folder.empty()) posix_spawn_file_actions_addchdir_np(&actions, call.folder.c_str());
  const int error = posix_spawnp(&pid_, call.arguments.at(0).c_str(), &actions, nullptr,
                                 pointers(call.arguments).data(), pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (broken[1] >= 0) ::close(broken[1]);
  if (error != 0) throw std::runtime_error("cannot run " + call.arguments.at(0));
}

RunningProgram::~RunningProgram() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void RunningProgram::signal(int number) const {
  ::kill(pid_, number);
}

std::string RunningProgram::told_so_far() const {
  std::string text;
  for (const char* name : {"out", "err"})
    if (const auto path = outputs_.path() / name; std::filesystem::exists(path)) text += base::read_file(path);
  return text;
}

bool RunningProgram::wait_for(const std::string& text) const {
  for (int look = 0; look < 6000; ++look) {
    if (told_so_far().find(text) != std::string::npos) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

ProgramResult RunningProgram::wait() {
  int status = 0;
  struct rusage usage {};
  if (::wait4(pid_, &status, 0, &usage) != pid_) throw std::runtime_error("cannot wait");
  pid_ = -1;
  const auto text = [&](const char* name) {
    const auto path = outputs_.path() / name;
    return std::filesystem::exists(path) ? base::read_file(path) : std::string();
  };
  return {WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status), text("out"), text("err"),
          usage.ru_maxrss / 1024};
}

}  // namespace luamigrate::test
