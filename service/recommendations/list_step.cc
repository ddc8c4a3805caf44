#include "service/recommendations/list_step.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "matching/network/connections.h"
#include "matching/ranking/arrangement.h"
#include "matching/ranking/pinned_partners.h"

namespace counterpoint::service {
namespace {

using matching::MemberPosition;

// Members at a time of one task.
constexpr std::size_t kTaskMembers = 100;

// An entry, and the rule that moved it.
struct Listed {
  StoredEntry entry;
  const matching::StaffRule* rule = nullptr;
};

}  // namespace

std::size_t NeededCandidates(const matching::Policy& policy, int list_size) {
  return matching::ArrangementPool(policy, static_cast<std::size_t>(list_size));
}

ListColumns MakeListColumns(const RefreshInputs& inputs, const std::vector<matching::Pool>& pools,
                            std::size_t needed, int list_size,
                            const matching::ParallelFor& parallel) {
  const matching::MemberIndex& index = *inputs.snapshot->index;
  const matching::MemberIndex::Members members = index.All();
  std::vector<std::vector<MemberPosition>> excluded(members.size());
  for (const auto& [first, second] : inputs.excluded) {
    excluded[first].push_back(second);
    excluded[second].push_back(first);
  }
  std::vector<std::vector<Listed>> lists(members.size());
  const auto make = [&](std::size_t member) {
    const matching::AskerRules rules = inputs.rules->rules.For(*members[member]);
    const matching::Connections connections(index.partnerships(), members[member]->id);
    std::vector<matching::RankedMatch> matches;
    const auto& entries = pools[member].entries;
    for (std::size_t i = 0; i < std::min(needed, entries.size()); ++i) {
      matches.push_back({members[entries[i].partner], entries[i].score, entries[i].gain,
                         entries[i].partner_gain});
    }
    matching::RankingQuery query;
    query.policy = inputs.policy;
    query.as_of = inputs.as_of;
    query.limit = static_cast<std::size_t>(list_size);
    for (const MemberPosition other : excluded[member]) query.exclude.insert(members[other]->id);
    matching::AddPinned(index, connections, *members[member], rules, query, matches);
    matching::Arrange({*index.model(), inputs.policy, inputs.as_of, connections, *members[member],
                       &rules, query.limit},
                      matches);
    for (const matching::RankedMatch& match : matches) {
      Listed& listed = lists[member].emplace_back();
      listed.entry.partner = static_cast<std::uint32_t>(
          std::lower_bound(inputs.members.begin(), inputs.members.end(), match.partner->id) -
          inputs.members.begin());
      listed.entry.score = match.score;
      listed.entry.gain = match.gain;
      listed.entry.partner_gain = match.partner_gain;
      if (match.acceptance) listed.entry.acceptance = *match.acceptance;
      listed.entry.pinned = match.pinned;
      listed.rule = rules.Foremost(*match.partner);
    }
  };
  const std::size_t tasks = (members.size() + kTaskMembers - 1) / kTaskMembers;
  parallel(static_cast<int>(tasks), [&](int task) {
    const std::size_t from = static_cast<std::size_t>(task) * kTaskMembers;
    const std::size_t to = std::min(members.size(), from + kTaskMembers);
    for (std::size_t member = from; member < to; ++member) make(member);
  });

  ListColumns columns;
  absl::flat_hash_map<std::string, std::uint32_t> rules;
  for (const std::vector<Listed>& list : lists) {
    for (const Listed& listed : list) {
      columns.entries.push_back(listed.entry);
      if (listed.rule == nullptr) continue;
      const auto [rule, is_new] =
          rules.try_emplace(listed.rule->id, static_cast<std::uint32_t>(columns.rules.size() + 1));
      if (is_new) columns.rules.push_back(listed.rule->id);
      columns.entries.back().rule = rule->second;
    }
    columns.first.push_back(columns.entries.size());
  }
  return columns;
}

}  // namespace counterpoint::service
