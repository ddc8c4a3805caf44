#include "tests/service/configuration/program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

std::string Contents(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace

Outcome RunProgram(const std::string& arguments) {
  Outcome outcome;
  FILE* pipe = popen(absl::StrCat(COUNTERPOINTD " ", arguments, " 2>&1").c_str(), "r");
  char buffer[4096];
  while (std::fgets(buffer, sizeof(buffer), pipe) != nullptr) outcome.text += buffer;
  outcome.code = WEXITSTATUS(pclose(pipe));
  return outcome;
}

Folder::Folder() : path_(::testing::TempDir() + "counterpointd-XXXXXX") {
  EXPECT_NE(mkdtemp(path_.data()), nullptr);
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Folder::Write(const std::string& name, const std::string& text) const {
  const std::string path = Path(name);
  std::ofstream(path + ".new") << text;
  std::filesystem::rename(path + ".new", path);
  return path;
}

RunningServer::RunningServer(const Folder& folder, std::vector<std::string> arguments)
    : log_(folder.Path("log")) {
  const std::string port_file = folder.Path("port");
  std::filesystem::remove(port_file);
  std::vector<std::string> words = {"counterpointd", "serve",       "--listen",
                                    "127.0.0.1:0",   "--port-file", port_file};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> line;
  for (std::string& word : words) line.push_back(word.data());
  line.push_back(nullptr);
  process_ = fork();
  if (process_ == 0) {
    // A test that crashes must not leave a server behind.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int log = open(log_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    execv(COUNTERPOINTD, line.data());
    _exit(127);
  }
  while (!std::filesystem::exists(port_file)) {
    int status = 0;
    if (waitpid(process_, &status, WNOHANG) != 0) {
      process_ = -1;
      return;
    }
    absl::SleepFor(absl::Milliseconds(5));
  }
  std::string port;
  std::ifstream(port_file) >> port;
  address_ = "127.0.0.1:" + port;
}

RunningServer::~RunningServer() {
  if (process_ <= 0) return;
  kill(process_, SIGKILL);
  AwaitEnd();
}

std::string RunningServer::Log() const { return Contents(log_); }

std::string RunningServer::AwaitLog(const std::string& text) const {
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  std::string log = Log();
  while (!absl::StrContains(log, text) && absl::Now() < deadline) {
    absl::SleepFor(absl::Milliseconds(10));
    log = Log();
  }
  EXPECT_TRUE(absl::StrContains(log, text)) << text << "\nis not in\n" << log;
  return log;
}

void RunningServer::Signal(int number) const { kill(process_, number); }

int RunningServer::AwaitEnd() {
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace counterpoint::service
