#include "matching/session/table_limits.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace counterpoint::matching {
namespace {

using TableSet = std::vector<bool>;

bool Includes(const TableSet& larger, const TableSet& smaller) {
  for (std::size_t t = 0; t < larger.size(); ++t) {
    if (smaller[t] && !larger[t]) return false;
  }
  return true;
}

bool Overlap(const TableSet& a, const TableSet& b) {
  for (std::size_t t = 0; t < a.size(); ++t) {
    if (a[t] && b[t]) return true;
  }
  return false;
}

// The tables that suit a pair, found once for all pairs that need the same.
class SuitableTables {
 public:
  explicit SuitableTables(const SessionCase& session) : session_(session) {}

  const TableSet& Of(const SessionPair& pair) {
    const auto [at, is_new] = tables_.try_emplace(std::pair(pair.features, pair.fixed_table));
    if (is_new) {
      for (std::size_t t = 0; t < session_.tables.size(); ++t) {
        at->second.push_back(Suits(session_, pair, t));
      }
    }
    return at->second;
  }

 private:
  const SessionCase& session_;
  std::map<std::pair<FeatureSet, std::optional<std::size_t>>, TableSet> tables_;
};

bool IsAll(const TableSet& tables) {
  return std::find(tables.begin(), tables.end(), false) == tables.end();
}

// Unions that hang together; more than `most` are not all looked for. A union is
// reached from any of its kinds by adding one that overlaps with what there is.
std::set<TableSet> UnionsOf(const std::set<TableSet>& kinds, std::size_t most) {
  std::set<TableSet> unions = kinds;
  std::vector<TableSet> open(kinds.begin(), kinds.end());
  while (!open.empty() && unions.size() <= most) {
    const TableSet from = std::move(open.back());
    open.pop_back();
    for (const TableSet& kind : kinds) {
      if (!Overlap(from, kind)) continue;
      TableSet together = from;
      for (std::size_t t = 0; t < kind.size(); ++t) {
        if (kind[t]) together[t] = true;
      }
      if (unions.insert(together).second) open.push_back(std::move(together));
    }
  }
  return unions;
}

}  // namespace

bool Suits(const SessionCase& session, const SessionPair& pair, std::size_t table) {
  return (pair.features & ~session.tables[table].features) == 0 &&
         (!pair.fixed_table || *pair.fixed_table == table);
}

std::vector<int> OpenTables(const SessionCase& session) {
  std::vector<int> open(static_cast<std::size_t>(session.slots), 0);
  for (const SessionTable& table : session.tables) {
    for (const int slot : table.open) ++open[static_cast<std::size_t>(slot)];
  }
  return open;
}

std::vector<SlotSet> OwnSlots(const SessionCase& session) {
  SuitableTables suitable(session);
  std::map<TableSet, SlotSet> open_in;
  std::vector<SlotSet> own;
  for (const SessionPair& pair : session.pairs) {
    const TableSet& tables = suitable.Of(pair);
    const auto [at, is_new] = open_in.try_emplace(tables);
    if (is_new) {
      for (std::size_t t = 0; t < tables.size(); ++t) {
        if (tables[t]) at->second |= session.tables[t].open;
      }
    }
    SlotSet& slots = own.emplace_back(at->second);
    slots &= pair.window;
    slots &= session.participants[pair.candidate.first].available;
    slots &= session.participants[pair.candidate.second].available;
    if (pair.fixed_slot) slots &= SlotSet::Of(*pair.fixed_slot);
  }
  return own;
}

std::vector<MeetingLimit> TableLimits(const SessionCase& session,
                                      const std::vector<std::size_t>& pairs) {
  SuitableTables suitable(session);
  std::map<TableSet, std::vector<std::size_t>> meetings_of;
  for (std::size_t m = 0; m < pairs.size(); ++m) {
    const TableSet& tables = suitable.Of(session.pairs[pairs[m]]);
    if (!IsAll(tables)) meetings_of[tables].push_back(m);
  }
  std::set<TableSet> kinds;
  for (const auto& [kind, meetings] : meetings_of) kinds.insert(kind);

  const std::vector<int> all_open = OpenTables(session);
  std::vector<MeetingLimit> limits;
  for (const TableSet& tables : UnionsOf(kinds, static_cast<std::size_t>(-1))) {
    MeetingLimit limit;
    SlotSet windows;
    for (const auto& [kind, meetings] : meetings_of) {
      if (!Includes(tables, kind)) continue;
      limit.meetings.insert(limit.meetings.end(), meetings.begin(), meetings.end());
      for (const std::size_t m : meetings) windows |= session.pairs[pairs[m]].window;
    }
    std::sort(limit.meetings.begin(), limit.meetings.end());
    limit.most.assign(all_open.size(), 0);
    for (std::size_t t = 0; t < tables.size(); ++t) {
      if (!tables[t]) continue;
      for (const int slot : session.tables[t].open) ++limit.most[static_cast<std::size_t>(slot)];
    }
    bool says_something = false;
    for (const int slot : windows) {
      const int most = limit.most[static_cast<std::size_t>(slot)];
      says_something |= most < all_open[static_cast<std::size_t>(slot)] &&
                        most < static_cast<int>(limit.meetings.size());
    }
    if (says_something) limits.push_back(std::move(limit));
  }
  return limits;
}

bool HasMoreTableUnions(const SessionCase& session, std::size_t most) {
  SuitableTables suitable(session);
  std::set<TableSet> kinds;
  for (const SessionPair& pair : session.pairs) {
    const TableSet& tables = suitable.Of(pair);
    if (!IsAll(tables)) kinds.insert(tables);
  }
  return UnionsOf(kinds, most).size() > most;
}

}  // namespace counterpoint::matching
