// What a plan is about: the session with its slots and tables, and what its
// participants are called.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/session.h"
#include "counterpoint/v1/session.pb.h"

namespace counterpoint::cli {

struct PlanSetting {
  v1::Session session;
  // Display names by name of the member. One that has left is not among them.
  std::map<std::string, std::string> participants;
  std::string language = "en";

  // The display name, or the id where there is none.
  std::string Participant(const std::string& member) const;
  // "Studio One - 音乐学院"
  std::string Pair(const v1::MeetingPair& pair) const;
  std::string Table(const std::string& id) const;
  // "09:00", with the date before it where the session has several days.
  std::string Slot(const std::string& slot) const;

  // All slots by name, in order.
  std::vector<std::string> Slots() const;
  // The name of a slot that was typed as "2027-03-02T09:00", or as "09:00" where
  // one day only has such a slot. Errors: usage.
  absl::StatusOr<std::string> FindSlot(const std::string& typed) const;
};

// Reads it from the service. `name` is the session's full name.
absl::StatusOr<PlanSetting> ReadSetting(Session& session, const std::string& name);

// Full name of a plan by what was typed: "SESSION/NUMBER", a full name, or a
// session alone, whose newest plan is meant. Errors: NOT_FOUND (the session has
// no plans).
absl::StatusOr<std::string> PlanNamed(Session& session, const std::string& typed);

// The full name of the session of a plan.
std::string SessionOfPlan(const std::string& plan);

}  // namespace counterpoint::cli
