#include "matching/refresh/list_making.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "matching/exposure/spread.h"
#include "matching/network/connections.h"
#include "matching/ranking/arrangement.h"
#include "matching/ranking/candidate_scan.h"
#include "matching/ranking/pinned_partners.h"
#include "matching/ranking/ranking.h"

namespace counterpoint::matching {
namespace {

// Members at a time, as a task.
constexpr std::size_t kBlock = 64;
// Entries of a pool beyond the needed ones.
constexpr std::size_t kReserve = 20;

// A member whose list is made.
struct Reader {
  const MemberFeatures& member;
  const AskerRules rules;
  const Connections connections;
};

class ListMaker {
 public:
  ListMaker(const MemberIndex& index, const std::vector<Pool>& pools, const ListQuery& query,
            const ParallelFor& parallel)
      : index_(index),
        pools_(pools),
        query_(query),
        parallel_(parallel),
        members_(index.All()),
        needed_(NeededPool(query.policy, query.list_size)) {
    for (std::size_t i = 0; i < members_.size(); ++i) {
      positions_.emplace(members_[i].get(), static_cast<MemberPosition>(i));
    }
  }

  std::vector<std::vector<ListEntry>> MakeOf(const std::vector<MemberPosition>& targets) const {
    std::vector<std::vector<ListEntry>> lists(targets.size());
    parallel_(static_cast<int>((targets.size() + kBlock - 1) / kBlock), [&](int block) {
      const std::size_t begin = static_cast<std::size_t>(block) * kBlock;
      for (std::size_t t = begin; t < std::min(begin + kBlock, targets.size()); ++t) {
        const Reader reader = ReaderAt(targets[t]);
        std::vector<RankedMatch> matches = MatchesOf(targets[t], reader);
        Arrange(ArrangementOf(reader, query_.policy), matches);
        lists[t] = EntriesOf(reader, matches);
      }
    });
    return lists;
  }

  MadeLists Make() && {
    made_.lists.resize(members_.size());
    if (SharesExposure(query_.policy)) {
      MakeTogether();
    } else {
      MakeEachByItself();
    }
    return std::move(made_);
  }

 private:
  Reader ReaderAt(std::size_t i) const {
    const MemberFeatures& member = *members_[i];
    AskerRules rules = query_.rules == nullptr ? AskerRules() : query_.rules->For(member);
    // Scores have the connections in them. Only pairs that are judged anew need
    // them, and they cost a walk through the graph.
    const bool judges = query_.policy.acceptance.has_value() || !rules.pinned().empty();
    return {member, std::move(rules),
            judges ? Connections(index_.partnerships(), member.id)
                   : Connections(index_.partnerships())};
  }

  void ForEachReader(const std::function<void(std::size_t, const Reader&)>& body) const {
    parallel_(static_cast<int>((members_.size() + kBlock - 1) / kBlock), [&](int block) {
      const std::size_t begin = static_cast<std::size_t>(block) * kBlock;
      for (std::size_t i = begin; i < std::min(begin + kBlock, members_.size()); ++i) {
        body(i, ReaderAt(i));
      }
    });
  }

  void MakeEachByItself() {
    std::vector<double> relevance(members_.size(), 0);
    ForEachReader([&](std::size_t i, const Reader& reader) {
      std::vector<RankedMatch> matches = MatchesOf(i, reader);
      Arrange(ArrangementOf(reader, query_.policy), matches);
      for (const RankedMatch& match : matches) relevance[i] += Relevance(reader, match);
      made_.lists[i] = EntriesOf(reader, matches);
    });
    made_.before = made_.after = SpreadOfLists(relevance);
  }

  void MakeTogether() {
    std::vector<Candidates> candidates(members_.size());
    ForEachReader(
        [&](std::size_t i, const Reader& reader) { candidates[i] = CandidatesOf(i, reader); });
    const Allocation allocation =
        AllocateExposure(RowsOf(candidates), query_.list_size, query_.policy.exposure);
    std::vector<std::size_t> first(1, 0);
    for (const Candidates& row : candidates) first.push_back(first.back() + row.relevance.size());
    ForEachReader([&](std::size_t i, const Reader& reader) {
      std::vector<RankedMatch> matches;
      for (const std::size_t c : allocation.listed[i]) {
        matches.push_back(MatchOf(i, candidates[i], c - first[i]));
      }
      std::sort(matches.begin(), matches.end(), RanksBefore);
      Arrange(ArrangementOf(reader, query_.policy), matches);
      made_.lists[i] = EntriesOf(reader, matches);
    });
    made_.before = allocation.before;
    made_.after = allocation.after;
    made_.loss = allocation.loss;
    made_.met = allocation.met;
    made_.left_empty = allocation.left_empty;
  }

  // What a list is made from, in order of score, the pins that no score brings up
  // behind it.
  std::vector<RankedMatch> MatchesOf(std::size_t i, const Reader& reader) const {
    std::vector<RankedMatch> matches;
    for (const PoolEntry& entry : pools_[i].entries) {
      if (matches.size() == needed_) break;
      if (IsExcluded(i, entry.partner)) continue;
      matches.push_back({members_[entry.partner], entry.score, entry.gain, entry.partner_gain});
    }
    if (reader.rules.pinned().empty()) return matches;
    RankingQuery ranking;
    ranking.policy = query_.policy;
    ranking.as_of = query_.as_of;
    ranking.limit = query_.list_size;
    ranking.rules = query_.rules;
    if (!query_.excluded.empty()) {
      for (const MemberPosition p : query_.excluded[i]) ranking.exclude.insert(members_[p]->id);
    }
    AddPinned(index_, reader.connections, reader.member, reader.rules, ranking, matches);
    return matches;
  }

  bool IsExcluded(std::size_t i, MemberPosition partner) const {
    return !query_.excluded.empty() &&
           std::binary_search(query_.excluded[i].begin(), query_.excluded[i].end(), partner);
  }

  ArrangeQuery ArrangementOf(const Reader& reader, const Policy& policy) const {
    return {*index_.model(), policy,        query_.as_of,    reader.connections,
            reader.member,   &reader.rules, query_.list_size};
  }

  // What lists are in order of; 0 for those behind that no probability is known of.
  double Relevance(const Reader& reader, const RankedMatch& match) const {
    if (!query_.policy.acceptance.has_value()) return match.score;
    return match.acceptance.has_value() ? reader.rules.Adjust(*match.partner, *match.acceptance)
                                        : 0;
  }

  // Those of a row that compete, pins in front, then in order of relevance.
  struct Candidates {
    std::size_t pinned = 0;
    std::vector<MemberPosition> partner;
    std::vector<double> relevance;
    std::vector<RankedMatch> outside;  // Those that are not in the pool.
  };

  Candidates CandidatesOf(std::size_t i, const Reader& reader) const {
    std::vector<RankedMatch> matches = MatchesOf(i, reader);
    Candidates candidates;
    if (!reader.rules.pinned().empty()) {
      for (const RankedMatch& match : matches) {
        if (FindInPool(i, PositionOf(match)) == nullptr) candidates.outside.push_back(match);
      }
    }
    // Diversity is of a list, and there is none yet.
    Policy undiversified = query_.policy;
    undiversified.diversity = 0;
    ArrangeQuery arrangement = ArrangementOf(reader, undiversified);
    arrangement.limit = needed_;
    Arrange(arrangement, matches);
    for (const RankedMatch& match : matches) {
      if (match.pinned) ++candidates.pinned;
      candidates.partner.push_back(PositionOf(match));
      candidates.relevance.push_back(Relevance(reader, match));
    }
    return candidates;
  }

  static CandidateRows RowsOf(const std::vector<Candidates>& candidates) {
    CandidateRows rows;
    rows.first.push_back(0);
    for (const Candidates& row : candidates) {
      rows.pinned.push_back(row.pinned);
      rows.partner.insert(rows.partner.end(), row.partner.begin(), row.partner.end());
      rows.relevance.insert(rows.relevance.end(), row.relevance.begin(), row.relevance.end());
      rows.first.push_back(rows.partner.size());
    }
    return rows;
  }

  RankedMatch MatchOf(std::size_t i, const Candidates& row, std::size_t k) const {
    const MemberPosition partner = row.partner[k];
    if (const PoolEntry* entry = FindInPool(i, partner)) {
      return {members_[partner], entry->score, entry->gain, entry->partner_gain};
    }
    return *std::find_if(row.outside.begin(), row.outside.end(), [&](const RankedMatch& match) {
      return match.partner == members_[partner];
    });
  }

  const PoolEntry* FindInPool(std::size_t i, MemberPosition partner) const {
    const std::vector<PoolEntry>& entries = pools_[i].entries;
    const auto at = std::find_if(entries.begin(), entries.end(),
                                 [&](const PoolEntry& entry) { return entry.partner == partner; });
    return at == entries.end() ? nullptr : &*at;
  }

  MemberPosition PositionOf(const RankedMatch& match) const {
    return positions_.at(match.partner.get());
  }

  std::vector<ListEntry> EntriesOf(const Reader& reader,
                                   const std::vector<RankedMatch>& matches) const {
    std::vector<ListEntry> entries;
    for (const RankedMatch& match : matches) {
      ListEntry& entry = entries.emplace_back();
      entry.partner = PositionOf(match);
      entry.score = match.score;
      entry.gain = match.gain;
      entry.partner_gain = match.partner_gain;
      entry.acceptance = match.acceptance;
      entry.pinned = match.pinned;
      if (const StaffRule* rule = reader.rules.Foremost(*match.partner)) {
        entry.staff_rule = rule->id;
      }
    }
    return entries;
  }

  Spread SpreadOfLists(const std::vector<double>& relevance) const {
    std::vector<std::size_t> lists(members_.size(), 0);
    std::vector<bool> is_candidate(members_.size(), false);
    for (const Pool& pool : pools_) {
      for (std::size_t k = 0; k < std::min(needed_, pool.entries.size()); ++k) {
        is_candidate[pool.entries[k].partner] = true;
      }
    }
    double total = 0;
    for (std::size_t i = 0; i < members_.size(); ++i) {
      total += relevance[i];
      for (const ListEntry& entry : made_.lists[i]) {
        ++lists[entry.partner];
        is_candidate[entry.partner] = true;
      }
    }
    return SpreadOf(lists, is_candidate, total);
  }

  const MemberIndex& index_;
  const std::vector<Pool>& pools_;
  const ListQuery& query_;
  const ParallelFor& parallel_;
  const MemberIndex::Members members_;
  const std::size_t needed_;
  absl::flat_hash_map<const MemberFeatures*, MemberPosition> positions_;
  MadeLists made_;
};

}  // namespace

bool SharesExposure(const Policy& policy) {
  return policy.exposure.cap > 0 || policy.exposure.congestion;
}

std::size_t NeededPool(const Policy& policy, std::size_t list_size) {
  constexpr std::size_t kLeastToShare = 60;
  const std::size_t needed = ArrangementPool(policy, list_size);
  return SharesExposure(policy) ? std::max({needed, 3 * list_size, kLeastToShare}) : needed;
}

std::size_t PoolSize(const Policy& policy, std::size_t list_size) {
  return NeededPool(policy, list_size) + kReserve;
}

MadeLists MakeLists(const MemberIndex& index, const std::vector<Pool>& pools,
                    const ListQuery& query, const ParallelFor& parallel) {
  return ListMaker(index, pools, query, parallel).Make();
}

std::vector<std::vector<ListEntry>> MakeListsOf(const MemberIndex& index,
                                                const std::vector<Pool>& pools,
                                                const std::vector<MemberPosition>& targets,
                                                const ListQuery& query,
                                                const ParallelFor& parallel) {
  return ListMaker(index, pools, query, parallel).MakeOf(targets);
}

}  // namespace counterpoint::matching
