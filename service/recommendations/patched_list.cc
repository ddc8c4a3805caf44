#include "service/recommendations/patched_list.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "matching/network/connections.h"
#include "matching/ranking/candidate_scan.h"
#include "matching/ranking/pair_judgement.h"
#include "service/conversion/timestamp.h"

namespace counterpoint::service {
namespace {

// To judge more pairs one by one takes longer than to make the list.
constexpr std::size_t kMostJudged = 100;

class ListPatch {
 public:
  ListPatch(const ListBasis& basis, const ListOwner& owner)
      : basis_(basis),
        owner_(owner),
        policy_(basis.snapshot->alliance->policy),
        rules_(basis.rules->rules.For(*owner.features)) {
    query_.policy = policy_;
    query_.as_of = conversion::ToTime(basis.lists->generation().as_of_time());
    query_.limit = static_cast<std::size_t>(basis.lists->generation().list_size());
    query_.rules = &basis.rules->rules;
    for (const KeptApart::Pair& pair : basis.apart->Of(owner.id)) {
      if (pair.Counts(basis.now) || pair.Counts(query_.as_of)) query_.exclude.insert(pair.partner);
    }
  }

  // From all members.
  std::vector<PatchedEntry> MakeAnew(const matching::ParallelFor& parallel) const {
    matching::Ranking ranking =
        matching::RecommendPartners(*basis_.snapshot->index, *owner_.features, query_, parallel);
    std::vector<PatchedEntry> entries;
    for (matching::RankedMatch& match : ranking.matches) entries.push_back(Entry(std::move(match)));
    return entries;
  }

  // From the stored list; nothing where that does not tell.
  std::optional<std::vector<PatchedEntry>> Mend() const {
    const StoredLists& lists = *basis_.lists;
    const auto position = lists.Find(owner_.id);
    if (owner_.changed || !position || !OnlyMembersHaveChanged()) return std::nullopt;
    const std::vector<std::string>& changed = basis_.present->Changed(lists, *basis_.snapshot);
    if (changed.size() > kMostJudged) return std::nullopt;

    const absl::Span<const StoredEntry> stored = lists.Of(*position);
    std::vector<matching::RankedMatch> matches;
    for (const StoredEntry& entry : stored) {
      const PresentMember& partner = basis_.At(entry.partner);
      if (partner.features == nullptr || partner.changed || !IsCandidate(*partner.features)) {
        continue;
      }
      matches.push_back({partner.features, entry.score, entry.gain, entry.partner_gain});
    }
    const matching::Connections connections(basis_.snapshot->index->partnerships(), owner_.id);
    for (const std::string& id : changed) {
      auto partner = basis_.snapshot->index->Find(id);
      if (!IsCandidate(*partner) || connections.IsPartner(connections.graph().NodeOf(id))) continue;
      matching::RankedMatch match = matching::JudgePair(
          *basis_.snapshot->index, connections, *owner_.features, std::move(partner), query_);
      if (match.score > 0 && match.score >= policy_.floor) matches.push_back(std::move(match));
    }
    std::sort(matches.begin(), matches.end(), matching::RanksBefore);
    if (!IsCertain(stored, matches)) return std::nullopt;
    if (matches.size() > query_.limit) matches.resize(query_.limit);
    std::vector<PatchedEntry> entries;
    for (matching::RankedMatch& match : matches) entries.push_back(Entry(std::move(match)));
    return entries;
  }

 private:
  // Whether scores of pairs that have not changed are what they were, and the order
  // is that of the score.
  bool OnlyMembersHaveChanged() const {
    const GenerationBasis& then = *basis_.made_with;
    return basis_.lists->generation().policy_version() == policy_.version &&
           then.model_revision == basis_.snapshot->model_revision &&
           then.partnerships == basis_.present->Partnerships(*basis_.snapshot) &&
           then.staff_rules == basis_.rules->fingerprint && rules_.pinned().empty() &&
           policy_.diversity == 0 && !policy_.acceptance.has_value();
  }

  bool IsCandidate(const matching::MemberFeatures& partner) const {
    return partner.id != owner_.id && matching::IsRecommendable(partner) &&
           !query_.exclude.contains(partner.id) && !rules_.IsVetoed(partner);
  }

  // Whether nobody who was not in the stored list belongs before the end of the
  // patched one. `matches` are in order.
  bool IsCertain(absl::Span<const StoredEntry> stored,
                 const std::vector<matching::RankedMatch>& matches) const {
    const bool was_full = stored.size() == query_.limit;
    if (!was_full || EvensOut()) return true;
    if (matches.size() < query_.limit) return false;
    const matching::RankedMatch& last = matches[query_.limit - 1];
    const StoredEntry& bound = stored.back();
    if (last.score != bound.score) return last.score > bound.score;
    return last.partner->id <= basis_.lists->members()[bound.partner];
  }

  bool EvensOut() const { return policy_.exposure.cap > 0 || policy_.exposure.congestion; }

  PatchedEntry Entry(matching::RankedMatch match) const {
    const matching::StaffRule* rule = rules_.Foremost(*match.partner);
    return {std::move(match), rule == nullptr ? std::string() : rule->id};
  }

  const ListBasis& basis_;
  const ListOwner& owner_;
  const matching::Policy& policy_;
  const matching::AskerRules rules_;
  matching::RankingQuery query_;
};

}  // namespace

std::vector<PatchedEntry> PatchList(const ListBasis& basis, const ListOwner& owner,
                                    const matching::ParallelFor& parallel) {
  const ListPatch patch(basis, owner);
  auto mended = patch.Mend();
  return mended.has_value() ? *std::move(mended) : patch.MakeAnew(parallel);
}

}  // namespace counterpoint::service
