// Sessions small enough to try every schedule.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "matching/planning/schedule.h"
#include "matching/planning/session_problem.h"

namespace counterpoint::matching {

// So many participants and slots, all available, with tables for everybody.
SessionProblem OpenSession(std::size_t participants, int slots);

// Adds a meeting that may be in any slot.
Meeting& AddMeeting(SessionProblem& problem, std::size_t first, std::size_t second);

// A random session with up to 5 participants, 6 meetings and 5 slots, with rules
// of every kind; about as many can be planned as not.
SessionProblem RandomSession(std::uint64_t seed);

// The same with several days, limits and wishes, each of them in most.
SessionProblem RandomSessionOfDays(std::uint64_t seed);

// Calls with every schedule in which all meetings are placed and nothing is
// violated, by trying all and asking the checker.
void ForEachSchedule(const SessionProblem& problem,
                     const std::function<void(const Schedule&)>& call);

// The fewest breaks of any of these schedules; nothing where there is none.
std::optional<int> FewestBreaks(const SessionProblem& problem);

// Of those with the fewest breaks, the fewest missed wishes.
std::optional<int> FewestMissedWishes(const SessionProblem& problem);

}  // namespace counterpoint::matching
