#include "service/live_index/snapshot.h"

#include "service/errors/resource_errors.h"

namespace counterpoint::service {

absl::StatusOr<SnapshotMember> FindMember(const IndexSnapshot& snapshot, absl::string_view id) {
  for (const auto& fresh : snapshot.fresh) {
    if (fresh->features->id == id) return *fresh;
  }
  auto features = snapshot.index->Find(id);
  if (features == nullptr) return MemberNotFound(snapshot.alliance->id, id);
  return SnapshotMember{std::move(features), snapshot.catalog->Find(id)->revision,
                        SummaryOf(snapshot, id)};
}

v1::MemberSummary SummaryOf(const IndexSnapshot& snapshot, absl::string_view id) {
  v1::MemberSummary summary;
  summary.ParseFromString(snapshot.catalog->Find(id)->summary);
  return summary;
}

}  // namespace counterpoint::service
