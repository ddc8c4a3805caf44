// What matching answers from: an alliance at one revision.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "counterpoint/v1/match.pb.h"
#include "matching/index/member_index.h"
#include "matching/text/analyzer.h"
#include "service/alliances/known_alliance.h"
#include "service/live_index/member_catalog.h"

namespace counterpoint::service {

// A member as one snapshot has it.
struct SnapshotMember {
  std::shared_ptr<const matching::MemberFeatures> features;
  std::int64_t revision = 0;  // Of its record.
  v1::MemberSummary summary;
  int missing_embeddings = 0;  // Texts that should have one, see Embedder.
  // Null where all listings are public.
  std::shared_ptr<const ConfidentialListings> confidential = nullptr;
};

class MemberDirectory;  // See service/directory/member_directory.h.
struct CompiledRules;   // See service/staff_rules/rules_in_force.h.

// Immutable.
struct IndexSnapshot {
  std::shared_ptr<const KnownAlliance> alliance;  // With policy and thesaurus.
  std::shared_ptr<const matching::Analyzer> analyzer;
  std::shared_ptr<const matching::MemberIndex> index;
  std::shared_ptr<const MemberCatalog> catalog;
  std::int64_t model_revision = 0;      // At which the text model was learnt.
  std::int64_t missing_embeddings = 0;  // Of all members of the index.
  // Members that a query found changed in the store since the index was made.
  // They stand in for those of the index when they ask, not when they are found.
  std::vector<std::shared_ptr<const SnapshotMember>> fresh;
  // Of the staff, in force when a query came; compiled for the topics of `alliance`.
  std::shared_ptr<const CompiledRules> rules = nullptr;  // Null: none.
  // The members of the index, to be searched by name.
  std::shared_ptr<const MemberDirectory> directory = nullptr;
};

using Snapshot = std::shared_ptr<const IndexSnapshot>;

// Fresh, else indexed. Errors: NOT_FOUND where the snapshot has no such member.
absl::StatusOr<SnapshotMember> FindMember(const IndexSnapshot& snapshot, absl::string_view id);

// How many texts should have an embedding and have none, fresh members counted
// instead of what they stand in for.
std::int64_t MissingEmbeddings(const IndexSnapshot& snapshot);

// Of a member of the index, borrowed from it; null where all listings are public.
// REQUIRES: `id` is in it.
const ConfidentialListings* ConfidentialOf(const IndexSnapshot& snapshot, absl::string_view id);

// Of a member of the index. REQUIRES: `id` is in it.
v1::MemberSummary SummaryOf(const IndexSnapshot& snapshot, absl::string_view id);

}  // namespace counterpoint::service
