#include "service/sessions/plan_changes.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "service/conversion/resource_name.h"

namespace counterpoint::service {
namespace {

using matching::SessionChange;
using Kind = matching::SessionChange::Kind;
using validation::FieldPath;
using validation::Violations;

constexpr std::size_t kMostAsked = 3;

class Reader {
 public:
  Reader(const PlanCase& plan_case, Violations& violations)
      : case_(plan_case), violations_(violations) {}

  SessionChange Read(const FieldPath& path, const v1::SessionChange& message) {
    SessionChange change;
    switch (message.change_case()) {
      case v1::SessionChange::kMoreTables:
        change.kind = Kind::kMoreTables;
        change.amount = message.more_tables();
        break;
      case v1::SessionChange::kMoreSlots:
        change.kind = Kind::kMoreSlots;
        change.amount = message.more_slots();
        if (change.amount > matching::SlotSet::kMost - case_.slots.size()) {
          violations_.Add(path.Field("more_slots"), "makes more slots than a session can have");
        }
        break;
      case v1::SessionChange::kMoreTime:
        change.kind = Kind::kMoreTime;
        ReadTime(path.Field("more_time"), message.more_time(), change);
        break;
      case v1::SessionChange::kMoreMeetings: {
        const FieldPath meetings = path.Field("more_meetings");
        change.kind = Kind::kMoreMeetings;
        change.amount = message.more_meetings().amount();
        ReadParticipant(meetings.Field("participant"), message.more_meetings().participant(),
                        change);
        break;
      }
      case v1::SessionChange::kLeaveOut:
        change.kind = Kind::kLeaveOut;
        ReadPair(path.Field("leave_out"), message.leave_out(), change);
        break;
      case v1::SessionChange::kFreeSlot:
        change.kind = Kind::kFreeSlot;
        ReadPair(path.Field("free_slot"), message.free_slot(), change);
        break;
      default:
        change.kind = Kind::kFreeBreaks;
    }
    return change;
  }

 private:
  void ReadParticipant(const FieldPath& path, const std::string& name, SessionChange& change) {
    const auto parsed = conversion::ParseMemberName(name);
    const auto found = parsed ? case_.FindMember(parsed->member) : std::nullopt;
    if (found) {
      change.participant = *found;
    } else {
      violations_.Add(path, "does not take part");
    }
  }

  void ReadTime(const FieldPath& path, const v1::SessionChange::MoreTime& time,
                SessionChange& change) {
    ReadParticipant(path.Field("participant"), time.participant(), change);
    for (int i = 0; i < time.slots_size(); ++i) {
      const auto slot = case_.slots.Find(time.slots(i));
      if (slot) {
        change.slots.Add(*slot);
      } else {
        violations_.Add(path.Item("slots", i), "is no slot of the session");
      }
    }
  }

  void ReadPair(const FieldPath& path, const v1::MeetingPair& pair, SessionChange& change) {
    const auto found = case_.FindPair(IdPairOf(pair));
    if (found) {
      change.pair = *found;
    } else {
      violations_.Add(path, "is no pair that could meet");
    }
  }

  const PlanCase& case_;
  Violations& violations_;
};

}  // namespace

std::vector<SessionChange> ChangesOf(
    const PlanCase& plan_case, const google::protobuf::RepeatedPtrField<v1::SessionChange>& changes,
    Violations& violations) {
  Reader reader(plan_case, violations);
  std::vector<SessionChange> read;
  const FieldPath root;
  for (int i = 0; i < changes.size(); ++i) {
    read.push_back(reader.Read(root.Item("changes", i), changes[i]));
  }
  return read;
}

std::vector<SessionChange> UsualChanges(const PlanCase& plan_case) {
  std::vector<SessionChange> changes;
  changes.push_back({.kind = Kind::kMoreTables, .amount = 1});
  if (plan_case.slots.size() < matching::SlotSet::kMost) {
    changes.push_back({.kind = Kind::kMoreSlots, .amount = 1});
  }
  std::vector<std::pair<int, SessionChange>> absences;
  const auto& participants = plan_case.session.participants;
  for (std::size_t p = 0; p < participants.size() && plan_case.takes_part(p); ++p) {
    const matching::SlotSet away = plan_case.slots.All() - participants[p].available;
    if (away.empty()) continue;
    absences.emplace_back(away.size(),
                          SessionChange{.kind = Kind::kMoreTime, .participant = p, .slots = away});
  }
  std::stable_sort(absences.begin(), absences.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (std::size_t i = 0; i < absences.size() && i < kMostAsked; ++i) {
    changes.push_back(absences[i].second);
  }
  return changes;
}

}  // namespace counterpoint::service
