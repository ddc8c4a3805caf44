#include "matching/session/stand_bys.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "matching/planning/schedule.h"
#include "matching/session/table_limits.h"

namespace counterpoint::matching {
namespace {

class Bystanders {
 public:
  Bystanders(const SessionCase& session, const std::vector<PlacedMeeting>& meetings)
      : session_(session),
        own_slots_(OwnSlots(session)),
        slot_of_(session.pairs.size(), kUnplaced),
        busy_(session.participants.size()),
        taken_(session.tables.size()),
        pairs_of_(session.participants.size()),
        followers_(session.pairs.size()) {
    for (const PlacedMeeting& meeting : meetings) {
      const CandidatePair& pair = session.pairs[meeting.pair].candidate;
      slot_of_[meeting.pair] = meeting.slot;
      busy_[pair.first].Add(meeting.slot);
      busy_[pair.second].Add(meeting.slot);
      taken_[meeting.table].Add(meeting.slot);
    }
    for (std::size_t p = 0; p < session.pairs.size(); ++p) {
      pairs_of_[session.pairs[p].candidate.first].push_back(p);
      pairs_of_[session.pairs[p].candidate.second].push_back(p);
      for (const std::size_t before : session.pairs[p].after) followers_[before].push_back(p);
    }
  }

  std::optional<StandBy> BestOf(std::size_t participant, int slot) const {
    std::optional<StandBy> best;
    for (const std::size_t p : pairs_of_[participant]) {
      if (best && session_.pairs[p].candidate.score <= session_.pairs[best->pair].candidate.score) {
        continue;
      }
      const std::optional<std::size_t> table = TableFor(p, slot);
      if (table && MayMeet(p, slot)) best = StandBy{p, slot, *table};
    }
    return best;
  }

 private:
  bool MayMeet(std::size_t p, int slot) const {
    const CandidatePair& pair = session_.pairs[p].candidate;
    if (pair.rule == PairRule::kMustNot || slot_of_[p] != kUnplaced ||
        !own_slots_[p].contains(slot)) {
      return false;
    }
    for (const std::size_t participant : {pair.first, pair.second}) {
      // Nobody meets twice at a time, so slots are meetings.
      if (busy_[participant].contains(slot) ||
          busy_[participant].size() >= session_.participants[participant].quota.most) {
        return false;
      }
    }
    const std::vector<std::size_t>& after = session_.pairs[p].after;
    return std::all_of(after.begin(), after.end(),
                       [&](std::size_t before) { return slot_of_[before] < slot; }) &&
           std::all_of(followers_[p].begin(), followers_[p].end(), [&](std::size_t later) {
             return slot_of_[later] == kUnplaced || slot_of_[later] > slot;
           });
  }

  std::optional<std::size_t> TableFor(std::size_t p, int slot) const {
    for (std::size_t t = 0; t < session_.tables.size(); ++t) {
      if (session_.tables[t].open.contains(slot) && !taken_[t].contains(slot) &&
          Suits(session_, session_.pairs[p], t)) {
        return t;
      }
    }
    return std::nullopt;
  }

  const SessionCase& session_;
  const std::vector<SlotSet> own_slots_;
  std::vector<int> slot_of_;    // Of each pair, or kUnplaced.
  std::vector<SlotSet> busy_;   // Of each participant.
  std::vector<SlotSet> taken_;  // Of each table.
  std::vector<std::vector<std::size_t>> pairs_of_;
  std::vector<std::vector<std::size_t>> followers_;
};

}  // namespace

std::vector<StandBy> FindStandBys(const SessionCase& session,
                                  const std::vector<PlacedMeeting>& meetings,
                                  const std::vector<PlacedMeeting>& lost) {
  const Bystanders bystanders(session, meetings);
  std::vector<StandBy> stand_bys;
  for (const PlacedMeeting& meeting : lost) {
    const CandidatePair& pair = session.pairs[meeting.pair].candidate;
    for (const std::size_t participant : {pair.first, pair.second}) {
      const std::optional<StandBy> best = bystanders.BestOf(participant, meeting.slot);
      if (best) stand_bys.push_back(*best);
    }
  }
  std::sort(stand_bys.begin(), stand_bys.end(), [](const StandBy& a, const StandBy& b) {
    return std::tie(a.slot, a.pair) < std::tie(b.slot, b.pair);
  });
  stand_bys.erase(std::unique(stand_bys.begin(), stand_bys.end()), stand_bys.end());
  return stand_bys;
}

}  // namespace counterpoint::matching
