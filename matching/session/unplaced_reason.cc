#include "matching/session/unplaced_reason.h"

#include <algorithm>
#include <optional>

#include "matching/session/table_limits.h"

namespace counterpoint::matching {
namespace {

// The meetings of one slot at its tables; one more is seated by the others moving
// up (an augmenting path).
class Seating {
 public:
  Seating(const SessionCase& session, const std::vector<const PlacedMeeting*>& here, int slot)
      : session_(session), slot_(slot), at_(session.tables.size()), seen_(at_.size(), false) {
    for (const PlacedMeeting* meeting : here) {
      if (meeting->table < at_.size()) at_[meeting->table] = meeting->pair;
    }
  }

  bool HasRoomFor(std::size_t pair) {
    for (std::size_t t = 0; t < at_.size(); ++t) {
      if (seen_[t] || !session_.tables[t].open.contains(slot_) ||
          !Suits(session_, session_.pairs[pair], t)) {
        continue;
      }
      seen_[t] = true;
      if (!at_[t] || HasRoomFor(*at_[t])) return true;
    }
    return false;
  }

 private:
  const SessionCase& session_;
  const int slot_;
  std::vector<std::optional<std::size_t>> at_;
  std::vector<bool> seen_;
};

// The slots that the order with placed meetings leaves the pair.
SlotSet SlotsInOrder(const SessionCase& session, const std::vector<PlacedMeeting>& placed,
                     std::size_t pair) {
  int first = 0;
  int end = session.slots;
  const auto is_after = [&](std::size_t later, std::size_t earlier) {
    const std::vector<std::size_t>& after = session.pairs[later].after;
    return std::find(after.begin(), after.end(), earlier) != after.end();
  };
  for (const PlacedMeeting& meeting : placed) {
    if (is_after(pair, meeting.pair)) first = std::max(first, meeting.slot + 1);
    if (is_after(meeting.pair, pair)) end = std::min(end, meeting.slot);
  }
  return SlotSet::Range(first, std::max(first, end));
}

}  // namespace

UnplacedReason ReasonFor(const SessionCase& session, const std::vector<PlacedMeeting>& placed,
                         std::size_t pair) {
  const SessionPair& wanted = session.pairs[pair];
  const std::size_t first = wanted.candidate.first;
  const std::size_t second = wanted.candidate.second;
  std::vector<std::vector<const PlacedMeeting*>> in_slot(static_cast<std::size_t>(session.slots));
  SlotSet first_busy;
  SlotSet second_busy;
  for (const PlacedMeeting& meeting : placed) {
    in_slot[static_cast<std::size_t>(meeting.slot)].push_back(&meeting);
    const CandidatePair& other = session.pairs[meeting.pair].candidate;
    if (other.first == first || other.second == first) first_busy.Add(meeting.slot);
    if (other.first == second || other.second == second) second_busy.Add(meeting.slot);
  }
  const SlotSet in_order = SlotsInOrder(session, placed, pair);
  UnplacedReason reason;
  for (int slot = 0; slot < session.slots; ++slot) {
    if (!wanted.window.contains(slot) || (wanted.fixed_slot && *wanted.fixed_slot != slot)) {
      ++reason.outside_window;
    } else if (!session.participants[first].available.contains(slot)) {
      ++reason.first_away;
    } else if (!session.participants[second].available.contains(slot)) {
      ++reason.second_away;
    } else if (first_busy.contains(slot)) {
      ++reason.first_busy;
    } else if (second_busy.contains(slot)) {
      ++reason.second_busy;
    } else if (!Seating(session, in_slot[static_cast<std::size_t>(slot)], slot).HasRoomFor(pair)) {
      ++reason.no_table;
    } else if (!in_order.contains(slot)) {
      ++reason.wrong_order;
    } else {
      ++reason.open;
    }
  }
  return reason;
}

}  // namespace counterpoint::matching
