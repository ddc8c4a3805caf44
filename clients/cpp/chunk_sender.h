// Chunks of an import, sent and answered.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <utility>

#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "clients/cpp/connection.h"
#include "clients/cpp/import_stream.h"

namespace counterpoint::client {

// Sends chunks over a stream and hands on the answer to each. Where chunks may be
// repeated, a broken connection is made again and those without answers are sent
// again, so each has to have what the first message of a stream needs. For one
// thread.
template <typename Request, typename Response>
class ChunkSender {
 public:
  struct Options {
    int max_in_flight = 4;  // Chunks that may wait for their answers at a time.
    bool may_repeat = true;
  };
  using Opener = typename ImportStream<Request, Response>::Opener;
  // Called from Send() and Finish(), once for each chunk in order. An error ends the
  // import.
  using OnAnswer = std::function<absl::Status(const Request&, const Response&)>;

  ChunkSender(const ConnectionOptions& connection, Options options, Opener open, OnAnswer on_answer)
      : connection_(connection),
        options_(options),
        open_(std::move(open)),
        on_answer_(std::move(on_answer)) {}

  // Waits while too many chunks are in flight. After an error the import is over.
  absl::Status Send(Request chunk) {
    in_flight_.push_back(std::move(chunk));
    if (stream_ == nullptr) {
      Open();
    } else {
      stream_->Write(in_flight_.back());
    }
    while (static_cast<int>(in_flight_.size()) >= options_.max_in_flight ||
           (!in_flight_.empty() && stream_->HasNext())) {
      if (absl::Status status = Receive(); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // Waits for all answers.
  absl::Status Finish() {
    while (!in_flight_.empty()) {
      if (absl::Status status = Receive(); !status.ok()) return status;
    }
    if (stream_ != nullptr) {
      // All answers are in, so how the stream ends no longer matters.
      stream_->WritesDone();
      if (!stream_->Next().has_value()) (void)stream_->Finish();
      stream_.reset();
    }
    return absl::OkStatus();
  }

 private:
  // Waits for one answer; makes the connection again where that is safe.
  absl::Status Receive() {
    const auto response = stream_->Next();
    if (!response.has_value()) return Reconnect();
    failures_ = 0;
    absl::Status taken = on_answer_(in_flight_.front(), *response);
    if (taken.ok()) in_flight_.pop_front();
    return taken;
  }

  absl::Status Reconnect() {
    const absl::Status status = stream_->Finish();
    if (status.ok()) return absl::InternalError("the server ended the import before all verdicts");
    if (!options_.may_repeat) return status;
    absl::BitGen random;
    const auto pause =
        NextPause(connection_.retry, status, ++failures_, absl::InfiniteDuration(), random);
    if (!pause.has_value()) return status;
    absl::SleepFor(*pause);
    Open();
    return absl::OkStatus();
  }

  void Open() {
    stream_ = std::make_unique<ImportStream<Request, Response>>(open_, connection_.stall_limit);
    for (const Request& request : in_flight_) stream_->Write(request);
  }

  const ConnectionOptions connection_;
  const Options options_;
  const Opener open_;
  const OnAnswer on_answer_;
  std::deque<Request> in_flight_;  // Sent, answers not yet received; oldest first.
  std::unique_ptr<ImportStream<Request, Response>> stream_;
  int failures_ = 0;  // Since the last answer.
};

}  // namespace counterpoint::client
