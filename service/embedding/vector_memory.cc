#include "service/embedding/vector_memory.h"

#include <iterator>

namespace counterpoint::service {

std::size_t VectorMemory::BytesOf(const Entries::value_type& entry) {
  return entry.first.size() + entry.second->size() * sizeof(float);
}

SharedVector VectorMemory::Find(absl::string_view key) {
  absl::MutexLock lock(&mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->second;
}

void VectorMemory::Put(const std::string& key, SharedVector vector) {
  absl::MutexLock lock(&mutex_);
  const auto found = by_key_.find(key);
  if (found != by_key_.end()) Drop(found->second);
  entries_.emplace_front(key, std::move(vector));
  by_key_[key] = entries_.begin();
  bytes_ += BytesOf(entries_.front());
  while (bytes_ > max_bytes_) Drop(std::prev(entries_.end()));
}

void VectorMemory::Drop(Entries::iterator entry) {
  bytes_ -= BytesOf(*entry);
  by_key_.erase(entry->first);
  entries_.erase(entry);
}

}  // namespace counterpoint::service
