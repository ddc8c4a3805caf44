// Session cases small enough to try every plan, and a plain reading of a plan.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <tuple>
#include <vector>

#include "matching/session/plan_session.h"
#include "matching/session/session_case.h"

namespace counterpoint::matching {

// So many participants, slots and tables, all there in all slots; up to `slots`
// meetings for each.
SessionCase OpenCase(std::size_t participants, int slots, std::size_t tables);

// Adds two that may meet in any slot.
SessionPair& AddPair(SessionCase& session, std::size_t first, std::size_t second,
                     double score = 0.5);

// What RandomCase may bring in; what it brings in is decided by the seed.
struct CaseKinds {
  bool features = true;
  bool order = true;
  bool windows = true;
};

// A random case with up to 5 participants, 6 pairs, 4 slots and 3 tables.
SessionCase RandomCase(std::uint64_t seed, const CaseKinds& kinds = {});

// All that is wrong with the meetings, in words: somebody in two places or away, a
// pair that must not meet or outside its slots, an order, a table that is closed,
// taken or lacks a feature, more than somebody's most. It shares no code with the
// planners.
std::vector<std::string> WhatIsWrong(const SessionCase& session,
                                     const std::vector<PlacedMeeting>& meetings);

// By what a plan is judged, less being better: pairs that must meet and do not,
// missing meetings, participants by their number of meetings where the worst off
// go first, and the score with a minus.
using Judgement = std::tuple<int, int, std::vector<int>, double>;
Judgement Judge(const SessionCase& session, const std::vector<PlacedMeeting>& meetings);

// The best judgement of any plan that nothing is wrong with, by trying all.
Judgement BestOfAll(const SessionCase& session);

}  // namespace counterpoint::matching
