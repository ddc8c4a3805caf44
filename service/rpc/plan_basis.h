// What plans are made from: a session with its participants, how these are judged,
// and who has met whom.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "counterpoint/v1/session.pb.h"
#include "service/conversion/resource_name.h"
#include "service/rpc/backend.h"
#include "service/sessions/pair_scores.h"
#include "service/sessions/session_case.h"

namespace counterpoint::service {

// Session and participants from one view.
struct PlanBasis {
  conversion::SessionName name;
  std::shared_ptr<const storage::ReadView> view;  // To be let go before a long search.
  v1::Session session;
  std::vector<v1::Participant> participants;  // In order of member id.

  // Member id of each participant.
  std::vector<std::string> MemberIds() const;
};

// As things are now. Errors: NOT_FOUND, DATA_LOSS.
absl::StatusOr<PlanBasis> ReadBasis(const Backend& backend, const conversion::SessionName& name);

// How members are judged at a moment.
struct JudgedMembers {
  std::vector<std::optional<v1::MemberKind>> kinds;  // Nothing: it is no member.
  PairScores scores{0};                              // 0 where a conflict is recorded.
  absl::Time as_of;                                  // Whole seconds.
  std::int64_t revision = 0;                         // Of the index.
};

// Members by id, each as it is in the view: those that the index does not yet have
// so are analysed on the spot. Errors: NOT_FOUND (alliance), FAILED_PRECONDITION
// (its index does not answer yet), CANCELLED (`stop` said so), DATA_LOSS.
absl::StatusOr<JudgedMembers> JudgeMembers(const Backend& backend, const storage::ReadView& view,
                                           const std::string& alliance,
                                           const std::vector<std::string>& members,
                                           const std::function<bool()>& stop);

// Pairs of participants with a recorded partnership, agreement or meeting. Empty where the
// session's rules do not ask for it. Costs a pass over the alliance's interactions.
// Errors: DATA_LOSS.
absl::StatusOr<absl::flat_hash_set<IdPair>> ReadMetPairs(const PlanBasis& basis);

}  // namespace counterpoint::service
