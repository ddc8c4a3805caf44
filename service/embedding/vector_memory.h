// Vectors that were used last.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace counterpoint::service {

using SharedVector = std::shared_ptr<const std::vector<float>>;

// By key, at most so many bytes of values and keys: beyond them the least
// recently used goes. Thread-safe.
class VectorMemory {
 public:
  explicit VectorMemory(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  // Null where it is not there.
  SharedVector Find(absl::string_view key) ABSL_LOCKS_EXCLUDED(mutex_);
  void Put(const std::string& key, SharedVector vector) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  using Entries = std::list<std::pair<std::string, SharedVector>>;  // The one used last in front.
  static std::size_t BytesOf(const Entries::value_type& entry);
  void Drop(Entries::iterator entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::size_t max_bytes_;
  absl::Mutex mutex_;
  std::size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  Entries entries_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, Entries::iterator> by_key_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::service
