#include "matching/planning/meeting_domains.h"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <numeric>
#include <utility>

#include "matching/planning/slot_matching.h"

namespace counterpoint::matching {
namespace {

class Propagation {
 public:
  explicit Propagation(const SessionProblem& problem)
      : problem_(problem),
        meetings_of_(MeetingsOfParticipants(problem)),
        followers_(problem.meetings.size()),
        waiting_(problem.meetings.size(), false) {}

  MeetingDomains Run() {
    Start();
    while (!queue_.empty()) {
      const std::size_t m = queue_.front();
      queue_.pop_front();
      waiting_[m] = false;
      if (!domains_[m].empty()) Spread(m);
    }
    for (std::size_t m = 0; m < domains_.size(); ++m) {
      if (domains_[m].empty()) {
        dead_ends_.push_back({.kind = DeadEndKind::kNoSlotForMeeting, .meetings = {m}});
      }
    }
    for (std::size_t p = 0; p < meetings_of_.size(); ++p) CheckParticipant(p);
    CheckTables();
    CheckLimits();
    return {
        .own = std::move(own_), .slots = std::move(domains_), .dead_ends = std::move(dead_ends_)};
  }

 private:
  void Start() {
    SlotSet with_tables;
    for (int s = 0; s < problem_.slots(); ++s) {
      if (problem_.tables[static_cast<std::size_t>(s)] > 0) with_tables.Add(s);
    }
    for (std::size_t m = 0; m < problem_.meetings.size(); ++m) {
      const Meeting& meeting = problem_.meetings[m];
      SlotSet slots = meeting.window & with_tables &
                      problem_.participants[meeting.first].available &
                      problem_.participants[meeting.second].available;
      if (meeting.fixed) slots &= SlotSet::Of(*meeting.fixed);
      domains_.push_back(slots);
      for (const std::size_t before : meeting.after) followers_[before].push_back(m);
      Wait(m);
    }
    for (const MeetingLimit& limit : problem_.limits) {
      SlotSet open;
      for (int s = 0; s < problem_.slots(); ++s) {
        if (limit.most[static_cast<std::size_t>(s)] > 0) open.Add(s);
      }
      for (const std::size_t m : limit.meetings) domains_[m] &= open;
    }
    own_ = domains_;
  }

  void Wait(std::size_t m) {
    if (waiting_[m]) return;
    waiting_[m] = true;
    queue_.push_back(m);
  }

  void Restrict(std::size_t m, const SlotSet& slots) {
    const SlotSet left = domains_[m] & slots;
    if (left == domains_[m]) return;
    domains_[m] = left;
    Wait(m);
  }

  // What the slots of `m` mean for others.
  void Spread(std::size_t m) {
    const Meeting& meeting = problem_.meetings[m];
    for (const std::size_t before : meeting.after) {
      Restrict(before, SlotSet::Range(0, domains_[m].last()));
    }
    for (const std::size_t after : followers_[m]) {
      Restrict(after, SlotSet::Range(domains_[m].first() + 1, problem_.slots()));
    }
    if (domains_[m].size() > 1) return;
    for (const std::size_t p : {meeting.first, meeting.second}) {
      for (const std::size_t other : meetings_of_[p]) {
        if (other != m) Restrict(other, domains_[other] - domains_[m]);
      }
    }
  }

  SlotSet UnionOf(const std::vector<std::size_t>& meetings) const {
    SlotSet slots;
    for (const std::size_t m : meetings) slots |= domains_[m];
    return slots;
  }

  void CheckParticipant(std::size_t p) {
    std::vector<std::size_t> meetings;
    std::vector<SlotSet> slots;
    for (const std::size_t m : meetings_of_[p]) {
      if (domains_[m].empty()) continue;
      meetings.push_back(m);
      slots.push_back(domains_[m]);
    }
    SlotMatching matching(std::move(slots));
    for (const int slot : UnionOf(meetings)) matching.Offer(slot);
    std::vector<std::size_t> crowded;
    for (const std::size_t i : matching.Crowded()) crowded.push_back(meetings[i]);
    if (crowded.empty()) return;
    const SlotSet open = UnionOf(crowded);
    dead_ends_.push_back({.kind = DeadEndKind::kTooManyForParticipant,
                          .participant = p,
                          .meetings = std::move(crowded),
                          .slots = open});
  }

  void CheckTables() {
    std::vector<std::size_t> all(domains_.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    CheckIntervals(all, problem_.tables, {.kind = DeadEndKind::kTooFewTables});
  }

  void CheckLimits() {
    for (std::size_t l = 0; l < problem_.limits.size(); ++l) {
      CheckIntervals(problem_.limits[l].meetings, problem_.limits[l].most,
                     {.kind = DeadEndKind::kOverLimit, .limit = l});
    }
  }

  // Of the shortest intervals in which more of the meetings have to be than there
  // is room for, adds the first.
  void CheckIntervals(const std::vector<std::size_t>& meetings, const std::vector<int>& room,
                      DeadEnd dead_end) {
    const std::size_t slots = room.size();
    // within[first][end]: meetings that have all their slots there, summed up from
    // those whose last slot is just before the end.
    std::vector<std::vector<int>> within(slots + 1, std::vector<int>(slots + 1, 0));
    for (const std::size_t m : meetings) {
      if (domains_[m].empty()) continue;
      ++within[static_cast<std::size_t>(domains_[m].first())]
              [static_cast<std::size_t>(domains_[m].last()) + 1];
    }
    for (std::size_t first = slots; first-- > 0;) {
      int here = 0;
      for (std::size_t end = first + 1; end <= slots; ++end) {
        here += within[first][end];
        within[first][end] = here + within[first + 1][end];
      }
    }
    for (std::size_t length = 1; length <= slots; ++length) {
      for (std::size_t first = 0; first + length <= slots; ++first) {
        const auto begin = room.begin() + static_cast<std::ptrdiff_t>(first);
        if (within[first][first + length] <=
            std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(length), 0)) {
          continue;
        }
        dead_end.slots = SlotSet::Range(static_cast<int>(first), static_cast<int>(first + length));
        for (const std::size_t m : meetings) {
          if (!domains_[m].empty() && (domains_[m] - dead_end.slots).empty()) {
            dead_end.meetings.push_back(m);
          }
        }
        dead_ends_.push_back(std::move(dead_end));
        return;
      }
    }
  }

  const SessionProblem& problem_;
  const std::vector<std::vector<std::size_t>> meetings_of_;
  std::vector<std::vector<std::size_t>> followers_;
  std::vector<SlotSet> own_;
  std::vector<SlotSet> domains_;
  std::deque<std::size_t> queue_;
  std::vector<bool> waiting_;
  std::vector<DeadEnd> dead_ends_;
};

}  // namespace

MeetingDomains FindDomains(const SessionProblem& problem) { return Propagation(problem).Run(); }

}  // namespace counterpoint::matching
