#include "matching/planning/encoding_order.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace counterpoint::matching {
namespace {

// Where each entry of a permutation stands.
std::vector<std::size_t> PositionsIn(const std::vector<std::size_t>& order) {
  std::vector<std::size_t> positions(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) positions[order[i]] = i;
  return positions;
}

}  // namespace

EncodingOrder::EncodingOrder(const SessionProblem& problem)
    : participants_(problem.participants.size()), meetings_(problem.meetings.size()) {
  std::iota(participants_.begin(), participants_.end(), std::size_t{0});
  std::iota(meetings_.begin(), meetings_.end(), std::size_t{0});
  const auto meetings_of = MeetingsOfParticipants(problem);
  std::stable_sort(participants_.begin(), participants_.end(), [&](std::size_t a, std::size_t b) {
    return meetings_of[a].size() > meetings_of[b].size();
  });
  const std::vector<std::size_t> position = PositionsIn(participants_);
  const auto key = [&](std::size_t m) {
    return std::minmax({position[problem.meetings[m].first], position[problem.meetings[m].second]});
  };
  std::stable_sort(meetings_.begin(), meetings_.end(),
                   [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
}

SessionProblem EncodingOrder::Ordered(const SessionProblem& problem) const {
  SessionProblem ordered{.tables = problem.tables,
                         .days = problem.days,
                         .participants = {},
                         .meetings = {},
                         .limits = problem.limits,
                         .breaks = problem.breaks};
  for (const std::size_t p : participants_) ordered.participants.push_back(problem.participants[p]);
  const std::vector<std::size_t> participant_at = PositionsIn(participants_);
  const std::vector<std::size_t> meeting_at = PositionsIn(meetings_);
  for (const std::size_t m : meetings_) {
    Meeting& meeting = ordered.meetings.emplace_back(problem.meetings[m]);
    meeting.first = participant_at[meeting.first];
    meeting.second = participant_at[meeting.second];
    for (std::size_t& before : meeting.after) before = meeting_at[before];
  }
  for (MeetingLimit& limit : ordered.limits) {
    for (std::size_t& m : limit.meetings) m = meeting_at[m];
    std::sort(limit.meetings.begin(), limit.meetings.end());
  }
  return ordered;
}

Schedule EncodingOrder::Ordered(const Schedule& schedule) const {
  Schedule ordered;
  for (const std::size_t m : meetings_) ordered.slots.push_back(schedule.slots[m]);
  return ordered;
}

Schedule EncodingOrder::Restored(const Schedule& schedule) const {
  Schedule restored{std::vector<int>(schedule.slots.size())};
  for (std::size_t i = 0; i < meetings_.size(); ++i) {
    restored.slots[meetings_[i]] = schedule.slots[i];
  }
  return restored;
}

}  // namespace counterpoint::matching
