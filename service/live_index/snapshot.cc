#include "service/live_index/snapshot.h"

#include "service/errors/resource_errors.h"

namespace counterpoint::service {

absl::StatusOr<SnapshotMember> FindMember(const IndexSnapshot& snapshot, absl::string_view id) {
  for (const auto& fresh : snapshot.fresh) {
    if (fresh->features->id == id) return *fresh;
  }
  auto features = snapshot.index->Find(id);
  if (features == nullptr) return MemberNotFound(snapshot.alliance->id, id);
  const MemberCatalog::Entry& entry = *snapshot.catalog->Find(id);
  return SnapshotMember{std::move(features), entry.revision, SummaryOf(snapshot, id),
                        entry.missing_embeddings, entry.confidential};
}

std::int64_t MissingEmbeddings(const IndexSnapshot& snapshot) {
  std::int64_t missing = snapshot.missing_embeddings;
  for (const auto& fresh : snapshot.fresh) {
    const MemberCatalog::Entry* indexed = snapshot.catalog->Find(fresh->features->id);
    missing += fresh->missing_embeddings - (indexed == nullptr ? 0 : indexed->missing_embeddings);
  }
  return missing;
}

const ConfidentialListings* ConfidentialOf(const IndexSnapshot& snapshot, absl::string_view id) {
  return snapshot.catalog->Find(id)->confidential.get();
}

v1::MemberSummary SummaryOf(const IndexSnapshot& snapshot, absl::string_view id) {
  v1::MemberSummary summary;
  summary.ParseFromString(snapshot.catalog->Find(id)->summary);
  return summary;
}

}  // namespace counterpoint::service
