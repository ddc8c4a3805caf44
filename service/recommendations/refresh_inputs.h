// What a refresh works with: everything of an alliance at one revision.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "counterpoint/stored/generation_record.pb.h"
#include "matching/network/partner_graph.h"
#include "matching/policy/policy.h"
#include "service/feedback/kept_apart.h"
#include "service/live_index/snapshot.h"
#include "service/operations/operation_control.h"
#include "service/recommendations/generation_store.h"
#include "service/rpc/backend.h"
#include "service/staff_rules/rules_in_force.h"

namespace counterpoint::service {

// Immutable once read.
struct RefreshInputs {
  Snapshot snapshot;
  std::int64_t revision = 0;                   // Of the snapshot.
  std::vector<std::string> members;            // Ids, in order.
  matching::Policy policy;                     // Of the alliance, or of the proposal.
  std::shared_ptr<const CompiledRules> rules;  // Never null.
  absl::Time as_of;                            // For rules and exclusions too.
  PositionPairs excluded;                      // Who is kept apart, by place in `members`.
  std::string embedding_model;                 // Empty: no embedding server.
  std::vector<std::uint32_t> unembedded;       // See GenerationRecord.

  std::size_t size() const { return members.size(); }
  const matching::StaffRules* RulesOrNull() const {
    return rules->rules.empty() ? nullptr : &rules->rules;
  }
};

// Waits until the index has everything that is committed now, and reads the rest,
// all of one revision: where members, interactions, rules or policy go on changing
// it tries five times, then takes what was committed last. `proposal` is the name of
// a PolicyProposal, or empty. Errors: CANCELLED (the operation is stopped),
// NOT_FOUND (alliance, proposal), DATA_LOSS, UNAVAILABLE.
absl::StatusOr<RefreshInputs> ReadRefreshInputs(const Backend& backend, const std::string& alliance,
                                                const std::string& proposal, absl::Time as_of,
                                                const OperationControl& control);

// Whether rules or exclusions that count at one moment do not count at the other, as
// they have run out in between. Errors: as above.
absl::StatusOr<bool> RunsOutBetween(const Backend& backend, const std::string& alliance,
                                    absl::Time from, absl::Time to);

// The pairs of these members that are kept apart at that moment. `members` are ids,
// in order. Costs a look-up for each member.
PositionPairs ExcludedPairs(const KeptApart& kept_apart, const std::vector<std::string>& members,
                            absl::Time as_of);

// Equal for equal partnerships. Costs a pass over all.
std::uint64_t PartnershipsFingerprint(const matching::PartnerGraph& graph);

// Writes into the record what pools depend on beside members and exclusions, and what
// lists of this length depend on beside that.
void PutFingerprints(const RefreshInputs& inputs, std::size_t list_size,
                     stored::GenerationRecord& record);

}  // namespace counterpoint::service
