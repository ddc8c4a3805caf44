// Plans changed by hand.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "counterpoint/v1/plan.pb.h"
#include "counterpoint/v1/plan_service.pb.h"
#include "counterpoint/v1/session.pb.h"
#include "service/sessions/pair_scores.h"

namespace counterpoint::service {

// Ids of members, in order, that an edit places with somebody whom they do not meet
// in the plan: their scores are not known from it.
std::vector<std::string> MembersOfNewPairs(const v1::SessionPlan& plan,
                                           const v1::EditPlanRequest& request);

struct EditedSession {
  const v1::Session& session;
  const std::vector<v1::Participant>& participants;  // In order of member id.
};

// Scores of members by id, positions being those of `members`.
struct NewScores {
  const std::vector<std::string>& members;
  const PairScores& scores;
};

// The plan after all edits, each made on what the ones before left: with loads and
// what can be counted of its quality. What was unplaced and is not placed by an edit
// stays so. Meetings in slots that the session has no more are kept, behind the
// others, and counted as meetings only. A place without a table keeps the meeting's
// own, if that is free and fits, and else takes the first that does. Errors:
// INVALID_ARGUMENT naming each edit that names what is not there, or found no table.
absl::StatusOr<v1::SessionPlan> EditedPlan(const EditedSession& session,
                                           const v1::SessionPlan& plan,
                                           const v1::EditPlanRequest& request,
                                           const NewScores& new_scores);

}  // namespace counterpoint::service
