#include "matching/session/repair_encoding.h"

#include <map>
#include <numeric>

#include "matching/planning/totalizer.h"

namespace counterpoint::matching {

RepairEncoding::RepairEncoding(const RepairProblem& problem) {
  AddMeetings(problem);
  AddParticipants(problem);
  AddTables(problem);
  AddOrder(problem);
}

void RepairEncoding::AddMeetings(const RepairProblem& problem) {
  const std::size_t slots = problem.meetings.tables.size();
  for (std::size_t m = 0; m < problem.domains.size(); ++m) {
    at_.emplace_back(slots, kFalse);
    std::vector<Literal> somewhere;
    for (const int slot : problem.domains[m]) {
      somewhere.push_back(at_[m][static_cast<std::size_t>(slot)] = cnf_.NewVariable());
    }
    unplaced_.push_back(somewhere.empty() ? kTrue : cnf_.NewVariable());
    somewhere.push_back(unplaced_.back());
    cnf_.Add(somewhere);
    cnf_.AddAtMostOne(somewhere);
    const int published = problem.published[m];
    moved_.push_back(published == kUnplaced ? kFalse : cnf_.NewVariable());
    leaves_.push_back(published == kUnplaced ? kFalse : -At(m, published));
    for (const int slot : problem.domains[m]) {
      if (published != kUnplaced && slot != published) cnf_.Add({-At(m, slot), moved_[m]});
    }
  }
}

void RepairEncoding::AddParticipants(const RepairProblem& problem) {
  for (const std::vector<std::size_t>& meetings : MeetingsOfParticipants(problem.meetings)) {
    for (int slot = 0; slot < problem.meetings.slots(); ++slot) {
      std::vector<Literal> here;
      for (const std::size_t m : meetings) {
        if (At(m, slot) != kFalse) here.push_back(At(m, slot));
      }
      cnf_.AddAtMostOne(std::move(here));
    }
  }
}

void RepairEncoding::AddTables(const RepairProblem& problem) {
  std::vector<std::size_t> all(problem.domains.size());
  std::iota(all.begin(), all.end(), 0);
  for (int slot = 0; slot < problem.meetings.slots(); ++slot) {
    const auto s = static_cast<std::size_t>(slot);
    AddLimit(problem, all, slot, problem.meetings.tables[s]);
    for (const MeetingLimit& limit : problem.meetings.limits) {
      AddLimit(problem, limit.meetings, slot, limit.most[s]);
    }
  }
}

void RepairEncoding::AddLimit(const RepairProblem& problem,
                              const std::vector<std::size_t>& meetings, int slot, int most) {
  std::vector<int> meetings_of(problem.meetings.participants.size(), 0);
  std::vector<std::size_t> here;
  for (const std::size_t m : meetings) {
    if (At(m, slot) == kFalse) continue;
    here.push_back(m);
    ++meetings_of[problem.meetings.meetings[m].first];
    ++meetings_of[problem.meetings.meetings[m].second];
  }
  // With whom of the two more meetings can be here, so that they are few groups.
  std::map<std::size_t, std::vector<Literal>> groups;
  for (const std::size_t m : here) {
    const Meeting& meeting = problem.meetings.meetings[m];
    const bool second = meetings_of[meeting.second] > meetings_of[meeting.first];
    groups[second ? meeting.second : meeting.first].push_back(At(m, slot));
  }
  if (static_cast<int>(groups.size()) <= most) return;
  std::vector<Literal> busy;
  for (const auto& [participant, group] : groups) {
    busy.push_back(group.size() == 1 ? group.front() : cnf_.NewVariable());
    if (group.size() == 1) continue;
    for (const Literal at : group) cnf_.Add({-at, busy.back()});
  }
  const std::vector<Literal> sum = AddTotalizer(cnf_, busy, most + 1, SumDirection::kUp);
  cnf_.Add({-sum.back()});
}

void RepairEncoding::AddOrder(const RepairProblem& problem) {
  const std::size_t slots = problem.meetings.tables.size();
  // from[q][s]: meeting q is in slot s or later.
  std::vector<std::vector<Literal>> from(problem.domains.size());
  for (std::size_t m = 0; m < problem.domains.size(); ++m) {
    for (const std::size_t q : problem.meetings.meetings[m].after) {
      if (from[q].empty()) {
        from[q].assign(slots + 1, kFalse);
        for (std::size_t s = slots; s-- > 0;) {
          from[q][s] = from[q][s + 1];
          if (at_[q][s] == kFalse) continue;
          from[q][s] = cnf_.NewVariable();
          cnf_.Add({-at_[q][s], from[q][s]});
          cnf_.Add({-from[q][s + 1], from[q][s]});
        }
      }
      for (const int slot : problem.domains[m]) {
        cnf_.Add({-At(m, slot), -from[q][static_cast<std::size_t>(slot)]});
      }
    }
  }
}

Schedule RepairEncoding::Read(const SatSolver& solver) const {
  Schedule schedule;
  for (const std::vector<Literal>& at : at_) {
    schedule.slots.push_back(kUnplaced);
    for (std::size_t s = 0; s < at.size(); ++s) {
      if (at[s] != kFalse && solver.Value(at[s])) schedule.slots.back() = static_cast<int>(s);
    }
  }
  return schedule;
}

}  // namespace counterpoint::matching
