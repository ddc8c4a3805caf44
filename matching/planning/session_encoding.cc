#include "matching/planning/session_encoding.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "matching/planning/totalizer.h"

namespace counterpoint::matching {

SessionEncoding::SessionEncoding(const SessionProblem& problem, const MeetingDomains& domains,
                                 const std::vector<DayBounds>& days, const BreakLimits& limits,
                                 const EncodingOptions& options) {
  AddMeetings(problem, domains);
  const auto meetings_of = MeetingsOfParticipants(problem);
  for (std::size_t p = 0; p < days.size(); ++p) {
    std::vector<const std::vector<Literal>*> at;
    for (const std::size_t m : meetings_of[p]) at.push_back(&at_[m]);
    days_.push_back(AddDay(cnf_, at, days[p], limits.most[p]));
  }
  AddTables(problem);
  AddLimits(problem);
  AddOrder(problem, domains);
  if (limits.compare) AddFairness(limits, problem.breaks.most_difference);
  AddTotal(days, options.known_breaks);
  if (options.parity) AddParity(problem);
}

void SessionEncoding::AddMeetings(const SessionProblem& problem, const MeetingDomains& domains) {
  for (const SlotSet& domain : domains.slots) {
    std::vector<Literal>& at = at_.emplace_back(static_cast<std::size_t>(problem.slots()), kFalse);
    std::vector<Literal> open;
    for (const int slot : domain) {
      open.push_back(domain.size() == 1 ? kTrue : cnf_.NewVariable());
      at[static_cast<std::size_t>(slot)] = open.back();
    }
    cnf_.Add(open);
    if (open.size() > 1) cnf_.AddAtMostOne(std::move(open));
  }
}

void SessionEncoding::AddTables(const SessionProblem& problem) {
  std::vector<std::size_t> all(at_.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  for (std::size_t slot = 0; slot < problem.tables.size(); ++slot) {
    AddMost(problem, all, slot, problem.tables[slot]);
  }
}

void SessionEncoding::AddLimits(const SessionProblem& problem) {
  for (const MeetingLimit& limit : problem.limits) {
    for (std::size_t slot = 0; slot < limit.most.size(); ++slot) {
      // Where there are no more tables, they are limit enough.
      if (limit.most[slot] >= problem.tables[slot]) continue;
      AddMost(problem, limit.meetings, slot, limit.most[slot]);
    }
  }
}

void SessionEncoding::AddMost(const SessionProblem& problem,
                              const std::vector<std::size_t>& meetings, std::size_t slot,
                              int most) {
  // Meetings that share a participant exclude each other, so each goes with the
  // others of its first participant, and only groups are counted.
  std::vector<std::vector<Literal>> groups(problem.participants.size());
  std::size_t open = 0;
  for (const std::size_t m : meetings) {
    if (at_[m][slot] == kFalse) continue;
    if (at_[m][slot] == kTrue) {
      --most;
      continue;
    }
    const Meeting& meeting = problem.meetings[m];
    groups[std::min(meeting.first, meeting.second)].push_back(at_[m][slot]);
    ++open;
  }
  if (static_cast<int>(open) <= most) return;
  if (most < 0) return cnf_.Add({kFalse});
  std::vector<Literal> held;
  for (std::vector<Literal>& group : groups) {
    if (!group.empty()) held.push_back(AddAny(std::move(group)));
  }
  const auto sums = AddTotalizer(cnf_, held, most + 1, SumDirection::kUp);
  if (static_cast<int>(sums.size()) > most) cnf_.Add({-sums.back()});
}

Literal SessionEncoding::AddAny(std::vector<Literal> literals) {
  if (literals.size() == 1) return literals.front();
  const Literal any = cnf_.NewVariable();
  for (const Literal literal : literals) cnf_.Add({-literal, any});
  literals.push_back(-any);
  cnf_.Add(literals);
  return any;
}

void SessionEncoding::AddParity(const SessionProblem& problem) {
  for (std::size_t slot = 0; slot < problem.tables.size(); ++slot) {
    std::vector<Literal> here;
    for (const DayEncoding& day : days_) here.push_back(day.busy[slot]);
    // Two at each table, so an odd number is one less than the next.
    const auto sums = AddTotalizer(cnf_, here, 2 * problem.tables[slot] + 1, SumDirection::kBoth);
    for (std::size_t k = 0; k < sums.size(); k += 2) {
      cnf_.Add({-sums[k], k + 1 < sums.size() ? sums[k + 1] : kFalse});
    }
  }
}

void SessionEncoding::AddOrder(const SessionProblem& problem, const MeetingDomains& domains) {
  // by[m][s]: meeting m is in slot s or before; empty until it is asked for.
  std::vector<std::vector<Literal>> by(at_.size());
  const auto by_slot = [&](std::size_t m) -> const std::vector<Literal>& {
    if (!by[m].empty()) return by[m];
    Literal before = kFalse;
    for (int slot = 0; slot < problem.slots(); ++slot) {
      Literal now = before;
      if (slot >= domains.slots[m].last()) {
        now = kTrue;
      } else if (domains.slots[m].contains(slot)) {
        now = cnf_.NewVariable();
        cnf_.Add({-before, now});
        cnf_.Add({-At(m, slot), now});
        cnf_.Add({-now, before, At(m, slot)});
      }
      by[m].push_back(now);
      before = now;
    }
    return by[m];
  };
  for (std::size_t m = 0; m < at_.size(); ++m) {
    for (const std::size_t before : problem.meetings[m].after) {
      const std::vector<Literal>& earlier = by_slot(before);
      const std::vector<Literal>& later = by_slot(m);
      cnf_.Add({-later[0]});
      for (std::size_t slot = 1; slot < later.size(); ++slot) {
        cnf_.Add({-later[slot], earlier[slot - 1]});
      }
    }
  }
}

void SessionEncoding::AddFairness(const BreakLimits& limits, int most_difference) {
  const auto has = [&](std::size_t p, int breaks) {
    if (breaks <= 0) return kTrue;
    const std::vector<Literal>& sums = days_[p].breaks;
    return breaks > static_cast<int>(sums.size()) ? kFalse
                                                  : sums[static_cast<std::size_t>(breaks) - 1];
  };
  for (int beyond = limits.lowest + most_difference + 1; beyond <= limits.highest; ++beyond) {
    const Literal somebody = cnf_.NewVariable();
    for (std::size_t p = 0; p < days_.size(); ++p) {
      cnf_.Add({-has(p, limits.base[p] + beyond), somebody});
      cnf_.Add({-somebody, has(p, limits.base[p] + beyond - most_difference)});
    }
  }
}

void SessionEncoding::AddTotal(const std::vector<DayBounds>& days,
                               std::optional<int> known_breaks) {
  std::vector<Literal> beyond_least;
  for (std::size_t p = 0; p < days.size(); ++p) {
    least_breaks_ += days[p].least_breaks;
    for (std::size_t k = 0; k < days_[p].breaks.size(); ++k) {
      if (static_cast<int>(k) >= days[p].least_breaks) {
        beyond_least.push_back(days_[p].breaks[k]);
      }
    }
  }
  const int most = known_breaks ? std::max(0, *known_breaks - least_breaks_)
                                : static_cast<int>(beyond_least.size());
  total_ = AddTotalizer(cnf_, beyond_least, most, SumDirection::kUp);
}

Literal SessionEncoding::AtMost(int breaks) const {
  const auto k = static_cast<std::size_t>(breaks - least_breaks_);
  return k < total_.size() ? -total_[k] : kTrue;
}

Schedule SessionEncoding::Read(const SatSolver& solver) const {
  Schedule schedule;
  for (const std::vector<Literal>& at : at_) {
    const auto here = std::find_if(at.begin(), at.end(), [&](Literal literal) {
      return literal != kFalse && solver.Value(literal);
    });
    schedule.slots.push_back(here == at.end() ? kUnplaced : static_cast<int>(here - at.begin()));
  }
  return schedule;
}

}  // namespace counterpoint::matching
