#include "matching/session/table_assignment.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "matching/session/sparse_assignment.h"

namespace counterpoint::matching {
namespace {

// Far more than are ever needed: each gains something.
constexpr int kMostSweeps = 50;

using Follow = std::pair<std::size_t, std::size_t>;

// Positions in `meetings`, which are by slot: one meeting and the next of the same
// participant on the same day, once for each participant.
std::vector<Follow> FindFollows(const SessionCase& session,
                                const std::vector<PlacedMeeting>& meetings) {
  const auto day_of = [&](int slot) {
    return std::upper_bound(session.days.begin(), session.days.end(), slot) - session.days.begin();
  };
  std::vector<std::size_t> last(session.participants.size(), meetings.size());
  std::vector<Follow> follows;
  for (std::size_t i = 0; i < meetings.size(); ++i) {
    const CandidatePair& pair = session.pairs[meetings[i].pair].candidate;
    for (const std::size_t p : {pair.first, pair.second}) {
      if (last[p] != meetings.size() &&
          day_of(meetings[last[p]].slot) == day_of(meetings[i].slot)) {
        follows.emplace_back(last[p], i);
      }
      last[p] = i;
    }
  }
  return follows;
}

std::vector<PlacedMeeting> BySlot(std::vector<PlacedMeeting> meetings) {
  std::sort(meetings.begin(), meetings.end(), [](const auto& a, const auto& b) {
    return std::tie(a.slot, a.pair) < std::tie(b.slot, b.pair);
  });
  return meetings;
}

// What makes tables alike.
struct TableKind {
  FeatureSet features = 0;
  SlotSet open{};
  std::size_t bound = kNoTable;  // The table itself, where it is like no other.

  friend bool operator==(const TableKind&, const TableKind&) = default;
};

// The position of `kind`, which is added where it is new. Kinds are few.
std::size_t PositionOf(const TableKind& kind, std::vector<TableKind>& kinds) {
  const auto found = std::find(kinds.begin(), kinds.end(), kind);
  const auto position = static_cast<std::size_t>(found - kinds.begin());
  if (found == kinds.end()) kinds.push_back(kind);
  return position;
}

class Seating {
 public:
  Seating(const SessionCase& session, const std::vector<PlacedMeeting>& meetings, TableAim aim)
      : session_(session), meetings_(BySlot(meetings)) {
    const auto count = static_cast<std::int64_t>(meetings_.size());
    // What counts first outweighs all that counts second; each meeting is part
    // of at most four changes.
    change_ = aim == TableAim::kFewestChanges ? count + 1 : 1;
    keep_ = aim == TableAim::kFewestChanges ? 1 : 4 * count + 1;
  }

  std::vector<PlacedMeeting> Run() {
    DropUnseated();
    follows_ = FindFollows(session_, meetings_);
    around_.resize(meetings_.size());
    for (const auto& [a, b] : follows_) {
      around_[a].push_back(b);
      around_[b].push_back(a);
    }
    bool better = true;
    for (int i = 0; i < kMostSweeps && better; ++i) {
      better = false;
      for (int slot = 0; slot < session_.slots; ++slot) better |= Reseat(slot);
      for (int slot = session_.slots; slot-- > 0;) better |= Reseat(slot);
      for (int slot = 0; slot < session_.slots; ++slot) better |= Exchange(slot);
    }
    std::sort(meetings_.begin(), meetings_.end(), [](const auto& a, const auto& b) {
      return std::tie(a.slot, a.table) < std::tie(b.slot, b.table);
    });
    return std::move(meetings_);
  }

 private:
  using Gains = std::map<std::size_t, std::int64_t>;  // By table.

  bool Fits(const PlacedMeeting& meeting, std::size_t table) const {
    const SessionPair& pair = session_.pairs[meeting.pair];
    return session_.tables[table].open.contains(meeting.slot) &&
           (pair.features & ~session_.tables[table].features) == 0 &&
           (!pair.fixed_table || *pair.fixed_table == table);
  }

  // Tables of the positions [begin, end) of one slot, as many as can be, with the
  // highest gains. `gains` holds none where the meeting does not fit.
  std::vector<std::size_t> AssignSlot(std::size_t begin, std::size_t end,
                                      const std::vector<Gains>& gains,
                                      const std::vector<std::int64_t>& losses) const {
    SparseAssignment problem;
    std::vector<std::size_t> tables;
    std::vector<std::size_t> column_of(session_.tables.size(), kNoColumn);
    std::vector<TableKind> kinds;
    for (std::size_t t = 0; t < session_.tables.size(); ++t) {
      if (!session_.tables[t].open.contains(meetings_[begin].slot)) continue;
      problem.columns.push_back(PositionOf({.features = session_.tables[t].features}, kinds));
      column_of[t] = tables.size();
      tables.push_back(t);
    }
    for (std::size_t i = begin; i < end; ++i) {
      const SessionPair& pair = session_.pairs[meetings_[i].pair];
      SparseAssignment::Row& row = problem.rows.emplace_back();
      row.loss = losses[i - begin];
      for (std::size_t kind = 0; !pair.fixed_table && kind < kinds.size(); ++kind) {
        if ((pair.features & ~kinds[kind].features) == 0) row.kinds.push_back(kind);
      }
      for (const auto& [table, gain] : gains[i - begin]) {
        problem.gains.push_back({i - begin, column_of[table], gain});
      }
    }
    std::vector<std::size_t> answer = Assign(problem);
    for (std::size_t& column : answer) column = column == kNoColumn ? kNoTable : tables[column];
    return answer;
  }

  std::size_t EndOfSlot(std::size_t begin) const {
    std::size_t end = begin;
    while (end < meetings_.size() && meetings_[end].slot == meetings_[begin].slot) ++end;
    return end;
  }

  // Leaves out meetings for which no table is left, and tables that a meeting
  // cannot start with.
  void DropUnseated() {
    std::vector<PlacedMeeting> seated;
    for (std::size_t begin = 0, end; begin < meetings_.size(); begin = end) {
      end = EndOfSlot(begin);
      const auto count = static_cast<std::int64_t>(end - begin);
      std::vector<Gains> gains;
      std::vector<std::int64_t> losses;
      for (std::size_t i = begin; i < end; ++i) {
        const SessionPair& pair = session_.pairs[meetings_[i].pair];
        const std::size_t start = meetings_[i].table;
        gains.emplace_back();
        if (pair.fixed_table && Fits(meetings_[i], *pair.fixed_table)) {
          gains.back()[*pair.fixed_table] = 0;
        }
        if (start != kNoTable && Fits(meetings_[i], start)) gains.back()[start] = 1;
        const bool must = pair.candidate.rule == PairRule::kMust;
        losses.push_back((count + 1) * (count + 1 + (must ? 1 : 0)));
      }
      const std::vector<std::size_t> tables = AssignSlot(begin, end, gains, losses);
      for (std::size_t i = begin; i < end; ++i) {
        if (tables[i - begin] == kNoTable) continue;
        seated.push_back(meetings_[i]);
        if (tables[i - begin] != meetings_[i].table) seated.back().table = kNoTable;
      }
    }
    meetings_ = std::move(seated);
    for (const PlacedMeeting& meeting : meetings_) start_.push_back(meeting.table);
  }

  // The best tables for a slot, given those around it; true where they are better
  // than before.
  bool Reseat(int slot) {
    const auto [first, last] = std::equal_range(
        meetings_.begin(), meetings_.end(), PlacedMeeting{.slot = slot},
        [](const PlacedMeeting& a, const PlacedMeeting& b) { return a.slot < b.slot; });
    const auto begin = static_cast<std::size_t>(first - meetings_.begin());
    const auto end = static_cast<std::size_t>(last - meetings_.begin());
    if (begin == end) return false;
    std::vector<Gains> gains;
    std::int64_t now = 0;
    bool seated = true;
    for (std::size_t i = begin; i < end; ++i) {
      gains.push_back(GainsOf(i));
      const std::size_t table = meetings_[i].table;
      seated &= table != kNoTable;
      const auto gain = gains.back().find(table);
      if (gain != gains.back().end()) now += gain->second;
    }
    const auto count = static_cast<std::int64_t>(end - begin);
    const std::vector<std::int64_t> losses(end - begin, count * (4 * change_ + keep_) + 1);
    const std::vector<std::size_t> tables = AssignSlot(begin, end, gains, losses);
    std::int64_t then = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const auto gain = gains[i - begin].find(tables[i - begin]);
      if (gain != gains[i - begin].end()) then += gain->second;
    }
    if (seated && then <= now) return false;
    for (std::size_t i = begin; i < end; ++i) meetings_[i].table = tables[i - begin];
    return true;
  }

  Gains GainsOf(std::size_t i) const {
    Gains gains;
    const auto add = [&](std::size_t table, std::int64_t gain) {
      if (table != kNoTable && Fits(meetings_[i], table)) gains[table] += gain;
    };
    for (const std::size_t other : around_[i]) add(meetings_[other].table, change_);
    add(start_[i], keep_);
    const std::optional<std::size_t> fixed = session_.pairs[meetings_[i].pair].fixed_table;
    if (fixed) add(*fixed, 0);
    return gains;
  }

  // Tables that are alike change names from `slot` to the end of its day, so that
  // fewer participants change tables there; true where it gains anything.
  bool Exchange(int slot) {
    const auto day_end = std::upper_bound(session_.days.begin(), session_.days.end(), slot);
    const SlotSet rest =
        SlotSet::Range(slot, day_end == session_.days.end() ? session_.slots : *day_end);
    // By new table, for each old one.
    std::vector<Gains> gains(session_.tables.size());
    std::vector<bool> used(session_.tables.size(), false);
    std::vector<bool> bound(session_.tables.size(), false);
    for (std::size_t i = 0; i < meetings_.size(); ++i) {
      if (!rest.contains(meetings_[i].slot)) continue;
      const std::size_t table = meetings_[i].table;
      used[table] = true;
      if (session_.pairs[meetings_[i].pair].fixed_table) bound[table] = true;
      if (start_[i] != kNoTable) gains[table][start_[i]] += keep_;
    }
    for (const auto& [a, b] : follows_) {
      if (meetings_[a].slot < slot && rest.contains(meetings_[b].slot)) {
        gains[meetings_[b].table][meetings_[a].table] += change_;
      }
    }
    // Alike are tables with the same features and hours; one that a meeting is
    // bound to is like no other.
    SparseAssignment problem;
    std::vector<TableKind> kinds;
    for (std::size_t t = 0; t < session_.tables.size(); ++t) {
      const SessionTable& table = session_.tables[t];
      problem.columns.push_back(PositionOf(
          {.features = table.features, .open = table.open & rest, .bound = bound[t] ? t : kNoTable},
          kinds));
    }
    std::vector<std::size_t> old_tables;
    std::int64_t now = 0;
    std::int64_t most = 0;
    for (std::size_t t = 0; t < session_.tables.size(); ++t) {
      if (!used[t]) continue;
      problem.rows.push_back({.kinds = {problem.columns[t]}});
      for (const auto& [table, gain] : gains[t]) {
        if (problem.columns[table] != problem.columns[t]) continue;
        problem.gains.push_back({old_tables.size(), table, gain});
        if (table == t) now += gain;
        most += gain;
      }
      old_tables.push_back(t);
    }
    if (now == most) return false;
    for (SparseAssignment::Row& row : problem.rows) row.loss = most + 1;
    const std::vector<std::size_t> columns = Assign(problem);
    std::vector<std::size_t> new_table(session_.tables.size(), kNoTable);
    std::int64_t then = 0;
    for (std::size_t r = 0; r < columns.size(); ++r) {
      new_table[old_tables[r]] = columns[r];
      const auto gain = gains[old_tables[r]].find(columns[r]);
      if (gain != gains[old_tables[r]].end()) then += gain->second;
    }
    if (then <= now) return false;
    for (PlacedMeeting& meeting : meetings_) {
      if (rest.contains(meeting.slot)) meeting.table = new_table[meeting.table];
    }
    return true;
  }

  const SessionCase& session_;
  std::vector<PlacedMeeting> meetings_;  // By slot, then by pair.
  std::vector<std::size_t> start_;       // The table of each to begin with.
  std::vector<Follow> follows_;
  std::vector<std::vector<std::size_t>> around_;  // What follows each and what it follows.
  std::int64_t change_ = 0;
  std::int64_t keep_ = 0;
};

}  // namespace

int TableChanges(const SessionCase& session, const std::vector<PlacedMeeting>& meetings) {
  std::vector<PlacedMeeting> seated;
  for (const PlacedMeeting& meeting : BySlot(meetings)) {
    if (meeting.table != kNoTable) seated.push_back(meeting);
  }
  const std::vector<Follow> follows = FindFollows(session, seated);
  return static_cast<int>(std::count_if(follows.begin(), follows.end(), [&](const Follow& follow) {
    return seated[follow.first].table != seated[follow.second].table;
  }));
}

std::vector<PlacedMeeting> AssignTables(const SessionCase& session,
                                        const std::vector<PlacedMeeting>& meetings, TableAim aim) {
  return Seating(session, meetings, aim).Run();
}

}  // namespace counterpoint::matching
