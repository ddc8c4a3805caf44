// The mutation behind Store::DropAlliance.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "storage/audit.h"
#include "storage/mutation.h"
#include "storage/record.h"
#include "storage/store.h"

namespace counterpoint::storage {

// Removes an alliance. Borrows the listener.
class Drop : public Mutation {
 public:
  // `audit`, where there is one, is entered in the alliance's chain, which stays.
  Drop(absl::string_view alliance, Precondition precondition, std::optional<AuditEvent> audit,
       const Store::Listener& listener)
      : alliance_(alliance),
        precondition_(precondition),
        audit_(std::move(audit)),
        listener_(listener) {}

  absl::Status Stage(Staging& staging) override;
  void Announce() override;
  std::size_t ApproximateBytes() const override { return 1024; }
  bool StandsAlone() const override { return true; }

  // After it has succeeded.
  const CommitResult& result() const { return result_; }

 private:
  const std::string alliance_;
  const Precondition precondition_;
  const std::optional<AuditEvent> audit_;
  const Store::Listener& listener_;
  CommitResult result_;
};

}  // namespace counterpoint::storage
