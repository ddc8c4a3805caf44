// Any number of interactions into an alliance.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cpp/chunk_sender.h"
#include "clients/cpp/connection.h"
#include "counterpoint/v1/interaction_service.grpc.pb.h"

namespace counterpoint::client {

struct InteractionImportOptions {
  // `alliances/{alliance}`.
  std::string parent;
  // A batch is one message of the stream and one commit of the service; 1 to 1,000.
  int batch_size = 500;
  // Batches that may wait for their answers at a time.
  int max_in_flight = 4;
};

struct InteractionImportSummary {
  int64_t recorded = 0;
  int64_t unchanged = 0;
  int64_t rejected = 0;
};

// Streams interactions batch by batch. Each is taken or rejected on its own, wherever
// a batch ends. A broken connection is made again and the batches without answers are
// sent again: what had been recorded is then unchanged. Safe to repeat as a whole.
// For one thread.
class InteractionImport {
 public:
  // Called from Add() and Finish(), in the order of Add(). `position` counts from 0
  // over the whole import. The fields that the error names begin at the interaction:
  // "member".
  using OnRejected = std::function<void(int64_t position, const v1::Interaction& interaction,
                                        const absl::Status& reason)>;

  InteractionImport(std::shared_ptr<v1::InteractionService::StubInterface> stub,
                    const ConnectionOptions& connection, InteractionImportOptions options,
                    OnRejected on_rejected);
  InteractionImport(const InteractionImport&) = delete;
  InteractionImport& operator=(const InteractionImport&) = delete;

  // Takes an interaction, sends the batch that is full with it, and waits while too
  // many are in flight. After an error, which is none of a single interaction, the
  // import is over; what was recorded before it stands.
  absl::Status Add(v1::Interaction interaction);

  // Sends what is left and waits for all answers.
  absl::StatusOr<InteractionImportSummary> Finish();

  // What has been decided so far.
  const InteractionImportSummary& summary() const { return summary_; }

 private:
  absl::Status Send();
  absl::Status Deliver(const v1::RecordInteractionsRequest& request,
                       const v1::RecordInteractionsResponse& response);

  const InteractionImportOptions options_;
  const OnRejected on_rejected_;
  v1::RecordInteractionsRequest batch_;
  absl::flat_hash_set<std::string> names_;  // Of those in the batch.
  int64_t decided_ = 0;
  InteractionImportSummary summary_;
  ChunkSender<v1::RecordInteractionsRequest, v1::RecordInteractionsResponse> sender_;
};

}  // namespace counterpoint::client
