#include "tests/clients/server_process.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

namespace counterpoint::cli {
namespace {

// Waits until the file at `path` appears; false where `process` ends first.
// `watch` is an inotify descriptor that has watched the folder from before.
bool AwaitFile(int watch, const std::string& path, pid_t process) {
  while (!std::filesystem::exists(path)) {
    pollfd event{watch, POLLIN, 0};
    // The limit is only for a server that has died without a file.
    if (poll(&event, 1, /*milliseconds=*/200) == 0 && waitpid(process, nullptr, WNOHANG) != 0) {
      return false;
    }
    char events[4096];
    (void)!read(watch, events, sizeof(events));
  }
  return true;
}

}  // namespace

ServerProcess::ServerProcess() {
  folder_ = testing::TempDir() + "counterpointd-XXXXXX";
  if (mkdtemp(folder_.data()) == nullptr) return;
  Start("127.0.0.1:0");
}

ServerProcess::~ServerProcess() {
  Stop();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void ServerProcess::Restart() {
  RestartAfter([](const std::string&) {});
}

void ServerProcess::RestartWith(std::vector<std::string> arguments) {
  arguments_ = std::move(arguments);
  Restart();
}

void ServerProcess::RestartAfter(const std::function<void(const std::string& data)>& change) {
  Stop();
  change(folder_ + "/data");
  Start(address_);
}

void ServerProcess::Start(const std::string& listen) {
  const std::string data = folder_ + "/data";
  const std::string port_file = folder_ + "/port";
  std::filesystem::remove(port_file);
  const int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  inotify_add_watch(watch, folder_.c_str(), IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE);
  std::vector<std::string> words = {"counterpointd", "serve", "--data",      data,
                                    "--listen",      listen,  "--port-file", port_file};
  words.insert(words.end(), arguments_.begin(), arguments_.end());
  for (const auto& [option, value] : {std::pair("--drain", "0s"), {"--log-level", "error"}}) {
    if (std::find(words.begin(), words.end(), option) != words.end()) continue;
    words.insert(words.end(), {option, value});
  }
  std::vector<char*> line;
  for (std::string& word : words) line.push_back(word.data());
  line.push_back(nullptr);
  process_ = fork();
  if (process_ == 0) {
    // A test that crashes must not leave a server behind.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execv(COUNTERPOINTD, line.data());
    _exit(127);
  }
  std::string port;
  if (AwaitFile(watch, port_file, process_)) std::ifstream(port_file) >> port;
  close(watch);
  address_ = port.empty() ? "" : "127.0.0.1:" + port;
}

int ServerProcess::End(int signal) {
  if (process_ <= 0) return 0;
  kill(process_, signal);
  int status;
  waitpid(process_, &status, 0);
  process_ = -1;
  return status;
}

}  // namespace counterpoint::cli
