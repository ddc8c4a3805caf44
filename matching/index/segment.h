// A block of the index: members with their rows, never changed once built.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "matching/features/member_features.h"
#include "matching/features/text_model.h"
#include "matching/index/row_set.h"
#include "matching/parallel.h"

namespace counterpoint::matching {

// What most candidates can be passed over by, without a look at the member.
struct Gate {
  std::int64_t earliest_close;  // Unix seconds; of the member's listings.
  float credentials;
  MemberKind kind;
  bool recommendable;  // Active, and with capacity left.
  bool brings_custom;  // See BringsCustom.
};

// Immutable and thread-safe.
class Segment {
 public:
  using Members = std::vector<std::shared_ptr<const MemberFeatures>>;

  // REQUIRES: `members` is in order of id, each id once.
  Segment(const TextModel& model, Members members, const ParallelFor& parallel = RunInTurn);

  std::size_t size() const { return members_.size(); }
  const std::shared_ptr<const MemberFeatures>& member(std::size_t i) const { return members_[i]; }
  const Members& members() const { return members_; }
  absl::optional<std::size_t> Find(absl::string_view id) const;
  const Gate& gate(std::size_t i) const { return gates_[i]; }
  const RowSet& rows(Role role) const { return rows_[static_cast<std::size_t>(role)]; }

 private:
  Members members_;
  std::vector<Gate> gates_;
  std::array<RowSet, 3> rows_;  // By Role.
};

}  // namespace counterpoint::matching
