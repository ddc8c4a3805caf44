// Vectors of texts that the embedding server has given, kept in the store.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "service/embedding/vector_memory.h"
#include "storage/store.h"

namespace counterpoint::service {

// The vectors of one model: memory over derived data of the store, alliance by
// alliance. The id there is the model's name, a zero byte, and the SHA-256 of
// the text as it was sent; the payload the values as float32, the least
// significant byte first. Thread-safe. Borrows the store.
class EmbeddingCache {
 public:
  EmbeddingCache(std::string model, storage::Store& store, std::size_t memory_bytes)
      : model_(std::move(model)), store_(store), memory_(memory_bytes) {}

  std::string IdOf(absl::string_view text) const;

  // Null where it is neither in memory nor in the view, or what is there is
  // damaged.
  SharedVector Find(const storage::ReadView& view, const std::string& alliance,
                    const std::string& id);

  // Errors: those of the store; memory has the vectors all the same.
  absl::Status Put(const std::string& alliance,
                   const std::vector<std::pair<std::string, SharedVector>>& vectors);

  // Deletes from the store what the view has of other models, and of texts
  // whose Mark() is not in `used`.
  absl::Status Prune(const storage::ReadView& view, const std::string& alliance,
                     const absl::flat_hash_set<std::uint64_t>& used);
  // Stands for an id where there may be millions: two ids have the same one
  // about never, and then a vector stays that could go.
  static std::uint64_t Mark(absl::string_view id);

  std::int64_t hits() const { return hits_; }
  std::int64_t misses() const { return misses_; }

 private:
  const std::string model_;
  storage::Store& store_;
  VectorMemory memory_;
  std::atomic<std::int64_t> hits_ = 0;
  std::atomic<std::int64_t> misses_ = 0;
};

}  // namespace counterpoint::service
