// Who must not be shown, or not to whom, as the server has acknowledged it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"

namespace counterpoint::soak {

// Thread-safe. What is in it stays in it. Names are those of resources.
class Forbidden {
 public:
  void AddErased(const std::string& member) { Add(member); }
  void AddApart(const std::string& member, const std::string& partner) {
    Add(PairOf(member, partner));
  }

  // To be taken before a call is made: what is added later need not count for it.
  std::int64_t Moment() const ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    return added_;
  }
  bool WasErased(const std::string& member, std::int64_t moment) const {
    return Has(member, moment);
  }
  // Whether `member` must not be shown the partner.
  bool IsKept(const std::string& member, const std::string& partner, std::int64_t moment) const {
    return WasErased(partner, moment) || Has(PairOf(member, partner), moment);
  }

 private:
  static std::string PairOf(const std::string& a, const std::string& b) {
    return a < b ? absl::StrCat(a, " ", b) : absl::StrCat(b, " ", a);
  }
  void Add(std::string what) ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    if (entries_.emplace(std::move(what), added_).second) ++added_;
  }
  bool Has(const std::string& what, std::int64_t moment) const ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    const auto found = entries_.find(what);
    return found != entries_.end() && found->second < moment;
  }

  mutable absl::Mutex mutex_;
  std::int64_t added_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_map<std::string, std::int64_t> entries_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::soak
