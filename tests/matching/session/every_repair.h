// All repairs of small cases, by trying everything; it shares no code with what
// is tested.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "matching/session/repair.h"

namespace counterpoint::matching {

// The slots of pairs that are placed.
using SlotsOfPairs = std::map<std::size_t, int>;

// Whether every meeting may be in its slot, beside the others, and all of a slot
// can be seated. What is over is not looked at but for the order.
bool IsAllowed(const RepairTask& task, const SlotsOfPairs& slots);

// The slots of meetings that are over.
SlotsOfPairs PastOf(const RepairTask& task);

// Published pairs that are to be placed again and others that must meet.
std::vector<std::size_t> PairsToPlace(const RepairTask& task);

// What Repair minimises exactly: the unplaced that must meet, the published that
// are unplaced, the new that are, the moved.
using RepairRank = std::array<int, 4>;
RepairRank RankOf(const RepairTask& task, const SlotsOfPairs& slots);

// Calls with each allowed plan of PairsToPlace, some of them unplaced, with what
// is over, in which no more are moved than may be.
void ForEachRepair(const RepairTask& task, const std::function<void(const SlotsOfPairs&)>& call);

int BreaksOf(const RepairTask& task, const SlotsOfPairs& slots);

}  // namespace counterpoint::matching
