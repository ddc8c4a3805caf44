// Good schedules of sessions of any size, without proof.
//
// Simulated annealing (Kirkpatrick, Gelatt, Vecchi 1983) on Kempe chains: a
// participant's meeting goes from a slot s to a slot t where it is idle, the
// meeting that the other participant has in t goes to s, and so on along the
// chain, whose end frees nothing. Nobody is ever in two places, and only the
// two participants at the ends of the chain have another day than before, so a
// move costs no more than its chain is long. A chain that would overfill a slot
// or a limit is joined by a second one that goes the other way. A meeting without a slot
// is put where it can be, and what it clashes with loses its slot in turn
// (ejection chains, Glover 1996).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "matching/planning/schedule.h"
#include "matching/planning/search_control.h"
#include "matching/planning/session_problem.h"
#include "matching/planning/slot_set.h"

namespace counterpoint::matching {

struct LocalSearchTask {
  const SessionProblem& problem;
  // The slots of each meeting; one without any is left unplaced.
  const std::vector<SlotSet>& domains;
  // Breaks that a participant may have; more count as unfair.
  const std::vector<int>& most_breaks;
  // Breaks that a participant has at the least, which only guides the search.
  const std::vector<int>& least_breaks;
  // No need to go on once this many breaks, nothing unplaced and nothing unfair
  // are reached.
  int bound = 0;
  // Whether the slots that participants like count too, after breaks. The search
  // then does not end before no wish is missed.
  bool wishes = false;
};

struct LocalSearchOptions {
  std::uint64_t seed = 1;
  // Chains and insertions that are tried. A few million of them take a second.
  std::int64_t moves = 10'000'000;
  // Each cooling goes from the hottest to the coldest, evenly on a logarithmic
  // scale; the next one starts from the schedule where the last ended.
  std::int64_t moves_a_cooling = 3'000'000;
  double hottest = 0.25;
  double coldest = 0.12;
};

struct LocalSearchResult {
  // The best seen: fewest unplaced, then least unfair, then fewest breaks, then,
  // where they count, fewest missed wishes. Of equals the first. Keeps order,
  // tables, limits and days; see `unfair`.
  Schedule schedule;
  int unplaced = 0;
  int unfair = 0;  // Breaks beyond most_breaks, over all participants.
  int breaks = 0;
  int missed_wishes = 0;   // 0 where they do not count.
  std::int64_t moves = 0;  // Tried. Less than asked for where stopped or done.
};

// Equal tasks and options give equal results. `start` is a schedule within the
// domains that keeps order, tables, limits and days; without it a greedy one is made.
LocalSearchResult SearchLocally(const LocalSearchTask& task, const LocalSearchOptions& options,
                                const std::optional<Schedule>& start, const SearchControl& control);

}  // namespace counterpoint::matching
