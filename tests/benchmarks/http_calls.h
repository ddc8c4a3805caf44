// Calls over HTTP that stay open between requests, for a closed loop of them.
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace counterpoint::benchmarks {

// POSTs to one path of a server on loopback. Each request takes a connection of its own
// until it is answered; there are as many as have been in flight at once. All of it runs
// on one thread. Thread-safe.
class HttpCalls {
 public:
  HttpCalls(int port, std::string path, std::string content_type);
  // To be called when nothing is in flight.
  ~HttpCalls();

  // `done` is called once, on the thread, with whether the answer was 200 and its body.
  void Post(std::string body, std::function<void(bool ok, const std::string& answer)> done);

 private:
  class Connections;
  std::unique_ptr<Connections> connections_;
};

}  // namespace counterpoint::benchmarks
