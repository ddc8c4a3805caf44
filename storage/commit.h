// The mutation behind Store::Commit.
#pragma once

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "storage/audit.h"
#include "storage/mutation.h"
#include "storage/record.h"
#include "storage/staged_commit.h"
#include "storage/store.h"

namespace counterpoint::storage {

// A commit of a caller's writes. Borrows the listener.
class Commit : public Mutation {
 public:
  // `audit`, where there is one, is entered in the alliance's chain with the commit.
  Commit(CommitRequest request, std::optional<AuditEvent> audit, absl::Duration request_retention,
         const Store::Listener& listener);

  // Whether the request makes sense whatever the store holds. Errors:
  // INVALID_ARGUMENT.
  absl::Status Validate() const;

  absl::Status Stage(Staging& staging) override;
  void Announce() override;
  std::size_t ApproximateBytes() const override;

  // After it has succeeded. REQUIRES: called at most once.
  CommitResult TakeResult() { return std::move(result_); }

 private:
  using Present = std::vector<std::optional<Record>>;

  // The request as it was carried out before and is remembered, if so.
  absl::StatusOr<std::optional<StoredRequest>> FindRepeated(const Staging& staging) const;
  // The written records as they are before the commit. Errors: those of
  // preconditions.
  absl::StatusOr<Present> Check(const Staging& staging) const;
  void Remember(Staging& staging, const StagedCommit& commit);

  const CommitRequest request_;
  const std::optional<AuditEvent> audit_;
  const absl::Duration request_retention_;
  const std::string fingerprint_digest_;  // Empty without a request id.
  const Store::Listener& listener_;
  bool committed_ = false;
  CommitResult result_;
};

}  // namespace counterpoint::storage
