// A small embedding server for tests.
#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

// Not included here: through <resolv.h> it makes `_res` a macro, which breaks
// Eigen in whatever comes after it.
namespace httplib {
class Server;
struct Request;
struct Response;
}  // namespace httplib

namespace counterpoint::service {

// Answers POST /v1/embeddings on a port of the loopback interface with the
// hashed words of each text. A few Chinese words have the vectors of their
// English translations, so that texts in both languages can meet. Thread-safe
// but for Start() and Stop().
class EmbeddingTestServer {
 public:
  enum class Mode {
    kAnswer,
    kAnswerBackwards,  // The last text first.
    kSlow,             // No answer before the mode changes.
    kServerError,
    kThrottle,      // 429 with Retry-After: 1.
    kThrottleLong,  // 429 with Retry-After: 3600.
    kUnauthorized,
    kBadRequest,
    kRefusePoison,  // 400 where a text contains "poison".
    kOneTooFew,
    kIndexTwice,
    kUnevenLengths,
    kNull,  // Instead of a number.
    kZeros,
    kNotJson,
    kBreakOff,  // In the middle of the answer.
  };

  EmbeddingTestServer();
  ~EmbeddingTestServer();

  // On the same port as before.
  void Start();
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  void SetMode(Mode mode) ABSL_LOCKS_EXCLUDED(mutex_);
  // The next requests are answered in this mode instead.
  void SetModeOfNext(int requests, Mode mode) ABSL_LOCKS_EXCLUDED(mutex_);

  // What has been received so far, whatever was answered.
  int requests() const ABSL_LOCKS_EXCLUDED(mutex_);
  void AwaitRequests(int count) const ABSL_LOCKS_EXCLUDED(mutex_);
  std::vector<std::string> texts() const ABSL_LOCKS_EXCLUDED(mutex_);
  std::vector<std::string> models() const ABSL_LOCKS_EXCLUDED(mutex_);  // By request.
  std::size_t largest_batch() const ABSL_LOCKS_EXCLUDED(mutex_);
  std::string authorization() const ABSL_LOCKS_EXCLUDED(mutex_);
  void Forget() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Received {
    std::string model;
    std::string authorization;
    std::vector<std::string> texts;
  };
  void Answer(const httplib::Request& request, httplib::Response& response)
      ABSL_LOCKS_EXCLUDED(mutex_);
  Mode Receive(Received received) ABSL_LOCKS_EXCLUDED(mutex_);

  int port_ = 0;
  std::unique_ptr<httplib::Server> server_;
  std::thread thread_;

  mutable absl::Mutex mutex_;
  Mode mode_ ABSL_GUARDED_BY(mutex_) = Mode::kAnswer;
  Mode next_mode_ ABSL_GUARDED_BY(mutex_) = Mode::kAnswer;
  int next_requests_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Received> received_ ABSL_GUARDED_BY(mutex_);
};

// The vector that the server gives.
std::vector<float> TestVector(const std::string& text);

}  // namespace counterpoint::service
