// The mutation behind Store::DropAlliance.
#pragma once

#include <string>

#include "storage/mutation.h"
#include "storage/record.h"
#include "storage/store.h"

namespace counterpoint::storage {

// Removes an alliance. Borrows the listener.
class Drop : public Mutation {
 public:
  Drop(absl::string_view alliance, Precondition precondition, const Store::Listener& listener)
      : alliance_(alliance), precondition_(precondition), listener_(listener) {}

  absl::Status Stage(Staging& staging) override;
  void Announce() override;
  std::size_t ApproximateBytes() const override { return 1024; }
  bool StandsAlone() const override { return true; }

  // After it has succeeded.
  const CommitResult& result() const { return result_; }

 private:
  const std::string alliance_;
  const Precondition precondition_;
  const Store::Listener& listener_;
  CommitResult result_;
};

}  // namespace counterpoint::storage
