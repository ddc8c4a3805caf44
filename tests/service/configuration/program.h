// counterpointd itself, as it is typed and as it is signalled.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace counterpoint::service {

struct Outcome {
  int code = 0;
  std::string text;  // Of the standard output and of errors.
};
// Runs the program to its end; arguments as in a shell.
Outcome RunProgram(const std::string& arguments);

// A new folder; removed with what is in it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string Path(const std::string& name) const { return path_ + "/" + name; }
  // Writes a file whole, with a rename.
  std::string Write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

// `counterpointd serve` with the arguments, on a free port. For one thread.
class RunningServer {
 public:
  RunningServer(const Folder& folder, std::vector<std::string> arguments);
  // Kills it where it has not ended.
  ~RunningServer();
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  // "127.0.0.1:PORT"; empty where it does not serve.
  const std::string& address() const { return address_; }
  std::string Log() const;
  // Waits until the log holds the text, and returns what is logged by then.
  std::string AwaitLog(const std::string& text) const;
  void Signal(int number) const;
  // Waits for its end; the exit code.
  int AwaitEnd();

 private:
  const std::string log_;
  std::string address_;
  pid_t process_ = -1;
};

}  // namespace counterpoint::service
