#include "matching/planning/partial_session.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace counterpoint::matching {
namespace {

constexpr std::size_t kNone = SIZE_MAX;

std::size_t AddStandIn(SessionProblem& problem, const SlotSet& available) {
  problem.participants.push_back({.available = available});
  return problem.participants.size() - 1;
}

class Freeing {
 public:
  Freeing(const SessionProblem& whole, const std::vector<SlotSet>& domains,
          const Schedule& schedule, const std::vector<std::size_t>& freed)
      : whole_(whole),
        domains_(domains),
        slots_(schedule.slots),
        position_(whole.meetings.size(), kNone),
        participant_(whole.participants.size(), kNone),
        stays_(whole.participants.size()),
        room_(whole.tables) {
    partial_.meetings = freed;
    partial_.problem.days = whole.days;
    for (std::size_t i = 0; i < freed.size(); ++i) position_[freed[i]] = i;
  }

  PartialSession Make() {
    for (std::size_t m = 0; m < whole_.meetings.size(); ++m) {
      if (IsFree(m)) continue;
      stays_[whole_.meetings[m].first].Add(slots_[m]);
      stays_[whole_.meetings[m].second].Add(slots_[m]);
      --room_[static_cast<std::size_t>(slots_[m])];
    }
    AddParticipants();
    for (const std::size_t m : partial_.meetings) AddFreed(m);
    KeepOrder();
    partial_.problem.tables = room_;
    for (std::size_t m = 0; m < whole_.meetings.size(); ++m) {
      if (!IsFree(m)) AddStaying(m);
    }
    AddLimits();
    return std::move(partial_);
  }

 private:
  bool IsFree(std::size_t m) const { return position_[m] != kNone; }

  void AddParticipants() {
    std::vector<int> freed(whole_.participants.size(), 0);
    for (const std::size_t m : partial_.meetings) {
      ++freed[whole_.meetings[m].first];
      ++freed[whole_.meetings[m].second];
    }
    for (std::size_t p = 0; p < freed.size(); ++p) {
      if (freed[p] > 0) partial_.participants.push_back(p);
    }
    std::stable_sort(partial_.participants.begin(), partial_.participants.end(),
                     [&](std::size_t a, std::size_t b) { return freed[a] > freed[b]; });
    for (std::size_t i = 0; i < partial_.participants.size(); ++i) {
      participant_[partial_.participants[i]] = i;
      partial_.problem.participants.push_back(whole_.participants[partial_.participants[i]]);
    }
  }

  void AddFreed(std::size_t m) {
    const Meeting& meeting = whole_.meetings[m];
    partial_.problem.meetings.push_back(
        {.first = participant_[meeting.first],
         .second = participant_[meeting.second],
         .window = domains_[m] - (stays_[meeting.first] | stays_[meeting.second]),
         .fixed = {},
         .after = {}});
  }

  // Beside a meeting that stays, an order is a matter of the window.
  void KeepOrder() {
    std::vector<Meeting>& meetings = partial_.problem.meetings;
    for (std::size_t m = 0; m < whole_.meetings.size(); ++m) {
      for (const std::size_t before : whole_.meetings[m].after) {
        if (IsFree(m) && IsFree(before)) {
          meetings[position_[m]].after.push_back(position_[before]);
        } else if (IsFree(m)) {
          meetings[position_[m]].window -= SlotSet::Range(0, slots_[before] + 1);
        } else if (IsFree(before)) {
          meetings[position_[before]].window -= SlotSet::Range(slots_[m], whole_.slots());
        }
      }
    }
  }

  // Once for each participant concerned, with a stand-in and at a table of its
  // own beside the room that is left.
  void AddStaying(std::size_t m) {
    for (const std::size_t p : {whole_.meetings[m].first, whole_.meetings[m].second}) {
      if (participant_[p] == kNone) continue;
      const SlotSet slot = SlotSet::Of(slots_[m]);
      const std::size_t partner = AddStandIn(partial_.problem, slot);
      partial_.problem.meetings.push_back({.first = participant_[p],
                                           .second = partner,
                                           .window = slot,
                                           .fixed = slots_[m],
                                           .after = {}});
      ++partial_.problem.tables[static_cast<std::size_t>(slots_[m])];
    }
  }

  void AddLimits() {
    for (const MeetingLimit& limit : whole_.limits) {
      MeetingLimit left{.meetings = {}, .most = limit.most};
      for (const std::size_t m : limit.meetings) {
        if (IsFree(m)) {
          left.meetings.push_back(position_[m]);
        } else {
          --left.most[static_cast<std::size_t>(slots_[m])];
        }
      }
      if (left.meetings.empty()) continue;
      std::sort(left.meetings.begin(), left.meetings.end());
      partial_.problem.limits.push_back(std::move(left));
    }
  }

  const SessionProblem& whole_;
  const std::vector<SlotSet>& domains_;
  const std::vector<int>& slots_;
  std::vector<std::size_t> position_;     // Of each meeting among the freed.
  std::vector<std::size_t> participant_;  // Of each one, its position in the part.
  std::vector<SlotSet> stays_;            // Slots that each participant keeps.
  std::vector<int> room_;                 // Tables left by what stays.
  PartialSession partial_;
};

}  // namespace

PartialSession GroupOf(const SessionProblem& problem, const std::vector<SlotSet>& domains,
                       const std::vector<std::size_t>& group) {
  PartialSession partial;
  partial.participants = group;
  partial.problem.days = problem.days;
  std::vector<std::size_t> position(problem.participants.size(), kNone);
  for (const std::size_t p : group) {
    position[p] = partial.problem.participants.size();
    partial.problem.participants.push_back(problem.participants[p]);
  }
  for (std::size_t m = 0; m < problem.meetings.size(); ++m) {
    std::size_t first = position[problem.meetings[m].first];
    std::size_t second = position[problem.meetings[m].second];
    if (first == kNone && second == kNone) continue;
    if (first == kNone) first = AddStandIn(partial.problem, domains[m]);
    if (second == kNone) second = AddStandIn(partial.problem, domains[m]);
    partial.meetings.push_back(m);
    partial.problem.meetings.push_back(
        {.first = first, .second = second, .window = domains[m], .fixed = {}, .after = {}});
  }
  // Room for all of them, at all times.
  partial.problem.tables.assign(problem.tables.size(),
                                static_cast<int>(partial.problem.meetings.size()));
  return partial;
}

PartialSession FreedFrom(const SessionProblem& problem, const std::vector<SlotSet>& domains,
                         const Schedule& schedule, const std::vector<std::size_t>& freed) {
  return Freeing(problem, domains, schedule, freed).Make();
}

}  // namespace counterpoint::matching
