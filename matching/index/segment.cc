#include "matching/index/segment.h"

#include <algorithm>
#include <utility>

namespace counterpoint::matching {
namespace {

Gate GateOf(const MemberFeatures& member) {
  Gate gate{INT64_MAX, static_cast<float>(member.credentials), member.kind, IsRecommendable(member),
            BringsCustom(member)};
  for (const auto* listings : {&member.needs, &member.offers}) {
    for (const ListingFeatures& listing : *listings) {
      gate.earliest_close = std::min(gate.earliest_close, absl::ToUnixSeconds(listing.closes));
    }
  }
  return gate;
}

}  // namespace

Segment::Segment(const TextModel& model, Members members, const ParallelFor& parallel)
    : members_(std::move(members)) {
  parallel(static_cast<int>(rows_.size()), [&](int role) {
    rows_[static_cast<std::size_t>(role)] = BuildRowSet(model, members_, static_cast<Role>(role));
  });
  gates_.reserve(members_.size());
  for (const auto& member : members_) gates_.push_back(GateOf(*member));
}

absl::optional<std::size_t> Segment::Find(absl::string_view id) const {
  const auto found = std::lower_bound(
      members_.begin(), members_.end(), id,
      [](const auto& member, absl::string_view wanted) { return member->id < wanted; });
  if (found == members_.end() || (*found)->id != id) return absl::nullopt;
  return static_cast<std::size_t>(found - members_.begin());
}

}  // namespace counterpoint::matching
