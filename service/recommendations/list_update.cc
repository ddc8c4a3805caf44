#include "service/recommendations/list_update.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "matching/exposure/spread.h"
#include "service/recommendations/position_moves.h"

namespace counterpoint::service {
namespace {

using matching::ListEntry;
using matching::MemberPosition;

constexpr std::size_t kDigestsInTask = 256;
constexpr MemberPosition kNone = kGone;

class ListUpdate {
 public:
  ListUpdate(const FormerLists* former, std::size_t members)
      : former_(former), old_position_(members, kNone) {
    columns_.first.reserve(members + 1);
    if (former_ == nullptr) return;
    for (std::size_t i = 0; i < former_->new_position.size(); ++i) {
      const MemberPosition now = former_->new_position[i];
      if (now == kGone) {
        stays_in_place_ = false;
        continue;
      }
      old_position_[now] = static_cast<MemberPosition>(i);
      stays_in_place_ = stays_in_place_ && now == i;
    }
    columns_.rules = former_->lists->rules();
    for (std::size_t r = 0; r < columns_.rules.size(); ++r) {
      rules_.emplace(columns_.rules[r], static_cast<std::uint32_t>(r + 1));
    }
    columns_.entries.reserve(former_->lists->entry_count());
  }

  MemberPosition OldPosition(MemberPosition member) const { return old_position_[member]; }

  void TakeOver(MemberPosition member) {
    const auto list = former_->lists->Of(old_position_[member]);
    columns_.entries.insert(columns_.entries.end(), list.begin(), list.end());
    if (!stays_in_place_) {
      for (std::size_t i = columns_.first.back(); i < columns_.entries.size(); ++i) {
        columns_.entries[i].partner = former_->new_position[columns_.entries[i].partner];
      }
    }
    columns_.first.push_back(columns_.entries.size());
  }

  void Add(const std::vector<ListEntry>& list) {
    for (const ListEntry& listed : list) {
      StoredEntry& entry = columns_.entries.emplace_back();
      entry.partner = listed.partner;
      entry.score = listed.score;
      entry.gain = listed.gain;
      entry.partner_gain = listed.partner_gain;
      if (listed.acceptance) entry.acceptance = *listed.acceptance;
      entry.pinned = listed.pinned;
      if (!listed.staff_rule.empty()) entry.rule = NumberOf(listed.staff_rule);
    }
    columns_.first.push_back(columns_.entries.size());
  }

  ListColumns Finish() && { return std::move(columns_); }

 private:
  std::uint32_t NumberOf(const std::string& rule) {
    const auto [known, is_new] =
        rules_.try_emplace(rule, static_cast<std::uint32_t>(columns_.rules.size() + 1));
    if (is_new) columns_.rules.push_back(rule);
    return known->second;
  }

  const FormerLists* const former_;
  std::vector<MemberPosition> old_position_;  // By present position; kNone.
  bool stays_in_place_ = true;                // All former positions are present ones.
  ListColumns columns_;
  absl::flat_hash_map<std::string, std::uint32_t> rules_;  // Their numbers.
};

}  // namespace

UpdatedLists UpdateLists(const FormerLists* former, const std::vector<std::string>& members,
                         const std::vector<MemberPosition>& targets,
                         const std::vector<std::vector<ListEntry>>& made,
                         const matching::ParallelFor& parallel) {
  ListUpdate update(former, members.size());
  UpdatedLists updated;
  updated.digests.resize(members.size());
  std::size_t next = 0;  // Of the targets.
  for (MemberPosition member = 0; member < members.size(); ++member) {
    if (next < targets.size() && targets[next] == member) {
      update.Add(made[next++]);
    } else {
      update.TakeOver(member);
      updated.digests[member] = former->lists->digests()[update.OldPosition(member)];
    }
  }
  const auto old_position = [&](MemberPosition member) { return update.OldPosition(member); };
  std::vector<MemberPosition> old_positions(targets.size());
  std::transform(targets.begin(), targets.end(), old_positions.begin(), old_position);
  updated.columns = std::move(update).Finish();

  parallel(static_cast<int>((targets.size() + kDigestsInTask - 1) / kDigestsInTask), [&](int task) {
    const std::size_t begin = static_cast<std::size_t>(task) * kDigestsInTask;
    for (std::size_t t = begin; t < std::min(begin + kDigestsInTask, targets.size()); ++t) {
      updated.digests[targets[t]] = DigestOfList(members, updated.columns, targets[t]);
    }
  });
  for (std::size_t t = 0; t < targets.size(); ++t) {
    const bool is_same = old_positions[t] != kNone &&
                         former->lists->digests()[old_positions[t]] == updated.digests[targets[t]];
    if (!is_same) updated.changed.push_back(targets[t]);
  }
  return updated;
}

bool CanTellSpread(const matching::ListQuery& query) {
  // What a list is in order of is stored with it, but not the factors of rules.
  return !query.policy.acceptance.has_value() || query.rules == nullptr;
}

matching::Spread SpreadOfLists(const ListColumns& columns, const std::vector<matching::Pool>& pools,
                               std::size_t needed, const matching::ListQuery& query) {
  std::vector<std::size_t> lists(pools.size(), 0);
  std::vector<bool> is_candidate(pools.size(), false);
  for (const matching::Pool& pool : pools) {
    for (std::size_t k = 0; k < std::min(needed, pool.entries.size()); ++k) {
      is_candidate[pool.entries[k].partner] = true;
    }
  }
  double total = 0;
  for (std::size_t member = 0; member < pools.size(); ++member) {
    double relevance = 0;
    for (std::size_t i = columns.first[member]; i < columns.first[member + 1]; ++i) {
      const StoredEntry& entry = columns.entries[i];
      ++lists[entry.partner];
      is_candidate[entry.partner] = true;
      if (!query.policy.acceptance.has_value()) {
        relevance += entry.score;
      } else if (!std::isnan(entry.acceptance)) {
        // As AskerRules have it where none concerns the partner.
        relevance += matching::AskerRules::Times(entry.acceptance, 1);
      }
    }
    total += relevance;
  }
  return matching::SpreadOf(lists, is_candidate, total);
}

}  // namespace counterpoint::service
