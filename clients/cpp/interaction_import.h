// Any number of interactions into an alliance.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cpp/caller.h"
#include "counterpoint/v1/interaction_service.grpc.pb.h"

namespace counterpoint::client {

struct InteractionImportOptions {
  // `alliances/{alliance}`.
  std::string parent;
  // A batch is one commit of the service; 1 to 1,000.
  int batch_size = 500;
};

struct InteractionImportSummary {
  int64_t recorded = 0;
  int64_t unchanged = 0;
  int64_t rejected = 0;
};

// Sends interactions batch by batch. The service takes a batch as a whole or
// not at all, so those that it names as wrong are taken out and the others are
// sent again: each is taken or rejected on its own, wherever a batch ends. Safe
// to repeat as a whole. For one thread.
class InteractionImport {
 public:
  // `position` counts from 0 over the whole import. The fields that the error
  // names begin at the interaction: "member".
  using OnRejected = std::function<void(int64_t position, const v1::Interaction& interaction,
                                        const absl::Status& reason)>;

  InteractionImport(std::shared_ptr<v1::InteractionService::StubInterface> stub,
                    const Caller& caller, InteractionImportOptions options, OnRejected on_rejected);

  // Takes an interaction, and sends the batch that is full with it. After an
  // error, which is none of a single interaction, the import is over; batches
  // sent before it stand.
  absl::Status Add(v1::Interaction interaction);

  // Sends what is left.
  absl::StatusOr<InteractionImportSummary> Finish();

  // What has been decided so far.
  const InteractionImportSummary& summary() const { return summary_; }

 private:
  absl::Status Send();
  // Takes out those that the error names; the error where it names none.
  absl::Status Reject(const absl::Status& error);

  const std::shared_ptr<v1::InteractionService::StubInterface> stub_;
  const Caller caller_;
  const InteractionImportOptions options_;
  const OnRejected on_rejected_;
  v1::BatchRecordInteractionsRequest batch_;
  std::vector<int64_t> positions_;          // Of those in the batch.
  absl::flat_hash_set<std::string> names_;  // So too.
  int64_t added_ = 0;
  InteractionImportSummary summary_;
};

}  // namespace counterpoint::client
