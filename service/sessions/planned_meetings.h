// Where the published plan of a session has a pair.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "counterpoint/v1/plan.pb.h"
#include "counterpoint/v1/session.pb.h"
#include "counterpoint/v1/session_day.pb.h"
#include "storage/read_view.h"

namespace counterpoint::service {

// Names of two members, the smaller one first.
using PairOfNames = std::pair<std::string, std::string>;
PairOfNames InOrder(const v1::MeetingPair& pair);

// The published plan; nothing where none is. Errors: DATA_LOSS, also where the
// session names a plan that is not there.
absl::StatusOr<std::optional<v1::SessionPlan>> ReadPublishedPlan(const storage::ReadView& view,
                                                                 const v1::Session& session);

// FAILED_PRECONDITION: it has no published plan.
absl::Status NothingPublished(const v1::Session& session);

// Borrows the plan. Thread-safe.
class PlannedMeetings {
 public:
  explicit PlannedMeetings(const v1::SessionPlan& plan);
  explicit PlannedMeetings(v1::SessionPlan&& plan) = delete;

  // Null where the plan does not have the pair.
  const v1::PlannedMeeting* Find(const PairOfNames& pair) const;

  // Fills in slot, table and score; without the meeting they are cleared.
  void FillIn(v1::MeetingOutcome& outcome) const;

 private:
  absl::flat_hash_map<PairOfNames, const v1::PlannedMeeting*> meetings_;
};

}  // namespace counterpoint::service
