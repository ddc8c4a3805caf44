// The mutations that let go of what is kept for a time only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/mutation.h"

namespace counterpoint::storage {

// An entry of the index of request times.
struct RequestTime {
  std::int64_t micros = 0;
  std::string request_id;
};

// Forgets request ids of an alliance. One that was used again meanwhile stays.
class ForgetRequests : public Mutation {
 public:
  ForgetRequests(std::string alliance, std::vector<RequestTime> candidates)
      : alliance_(std::move(alliance)), candidates_(std::move(candidates)) {}

  absl::Status Stage(Staging& staging) override;
  std::size_t ApproximateBytes() const override { return 200 * candidates_.size(); }
  bool NeedsSync() const override { return false; }

  std::int64_t forgotten() const { return forgotten_; }

 private:
  const std::string alliance_;
  const std::vector<RequestTime> candidates_;
  std::int64_t forgotten_ = 0;
};

// Removes the changes of an alliance's revisions up to and with one, and moves
// the mark of how far back the log reaches with it.
class TrimChanges : public Mutation {
 public:
  TrimChanges(std::string alliance, std::int64_t last_revision)
      : alliance_(std::move(alliance)), last_revision_(last_revision) {}

  absl::Status Stage(Staging& staging) override;
  std::size_t ApproximateBytes() const override { return 200; }
  bool NeedsSync() const override { return false; }

  // How many revisions' changes went.
  std::int64_t trimmed() const { return trimmed_; }

 private:
  const std::string alliance_;
  const std::int64_t last_revision_;
  std::int64_t trimmed_ = 0;
};

}  // namespace counterpoint::storage
