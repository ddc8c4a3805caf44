#include "matching/planning/meeting_domains.h"

#include <algorithm>
#include <deque>
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
    const std::size_t slots = problem_.tables.size();
    // within[first][last]: meetings that have their first and last slot there.
    std::vector<std::vector<int>> within(slots, std::vector<int>(slots, 0));
    for (const SlotSet& domain : domains_) {
      if (domain.empty()) continue;
      ++within[static_cast<std::size_t>(domain.first())][static_cast<std::size_t>(domain.last())];
    }
    for (std::size_t length = 1; length <= slots; ++length) {
      for (std::size_t first = 0; first + length <= slots; ++first) {
        int meetings = 0;
        int tables = 0;
        for (std::size_t a = first; a < first + length; ++a) {
          tables += problem_.tables[a];
          for (std::size_t b = a; b < first + length; ++b) meetings += within[a][b];
        }
        if (meetings > tables) return AddCrowd(static_cast<int>(first), static_cast<int>(length));
      }
    }
  }

  void AddCrowd(int first, int length) {
    const SlotSet interval = SlotSet::Range(first, first + length);
    DeadEnd dead_end{.kind = DeadEndKind::kTooFewTables};
    for (std::size_t m = 0; m < domains_.size(); ++m) {
      if (!domains_[m].empty() && (domains_[m] - interval).empty()) dead_end.meetings.push_back(m);
    }
    dead_end.slots = interval;
    dead_ends_.push_back(std::move(dead_end));
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
