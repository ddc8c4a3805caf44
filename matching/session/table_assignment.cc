#include "matching/session/table_assignment.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "matching/session/table_limits.h"

namespace counterpoint::matching {
namespace {

// The meetings of one slot, seated one after the other by augmenting paths.
class SlotTables {
 public:
  SlotTables(const SessionCase& session, int slot)
      : session_(session), slot_(slot), at_(session.tables.size()) {}

  void Seat(std::size_t pair) {
    std::vector<bool> seen(at_.size(), false);
    Seat(pair, seen);
  }
  const std::vector<std::optional<std::size_t>>& at() const { return at_; }

 private:
  bool Seat(std::size_t pair, std::vector<bool>& seen) {
    for (std::size_t t = 0; t < at_.size(); ++t) {
      if (seen[t] || !session_.tables[t].open.contains(slot_) ||
          !Suits(session_, session_.pairs[pair], t)) {
        continue;
      }
      seen[t] = true;
      if (at_[t] && !Seat(*at_[t], seen)) continue;
      at_[t] = pair;
      return true;
    }
    return false;
  }

  const SessionCase& session_;
  const int slot_;
  std::vector<std::optional<std::size_t>> at_;
};

int DayOf(const SessionCase& session, int slot) {
  return static_cast<int>(std::upper_bound(session.days.begin(), session.days.end(), slot) -
                          session.days.begin());
}

}  // namespace

int TableChanges(const SessionCase& session, const std::vector<PlacedMeeting>& meetings) {
  std::vector<std::map<int, std::size_t>> table_in(session.participants.size());
  for (const PlacedMeeting& meeting : meetings) {
    const CandidatePair& pair = session.pairs[meeting.pair].candidate;
    table_in[pair.first][meeting.slot] = meeting.table;
    table_in[pair.second][meeting.slot] = meeting.table;
  }
  int changes = 0;
  for (const auto& tables : table_in) {
    for (auto now = tables.begin(); now != tables.end(); ++now) {
      const auto next = std::next(now);
      if (next == tables.end() || DayOf(session, now->first) != DayOf(session, next->first)) {
        continue;
      }
      if (now->second != next->second) ++changes;
    }
  }
  return changes;
}

std::vector<PlacedMeeting> AssignTables(const SessionCase& session,
                                        const std::vector<PlacedMeeting>& meetings) {
  std::map<int, SlotTables> slots;
  for (const PlacedMeeting& meeting : meetings) {
    slots.try_emplace(meeting.slot, session, meeting.slot).first->second.Seat(meeting.pair);
  }
  std::vector<PlacedMeeting> seated;
  for (const auto& [slot, tables] : slots) {
    for (std::size_t t = 0; t < tables.at().size(); ++t) {
      if (tables.at()[t]) seated.push_back({.pair = *tables.at()[t], .slot = slot, .table = t});
    }
  }
  return seated;
}

}  // namespace counterpoint::matching
