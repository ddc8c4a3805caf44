// The search for remedies.
//
// All single changes are judged on the pair by itself, which is exact and cheap:
// no list is made. A change of the partner leaves the scores of all others, so
// the worst of them in the list is the bar, and most sets of changes are passed
// over by it; a change of the asking member moves all scores, and only the list
// tells. Sets that may do, the best first, are proved by making the list.
//
// Where no single change does, the best kBeam sets are extended by one further
// change at a time, out of the kBestExtensions that do most by themselves and
// those that clear an obstacle: a beam search. "Best" is in the order of
// Standing, so that the search finds its way over plateaus where the score stays
// 0: a paused partner with a closed offer needs two changes, of which neither
// brings a score. What a set does not need is taken out again at the end.
#include "matching/ranking/remedies.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "matching/ranking/arrangement.h"
#include "matching/ranking/candidate_scan.h"
#include "matching/ranking/pair_judgement.h"
#include "matching/ranking/single_changes.h"

namespace counterpoint::matching {
namespace {

constexpr std::size_t kBeam = 3;
constexpr std::size_t kBestExtensions = 40;

// Positions in the vector of single changes, ascending.
using ChangeSet = std::vector<std::size_t>;

// How far a pair is on its way into the list.
struct Standing {
  int gates = 0;  // State, capacity, filter: how many keep the partner out.
  double score = 0;
  double gains = 0;            // Where the score is 0: the sum of the two.
  std::size_t exclusions = 0;  // Likewise: closed listings, rules.

  friend bool operator<(const Standing& better, const Standing& worse) {
    return std::make_tuple(better.gates, -better.score, -better.gains, better.exclusions) <
           std::make_tuple(worse.gates, -worse.score, -worse.gains, worse.exclusions);
  }
};

struct Judged {
  ChangeSet set;
  Standing standing;
};

bool ClearsObstacle(ChangedField field) {
  return field == ChangedField::kState || field == ChangedField::kCapacity ||
         field == ChangedField::kDeadline || field == ChangedField::kExpireTime ||
         field == ChangedField::kRule;
}

// Whether two changes set one field.
bool Clash(const ProfileChange& a, const ProfileChange& b) {
  return KindOf(a.field) == ChangeKind::kSet && a.side == b.side && a.field == b.field &&
         a.list == b.list && a.listing == b.listing;
}

class RemedySearch {
 public:
  RemedySearch(const MissedPartner& missed, const IndexAfter& after, const ParallelFor& parallel)
      : missed_(missed),
        after_(after),
        parallel_(parallel),
        thesaurus_(missed.index.model()->thesaurus()),
        changes_(
            SingleChanges(*missed.index.model(), missed.member, missed.partner, missed.query)) {}

  std::vector<Remedy> Run() && {
    FindBar();
    std::vector<Judged> judged = JudgeSingles();
    Prove(judged, kProofsOfOne);
    const std::vector<std::size_t> extensions = ExtensionsOf(judged);
    for (std::size_t size = 2; size <= kMostChanges && found_.empty() && !judged.empty(); ++size) {
      judged = Extend(judged, extensions);
      Prove(judged, kProofsOfMore);
    }
    absl::c_stable_sort(found_, [](const Found& a, const Found& b) {
      return std::make_tuple(a.set.size(), -a.remedy.score) <
             std::make_tuple(b.set.size(), -b.remedy.score);
    });
    std::vector<Remedy> remedies;
    for (Found& found : found_) remedies.push_back(std::move(found.remedy));
    return remedies;
  }

 private:
  struct Found {
    ChangeSet set;
    Remedy remedy;
  };

  std::vector<ProfileChange> ChangesOf(const ChangeSet& set) const {
    std::vector<ProfileChange> changes;
    for (const std::size_t i : set) changes.push_back(changes_[i]);
    return changes;
  }
  bool Touches(const ChangeSet& set, EvidenceSide side) const {
    return absl::c_any_of(set, [&](std::size_t i) { return changes_[i].side == side; });
  }
  std::shared_ptr<const MemberFeatures> After(const std::vector<ProfileChange>& changes,
                                              EvidenceSide side) const {
    const bool of_member = side == EvidenceSide::kMember;
    return FeaturesAfter(thesaurus_, of_member ? missed_.member : missed_.partner, changes, side,
                         missed_.query.as_of);
  }

  // The worst that the partner has to rank before while only it changes: of as
  // many others as the list, or the pool that a diverse one is chosen from, holds.
  void FindBar() {
    RankingQuery others = missed_.query;
    others.exclude.insert(missed_.partner.profile.id);
    const std::size_t pool = ArrangementPool(others.policy, others.limit);
    // Pinned partners take places of the list, and none of the pool.
    if (pool > others.limit && others.rules != nullptr) {
      others.limit = pool + others.rules->For(*missed_.member.features).pinned().size();
    } else {
      others.limit = pool;
    }
    others.policy.diversity = 0;
    others.policy.acceptance.reset();
    Ranking ranking = RecommendPartners(missed_.index, *missed_.member.features, others, parallel_);
    if (ranking.matches.size() == others.limit) bar_ = std::move(ranking.matches.back());
  }

  Standing Judge(const std::shared_ptr<const MemberFeatures>& member,
                 const std::shared_ptr<const MemberFeatures>& partner) const {
    const RankingQuery& query = missed_.query;
    Standing standing;
    standing.gates = (partner->state != MemberState::kActive ? 1 : 0) +
                     (partner->capacity.value_or(1) <= 0 ? 1 : 0) +
                     (query.filter.HoldsFor(*partner) ? 0 : 1);
    standing.score = JudgePair(missed_.index, missed_.connections, *member, partner, query).score;
    if (standing.score > 0) return standing;
    // By the arithmetic mean one gain is enough for a score.
    RankingQuery either = query;
    either.policy.reciprocity = Reciprocity::kArithmeticMean;
    const RankedMatch gains =
        JudgePair(missed_.index, missed_.connections, *member, partner, either);
    standing.gains = gains.gain + gains.partner_gain;
    standing.exclusions = FindListingExclusions(*member, *partner, query.as_of).size();
    return standing;
  }

  // In order of standing, ties in order of the changes.
  std::vector<Judged> JudgeAll(const std::vector<ChangeSet>& sets) const {
    std::vector<Judged> judged(sets.size());
    parallel_(static_cast<int>(sets.size()), [&](int i) {
      const ChangeSet& set = sets[static_cast<std::size_t>(i)];
      const std::vector<ProfileChange> changes = ChangesOf(set);
      judged[static_cast<std::size_t>(i)] = {set, Judge(After(changes, EvidenceSide::kMember),
                                                        After(changes, EvidenceSide::kPartner))};
    });
    absl::c_sort(judged, [](const Judged& a, const Judged& b) {
      if (a.standing < b.standing) return true;
      return !(b.standing < a.standing) && a.set < b.set;
    });
    return judged;
  }

  // Without those that do nothing but show that the profile is looked after.
  std::vector<Judged> JudgeSingles() const {
    std::vector<ChangeSet> sets;
    for (std::size_t i = 0; i < changes_.size(); ++i) sets.push_back({i});
    std::vector<Judged> judged = JudgeAll(sets);
    const Standing of_member = JudgeRefreshed(EvidenceSide::kMember);
    const Standing of_partner = JudgeRefreshed(EvidenceSide::kPartner);
    judged.erase(std::remove_if(judged.begin(), judged.end(),
                                [&](const Judged& one) {
                                  return !(one.standing < (Touches(one.set, EvidenceSide::kMember)
                                                               ? of_member
                                                               : of_partner));
                                }),
                 judged.end());
    return judged;
  }

  // As if one of the two had saved its profile without a change.
  Standing JudgeRefreshed(EvidenceSide side) const {
    std::shared_ptr<const MemberFeatures> both[] = {missed_.member.features,
                                                    missed_.partner.features};
    auto& one = both[side == EvidenceSide::kMember ? 0 : 1];
    MemberFeatures refreshed = *one;
    refreshed.update_time = missed_.query.as_of;
    one = std::make_shared<const MemberFeatures>(std::move(refreshed));
    return Judge(both[0], both[1]);
  }

  std::vector<std::size_t> ExtensionsOf(const std::vector<Judged>& singles) const {
    std::vector<std::size_t> extensions;
    for (std::size_t k = 0; k < singles.size(); ++k) {
      const std::size_t i = singles[k].set.front();
      if (k < kBestExtensions || ClearsObstacle(changes_[i].field)) extensions.push_back(i);
    }
    return extensions;
  }

  // Every set of the beam with one change more, where that is a step ahead.
  std::vector<Judged> Extend(const std::vector<Judged>& judged,
                             const std::vector<std::size_t>& extensions) const {
    std::vector<ChangeSet> sets;
    std::vector<std::pair<ChangeSet, Standing>> from;
    for (std::size_t k = 0; k < std::min(kBeam, judged.size()); ++k) {
      for (const std::size_t i : extensions) {
        ChangeSet set = judged[k].set;
        if (absl::c_any_of(set, [&](std::size_t other) {
              return other == i || Clash(changes_[other], changes_[i]);
            })) {
          continue;
        }
        set.insert(absl::c_upper_bound(set, i), i);
        if (absl::c_linear_search(sets, set)) continue;
        from.push_back({set, judged[k].standing});
        sets.push_back(std::move(set));
      }
    }
    std::vector<Judged> extended = JudgeAll(sets);
    const auto is_no_step = [&](const Judged& one) {
      const auto origin = absl::c_find_if(from, [&](const auto& f) { return f.first == one.set; });
      return !(one.standing < origin->second);
    };
    extended.erase(std::remove_if(extended.begin(), extended.end(), is_no_step), extended.end());
    return extended;
  }

  // Whether the list is worth making.
  bool MayDo(const Judged& judged) const {
    const Standing& standing = judged.standing;
    if (standing.gates > 0 || standing.score <= 0 || standing.score < missed_.query.policy.floor) {
      return false;
    }
    if (!bar_ || Touches(judged.set, EvidenceSide::kMember)) return true;
    return RanksBefore({missed_.partner.features, standing.score, 0, 0}, *bar_);
  }

  void Prove(const std::vector<Judged>& judged, int proofs) {
    for (const Judged& one : judged) {
      if (found_.size() == kMostRemedies || proofs == 0) return;
      const bool is_more_than_enough = absl::c_any_of(
          found_, [&](const Found& found) { return absl::c_includes(one.set, found.set); });
      if (is_more_than_enough || !MayDo(one)) continue;
      --proofs;
      auto remedy = RemedyOf(one.set);
      if (!remedy) continue;
      found_.push_back({one.set, *std::move(remedy)});
      Shorten(found_.back());
    }
  }

  // Leaves out what the remedy does not need; each time from the first change
  // on, as one that was needed beside another may not be without it.
  void Shorten(Found& found) const {
    for (std::size_t k = 0; k < found.set.size() && found.set.size() > 1;) {
      ChangeSet set = found.set;
      set.erase(set.begin() + static_cast<std::ptrdiff_t>(k));
      auto remedy = MayDo(JudgeAll({set}).front()) ? RemedyOf(set) : std::nullopt;
      if (remedy) {
        found = {std::move(set), *std::move(remedy)};
        k = 0;
      } else {
        ++k;
      }
    }
  }

  // Makes the list as it would be; nothing where the partner is not in it.
  std::optional<Remedy> RemedyOf(const ChangeSet& set) const {
    Remedy remedy;
    remedy.changes = ChangesOf(set);
    const auto member = After(remedy.changes, EvidenceSide::kMember);
    const auto partner = After(remedy.changes, EvidenceSide::kPartner);
    MemberIndex::Members changed;
    if (member != missed_.member.features) changed.push_back(member);
    if (partner != missed_.partner.features) changed.push_back(partner);
    const auto index = after_(missed_.index, std::move(changed));
    const Ranking list = RecommendPartners(*index, *member, missed_.query, parallel_);
    for (std::size_t i = 0; i < list.matches.size(); ++i) {
      if (list.matches[i].partner->id != partner->id) continue;
      remedy.score = list.matches[i].score;
      remedy.place = static_cast<std::int64_t>(i) + 1;
      return remedy;
    }
    return std::nullopt;
  }

  const MissedPartner& missed_;
  const IndexAfter& after_;
  const ParallelFor& parallel_;
  const Thesaurus& thesaurus_;
  const std::vector<ProfileChange> changes_;
  std::optional<RankedMatch> bar_;
  std::vector<Found> found_;
};

}  // namespace

std::shared_ptr<const MemberIndex> AfterOnSameModel(const MemberIndex& index,
                                                    MemberIndex::Members changed) {
  return index.Supposing(std::move(changed));
}

std::shared_ptr<const MemberIndex> AfterOnNewModel(const MemberIndex& index,
                                                   MemberIndex::Members changed) {
  MemberIndex::Members members = index.Supposing(std::move(changed))->All();
  // The thesaurus lives as long as the model of the index that it came with.
  const std::shared_ptr<const Thesaurus> thesaurus(index.model(), &index.model()->thesaurus());
  auto model = TextModel::Learn(thesaurus, members);
  return MemberIndex::Build(std::move(model), std::move(members), index.revision())
      ->WithPartnerships(index.partnerships(), index.revision());
}

std::vector<Remedy> FindRemedies(const MissedPartner& missed, const IndexAfter& after,
                                 const ParallelFor& parallel) {
  return RemedySearch(missed, after, parallel).Run();
}

}  // namespace counterpoint::matching
