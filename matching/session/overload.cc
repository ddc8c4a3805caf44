#include "matching/session/overload.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "matching/planning/slot_matching.h"
#include "matching/session/table_limits.h"

namespace counterpoint::matching {
namespace {

// How many of some pairs of one participant can be placed, alone.
class Day {
 public:
  Day(const std::vector<SlotSet>& own, std::vector<std::size_t> pairs)
      : pairs_(std::move(pairs)), matching_([&] {
          std::vector<SlotSet> domains;
          for (const std::size_t pair : pairs_) domains.push_back(own[pair]);
          return domains;
        }()) {
    for (const std::size_t pair : pairs_) slots_ |= own[pair];
    for (const int slot : slots_) matching_.Offer(slot);
  }

  const std::vector<std::size_t>& pairs() const { return pairs_; }
  const SlotSet& slots() const { return slots_; }
  int room() const { return matching_.size(); }
  bool IsOverfull() const { return room() < static_cast<int>(pairs_.size()); }

  // The pairs that stand in each other's way.
  std::vector<std::size_t> Crowded() const {
    std::vector<std::size_t> crowded;
    for (const std::size_t i : matching_.Crowded()) crowded.push_back(pairs_[i]);
    return crowded;
  }

 private:
  std::vector<std::size_t> pairs_;
  SlotSet slots_;
  SlotMatching matching_;
};

}  // namespace

std::vector<Overload> FindOverloads(const SessionCase& session) {
  const std::vector<SlotSet> own = OwnSlots(session);
  std::vector<std::vector<std::size_t>> must(session.participants.size());
  std::vector<std::vector<std::size_t>> may(session.participants.size());
  int all_must = 0;
  for (std::size_t i = 0; i < session.pairs.size(); ++i) {
    const CandidatePair& pair = session.pairs[i].candidate;
    if (pair.rule == PairRule::kMustNot || own[i].empty()) continue;
    if (pair.rule == PairRule::kMust) ++all_must;
    for (const std::size_t p : {pair.first, pair.second}) {
      may[p].push_back(i);
      if (pair.rule == PairRule::kMust) must[p].push_back(i);
    }
  }
  const std::vector<int> open = OpenTables(session);
  const int tables = std::accumulate(open.begin(), open.end(), 0);

  std::vector<Overload> found;
  int all_least = 0;
  for (std::size_t p = 0; p < session.participants.size(); ++p) {
    const MeetingQuota& quota = session.participants[p].quota;
    all_least += quota.least;
    if (static_cast<int>(must[p].size()) > quota.most) {
      found.push_back({.kind = Overload::Kind::kMustOverMost,
                       .participant = p,
                       .wanted = static_cast<int>(must[p].size()),
                       .room = quota.most,
                       .pairs = must[p]});
    }
    if (const Day day(own, must[p]); day.IsOverfull()) {
      const Day crowded(own, day.Crowded());
      found.push_back({.kind = Overload::Kind::kMustOverSlots,
                       .participant = p,
                       .wanted = static_cast<int>(crowded.pairs().size()),
                       .room = crowded.room(),
                       .pairs = crowded.pairs(),
                       .slots = crowded.slots()});
    }
    if (static_cast<int>(may[p].size()) < quota.least) {
      found.push_back({.kind = Overload::Kind::kLeastOverPairs,
                       .participant = p,
                       .wanted = quota.least,
                       .room = static_cast<int>(may[p].size()),
                       .pairs = may[p]});
    } else if (const Day day(own, may[p]); day.room() < quota.least) {
      found.push_back({.kind = Overload::Kind::kLeastOverSlots,
                       .participant = p,
                       .wanted = quota.least,
                       .room = day.room(),
                       .pairs = may[p],
                       .slots = day.slots()});
    }
  }
  if (all_must > tables) {
    found.push_back({.kind = Overload::Kind::kMustOverTables, .wanted = all_must, .room = tables});
  }
  if ((all_least + 1) / 2 > tables) {
    found.push_back(
        {.kind = Overload::Kind::kLeastOverTables, .wanted = (all_least + 1) / 2, .room = tables});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Overload& a, const Overload& b) { return a.kind < b.kind; });
  return found;
}

}  // namespace counterpoint::matching
