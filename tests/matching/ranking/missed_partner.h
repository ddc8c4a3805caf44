// An alliance of profiles, asked why one is not in the list of another.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "matching/ranking/why_not.h"
#include "tests/matching/profiles.h"

namespace counterpoint::matching {

class AskedAlliance {
 public:
  explicit AskedAlliance(std::vector<MemberProfile> profiles,
                         const std::vector<Partnership>& partnerships = {})
      : profiles_(std::move(profiles)),
        index_(
            IndexOf(Features(profiles_))->WithPartnerships(PartnerGraph::Build(partnerships), 1)) {}

  const MemberIndex& index() const { return *index_; }
  const std::vector<MemberProfile>& profiles() const { return profiles_; }

  ProfiledMember Member(const std::string& id) const {
    const auto profile = std::find_if(profiles_.begin(), profiles_.end(),
                                      [&](const MemberProfile& p) { return p.id == id; });
    return {*profile, index_->Find(id)};
  }

  Ranking List(const std::string& member, const RankingQuery& query) const {
    return RecommendPartners(*index_, *index_->Find(member), query, RunInTurn);
  }

  WhyNotAnswer Ask(const std::string& member, const std::string& partner,
                   const RankingQuery& query) const {
    return WhyNot(*index_, Member(member), Member(partner), query, AfterOnSameModel, RunInTurn);
  }

  // The list once changes to the two profiles have been made, their texts
  // analysed anew and all; on the present text model.
  Ranking ListAfter(const std::string& member, const std::string& partner,
                    const std::vector<ProfileChange>& changes, const RankingQuery& query) const {
    const auto changed_member = Changed(member, EvidenceSide::kMember, changes, query);
    const auto changed_partner = Changed(partner, EvidenceSide::kPartner, changes, query);
    const auto after = index_->With({changed_member, changed_partner}, {}, 2);
    return RecommendPartners(*after, *changed_member, query, RunInTurn);
  }

 private:
  std::shared_ptr<const MemberFeatures> Changed(const std::string& id, EvidenceSide side,
                                                const std::vector<ProfileChange>& changes,
                                                const RankingQuery& query) const {
    MemberProfile profile = Member(id).profile;
    const bool is_changed = std::any_of(changes.begin(), changes.end(),
                                        [&](const ProfileChange& c) { return c.side == side; });
    Apply(changes, side, profile);
    if (is_changed) profile.update_time = query.as_of;
    return Features(profile);
  }

  std::vector<MemberProfile> profiles_;
  std::shared_ptr<const MemberIndex> index_;
};

}  // namespace counterpoint::matching
