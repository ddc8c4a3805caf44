// Something that changes the store, and waits for its turn in the write queue.
#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "storage/staging.h"

namespace counterpoint::storage {

class Mutation {
 public:
  virtual ~Mutation() = default;

  // Checks what the mutation relies on against `staging` and stages its writes.
  // On an error it has staged nothing. Called once, perhaps by another thread.
  virtual absl::Status Stage(Staging& staging) = 0;

  // Called where the write has succeeded, in the order in which mutations were
  // staged and before any of them returns.
  virtual void Announce() {}

  // About how many bytes will be written.
  virtual std::size_t ApproximateBytes() const = 0;
  // Whether it deletes ranges that another mutation may read.
  virtual bool StandsAlone() const { return false; }
  // Whether it has to be on disk before it returns, if the store syncs at all.
  virtual bool NeedsSync() const { return true; }
};

}  // namespace counterpoint::storage
