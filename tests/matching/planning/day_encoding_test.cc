// The formula of a participant's day, against counting.
#include "matching/planning/day_encoding.h"

#include <gtest/gtest.h>

#include <bit>
#include <random>

#include "matching/planning/meeting_domains.h"
#include "matching/planning/sat_solver.h"
#include "matching/planning/schedule_breaks.h"
#include "tests/matching/planning/small_sessions.h"

namespace counterpoint::matching {
namespace {

constexpr std::int64_t kPlenty = 1'000'000;
constexpr int kSlots = 8;

// Participant 0 meets up to four others, and may be away in some slots.
SessionProblem RandomDays(std::mt19937_64& random) {
  const std::size_t meetings = 1 + random() % 4;
  SessionProblem problem = OpenSession(meetings + 1, kSlots);
  for (std::size_t other = 1; other <= meetings; ++other) AddMeeting(problem, 0, other);
  for (int slot = 0; slot < kSlots; ++slot) {
    if (slot == 0 || random() % 4 == 0) problem.days.push_back(slot);
    if (random() % 4 == 0) problem.participants[0].available.Remove(slot);
  }
  return problem;
}

// The slots whose bits are set, each for a meeting; its breaks.
int BreaksOfSlots(const SessionProblem& problem, unsigned slots) {
  Schedule schedule;
  for (int slot = 0; slot < kSlots; ++slot) {
    if ((slots >> slot & 1) != 0) schedule.slots.push_back(slot);
  }
  return BreaksOf(problem, schedule)[0];
}

// A formula of the day alone.
class DayFormula {
 public:
  DayFormula(const MeetingDomains& domains, const DayBounds& bounds, int most_breaks) {
    for (const SlotSet& domain : domains.slots) {
      std::vector<Literal>& at = at_.emplace_back(kSlots, kFalse);
      std::vector<Literal> open;
      for (const int slot : domain) {
        at[static_cast<std::size_t>(slot)] = cnf_.NewVariable();
        open.push_back(at[static_cast<std::size_t>(slot)]);
      }
      cnf_.Add(open);
      cnf_.AddAtMostOne(open);
    }
    std::vector<const std::vector<Literal>*> rows;
    for (const std::vector<Literal>& at : at_) rows.push_back(&at);
    day_ = AddDay(cnf_, rows, bounds, most_breaks);
    solver_.AddNew(cnf_);
  }

  // With the meetings in just these slots.
  SatAnswer AskFor(unsigned slots) {
    std::vector<Literal> assumptions;
    for (int slot = 0; slot < kSlots; ++slot) {
      const Literal busy = day_.busy[static_cast<std::size_t>(slot)];
      const bool wanted = (slots >> slot & 1) != 0;
      if (busy == kFalse && wanted) return SatAnswer::kUnsatisfiable;
      if (busy != kFalse) assumptions.push_back(wanted ? busy : -busy);
    }
    return solver_.Solve(assumptions, kPlenty);
  }
  // Of the last answer.
  int breaks() const {
    int breaks = 0;
    for (const Literal has : day_.breaks) breaks += solver_.Value(has) ? 1 : 0;
    return breaks;
  }

 private:
  Cnf cnf_;
  std::vector<std::vector<Literal>> at_;
  DayEncoding day_;
  SatSolver solver_{1};
};

TEST(DayEncodingTest, HoldsOfAllDaysWithNoMoreBreaksThanAllowed) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 100; ++round) {
    SCOPED_TRACE(round);
    const SessionProblem problem = RandomDays(random);
    const MeetingDomains domains = FindDomains(problem);
    if (!domains.dead_ends.empty()) continue;
    const DayBounds bounds = FindDayBounds(problem, domains)[0];
    const SlotSet open = problem.participants[0].available;
    for (int most = bounds.least_breaks; most <= bounds.most_breaks; ++most) {
      DayFormula formula(domains, bounds, most);
      for (unsigned slots = 0; slots < 1U << kSlots; ++slots) {
        if (std::popcount(slots) != bounds.meetings || (slots & ~open.word(0)) != 0) continue;
        const int breaks = BreaksOfSlots(problem, slots);
        ASSERT_EQ(formula.AskFor(slots),
                  breaks <= most ? SatAnswer::kSatisfiable : SatAnswer::kUnsatisfiable);
        if (breaks <= most) {
          EXPECT_EQ(formula.breaks(), breaks);
        }
      }
    }
  }
}

}  // namespace
}  // namespace counterpoint::matching
