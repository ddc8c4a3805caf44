// What a store should hold, on maps.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/store.h"

namespace counterpoint::storage {

// The store's rules as plainly as can be. A copy is a state to come back to.
class StoreTwin {
 public:
  struct Retention {
    absl::Duration requests;
    absl::Duration changes;
  };
  StoreTwin(const std::vector<std::string>& names, Retention retention);

  // As the calls of Store of these names.
  absl::StatusOr<CommitResult> Commit(const CommitRequest& request, absl::Time now);
  absl::StatusOr<CommitResult> DropAlliance(const std::string& name, absl::Time now);
  void PutDerived(const std::string& name, std::uint8_t kind,
                  const std::vector<Store::Derived>& items);

  // The commits that a sweep is made of, in their order: one of each for each
  // alliance.
  void Expire(const std::string& name, absl::Time now);
  void Forget(const std::string& name, absl::Time now);
  void Trim(const std::string& name, absl::Time now);

  // Everything that can be read, and which requests are remembered, in words.
  std::string Describe(absl::Time now) const;

 private:
  using RecordKey = std::pair<Collection, std::string>;
  struct Remembered {
    std::string fingerprint;
    CommitResult result;
  };
  struct Alliance {
    std::int64_t revision = 0;
    std::int64_t trimmed = 0;
    absl::Time commit_time = absl::UnixEpoch();
    std::map<RecordKey, Record> records;
    std::vector<Change> changes;
    std::map<std::string, Remembered> requests;
    std::map<std::pair<std::uint8_t, std::string>, std::string> derived;
  };

  static absl::Status Check(const Alliance& alliance, const Write& write);
  static void Apply(Alliance& alliance, const Write& write);
  static void BeginCommit(Alliance& alliance, absl::Time now);

  Retention retention_;
  std::map<std::string, Alliance> alliances_;
};

// The same of a store, for alliances of these names and requests of these ids
// without fingerprints. Errors: those of reading.
absl::StatusOr<std::string> Describe(Store& store, const std::vector<std::string>& names,
                                     const std::vector<std::string>& request_ids);

}  // namespace counterpoint::storage
