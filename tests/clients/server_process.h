// A counterpointd of its own for a test.
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace counterpoint::cli {

// Runs the server on a port of the loopback interface, with its data in a new
// folder that goes away with it. For one thread.
class ServerProcess {
 public:
  // Returns when the server takes calls. Check address() for success.
  ServerProcess();
  // Stops the server and removes the data.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  // "127.0.0.1:PORT"; empty where the server did not start.
  const std::string& address() const { return address_; }

  // -1 where none runs.
  pid_t process() const { return process_; }

  // Ends the server as an operator would and waits for that. What it ended with, 0 where
  // all was well.
  int Stop() { return End(SIGTERM); }

  // Ends the server at once, in the middle of whatever it does.
  void Kill() { End(SIGKILL); }

  // Stops the server as an operator would if it runs, and starts it
  // again with the same data at the same address.
  void Restart();

  // As Restart(), with `arguments` added to its command line from now on: options with
  // values. A --drain and a --log-level take the place of those that it has otherwise.
  void RestartWith(std::vector<std::string> arguments);

  // As Restart(); `change` is called with the folder of the data while no server
  // has it open.
  void RestartAfter(const std::function<void(const std::string& data)>& change);

 private:
  void Start(const std::string& listen);
  int End(int signal);

  std::string folder_;
  std::string address_;
  std::vector<std::string> arguments_;
  pid_t process_ = -1;
};

}  // namespace counterpoint::cli
