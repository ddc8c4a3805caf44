#include "tests/matching/session/every_repair.h"

#include <algorithm>
#include <set>

namespace counterpoint::matching {
namespace {

std::map<std::size_t, int> PublishedSlots(const RepairTask& task) {
  std::map<std::size_t, int> slots;
  for (const PlacedMeeting& meeting : task.published) slots[meeting.pair] = meeting.slot;
  return slots;
}

bool CanSeat(const SessionCase& session, const std::vector<std::size_t>& pairs, std::size_t i,
             int slot, std::set<std::size_t>& taken) {
  if (i == pairs.size()) return true;
  const SessionPair& pair = session.pairs[pairs[i]];
  for (std::size_t t = 0; t < session.tables.size(); ++t) {
    if (taken.contains(t) || !session.tables[t].open.contains(slot) ||
        (pair.features & ~session.tables[t].features) != 0 || pair.fixed_table.value_or(t) != t) {
      continue;
    }
    taken.insert(t);
    const bool can = CanSeat(session, pairs, i + 1, slot, taken);
    taken.erase(t);
    if (can) return true;
  }
  return false;
}

bool MayBeIn(const SessionCase& session, std::size_t pair, int slot) {
  const SessionPair& p = session.pairs[pair];
  return p.window.contains(slot) && p.fixed_slot.value_or(slot) == slot &&
         session.participants[p.candidate.first].available.contains(slot) &&
         session.participants[p.candidate.second].available.contains(slot);
}

bool Overlap(const SessionCase& session, std::size_t a, std::size_t b) {
  const CandidatePair& x = session.pairs[a].candidate;
  const CandidatePair& y = session.pairs[b].candidate;
  return x.first == y.first || x.first == y.second || x.second == y.first || x.second == y.second;
}

bool IsInOrder(const SessionCase& session, const SlotsOfPairs& slots, std::size_t pair) {
  const std::vector<std::size_t>& after = session.pairs[pair].after;
  return std::all_of(after.begin(), after.end(), [&](std::size_t before) {
    return !slots.contains(before) || slots.at(before) < slots.at(pair);
  });
}

}  // namespace

SlotsOfPairs PastOf(const RepairTask& task) {
  SlotsOfPairs past;
  for (const PlacedMeeting& meeting : task.published) {
    if (meeting.slot < task.first_open_slot) past[meeting.pair] = meeting.slot;
  }
  return past;
}

bool IsAllowed(const RepairTask& task, const SlotsOfPairs& slots) {
  const SessionCase& session = task.session;
  std::map<int, std::vector<std::size_t>> in_slot;
  const SlotsOfPairs past = PastOf(task);
  for (const auto& [pair, slot] : past) {
    if (!slots.contains(pair) || slots.at(pair) != slot) return false;
  }
  for (const auto& [pair, slot] : slots) {
    // Two that are over may have been in any order.
    if (!past.contains(pair) && (slot < task.first_open_slot || !MayBeIn(session, pair, slot) ||
                                 !IsInOrder(session, slots, pair))) {
      return false;
    }
    const std::vector<std::size_t>& after = session.pairs[pair].after;
    if (past.contains(pair) && std::any_of(after.begin(), after.end(), [&](std::size_t before) {
          return slots.contains(before) && !past.contains(before);
        })) {
      return false;
    }
    if (past.contains(pair)) continue;
    for (const std::size_t other : in_slot[slot]) {
      if (Overlap(session, pair, other)) return false;
    }
    in_slot[slot].push_back(pair);
  }
  for (const auto& [slot, pairs] : in_slot) {
    std::set<std::size_t> taken;
    if (!CanSeat(session, pairs, 0, slot, taken)) return false;
  }
  return true;
}

std::vector<std::size_t> PairsToPlace(const RepairTask& task) {
  const std::map<std::size_t, int> published = PublishedSlots(task);
  std::vector<std::size_t> pairs;
  for (std::size_t p = 0; p < task.session.pairs.size(); ++p) {
    const PairRule rule = task.session.pairs[p].candidate.rule;
    const auto was = published.find(p);
    if (was == published.end()
            ? rule == PairRule::kMust
            : was->second >= task.first_open_slot && rule != PairRule::kMustNot) {
      pairs.push_back(p);
    }
  }
  return pairs;
}

RepairRank RankOf(const RepairTask& task, const SlotsOfPairs& slots) {
  const std::map<std::size_t, int> published = PublishedSlots(task);
  RepairRank rank{};
  for (const std::size_t p : PairsToPlace(task)) {
    const bool is_new = !published.contains(p);
    if (slots.contains(p)) {
      if (!is_new && slots.at(p) != published.at(p)) ++rank[3];
    } else {
      if (task.session.pairs[p].candidate.rule == PairRule::kMust) ++rank[0];
      ++rank[is_new ? 2 : 1];
    }
  }
  return rank;
}

void ForEachRepair(const RepairTask& task, const std::function<void(const SlotsOfPairs&)>& call) {
  const std::vector<std::size_t> pairs = PairsToPlace(task);
  SlotsOfPairs slots = PastOf(task);
  const std::function<void(std::size_t)> place = [&](std::size_t i) {
    if (task.most_moved && RankOf(task, slots)[3] > *task.most_moved) return;
    if (i == pairs.size()) return call(slots);
    place(i + 1);
    for (int slot = task.first_open_slot; slot < task.session.slots; ++slot) {
      slots[pairs[i]] = slot;
      if (IsAllowed(task, slots)) place(i + 1);
      slots.erase(pairs[i]);
    }
  };
  place(0);
}

int BreaksOf(const RepairTask& task, const SlotsOfPairs& slots) {
  int breaks = 0;
  for (std::size_t p = 0; p < task.session.participants.size(); ++p) {
    std::set<int> busy;
    for (const auto& [pair, slot] : slots) {
      const CandidatePair& candidate = task.session.pairs[pair].candidate;
      if (candidate.first == p || candidate.second == p) busy.insert(slot);
    }
    for (const int slot : busy) {
      const auto next = busy.upper_bound(slot);
      if (next == busy.end() || *next == slot + 1) continue;
      const std::vector<int>& days = task.session.days;
      const bool overnight = std::any_of(days.begin(), days.end(),
                                         [&](int day) { return slot < day && day <= *next; });
      if (!overnight) ++breaks;
    }
  }
  return breaks;
}

}  // namespace counterpoint::matching
