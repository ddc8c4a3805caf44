// Alliances with everything that a pool depends on, made at random from a fixed
// seed.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "matching/ranking/staff_rules.h"
#include "matching/refresh/pool_making.h"
#include "tests/matching/partnerships.h"
#include "tests/matching/profiles.h"

namespace counterpoint::matching {

class RandomAlliance {
 public:
  explicit RandomAlliance(unsigned seed) : seed_(seed), random_(seed) {}

  // As RandomProfiles has it; a third of the members write Chinese alone, a third
  // English, and some have many listings.
  MemberProfile MakeMember(unsigned number) {
    MemberProfile profile = random_.Make("m-" + std::to_string(1000 + number));
    for (auto* listings : {&profile.needs, &profile.offers}) {
      if (!listings->empty() && Below(12) == 0) {
        for (int i = 0; i < 5; ++i) {
          listings->push_back(random_.Make("other").needs.empty() ? listings->front()
                                                                  : Another(*listings));
          listings->back().id = "more-" + std::to_string(i);
        }
      }
      for (ListingProfile& listing : *listings) {
        KeepScript(number % 3, listing.titles);
        KeepScript(number % 3, listing.texts);
      }
    }
    return profile;
  }
  std::vector<MemberProfile> MakeMembers(unsigned count) {
    std::vector<MemberProfile> profiles;
    for (unsigned i = 0; i < count; ++i) profiles.push_back(MakeMember(i));
    return profiles;
  }

  // With several segments, in which some members are buried.
  std::shared_ptr<const MemberIndex> Scattered(const MemberIndex::Members& members) {
    auto index = MemberIndex::Build(TextModel::Learn(BuiltInAnalyzer().thesaurus(), members),
                                    {members.begin(), members.begin() + 10}, 1);
    for (std::size_t begin = 0; begin < members.size();) {
      const std::size_t end =
          std::min(begin + 1 + static_cast<std::size_t>(Below(90)), members.size());
      const auto at = [&](std::size_t i) { return members.begin() + static_cast<long>(i); };
      index = index->With({at(begin), at(end)}, {"gone"}, 2);
      begin = end;
    }
    return index;
  }

  PoolQuery Query(std::size_t members) {
    PoolQuery query;
    query.as_of = Now();
    query.pool_size = 1 + static_cast<std::size_t>(Below(30));
    query.policy.floor = Below(3) * 0.05;
    query.policy.network = {Below(4) * 0.1, Below(5) * 0.1};
    if (Below(3) == 0) query.policy.text = {Below(2) * 0.5, Below(3) * 0.5, Below(3) * 0.3, 0.4};
    if (Below(3) == 0) query.policy.gain = {0.4, 0.3, 0.2, 0.1};
    if (Below(2) == 0) Exclude(members, query);
    return query;
  }

  StaffRules Rules() {
    std::vector<StaffRule> rules;
    for (int i = 0; i < 6; ++i) {
      StaffRule rule;
      rule.id = "rule-" + std::to_string(i);
      rule.action = static_cast<StaffAction>(2 + i % 3);
      if (rule.action == StaffAction::kBoost) rule.factor = 1 + Below(30) * 0.1;
      if (rule.action == StaffAction::kDemote) rule.factor = 0.1 + Below(8) * 0.1;
      rule.members = SomeKinds();
      rule.partners = SomeKinds();
      rules.push_back(rule);
    }
    return StaffRules(rules);
  }

  int Below(int limit) { return random_.Below(limit); }
  unsigned seed() const { return seed_; }

 private:
  ListingProfile Another(const std::vector<ListingProfile>& listings) {
    ListingProfile listing = listings.front();
    listing.texts = random_.Make("other").descriptions;
    return listing;
  }

  static void KeepScript(unsigned script, std::vector<std::string>& texts) {
    if (script == 2) return;
    for (std::string& text : texts) {
      std::string kept;
      for (const auto& word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
        const bool chinese = static_cast<unsigned char>(word[0]) >= 0x80;
        if (chinese == (script == 0)) kept += std::string(word) + ' ';
      }
      text = kept;
    }
  }

  void Exclude(std::size_t members, PoolQuery& query) {
    std::vector<std::vector<bool>> apart(members, std::vector<bool>(members));
    for (std::size_t i = 0; i < 3 * members; ++i) {
      const auto a = static_cast<std::size_t>(Below(static_cast<int>(members)));
      const auto b = static_cast<std::size_t>(Below(static_cast<int>(members)));
      apart[a][b] = apart[b][a] = true;
    }
    query.excluded.resize(members);
    for (std::size_t a = 0; a < members; ++a) {
      for (std::size_t b = 0; b < members; ++b) {
        if (apart[a][b]) query.excluded[a].push_back(static_cast<MemberPosition>(b));
      }
    }
  }

  Condition SomeKinds() {
    MemberCondition condition;
    condition.kinds = static_cast<VocabularySet>(1 + Below(63)) << 1;
    return Condition(*BuiltInAnalyzer().thesaurus(), condition);
  }

  unsigned seed_;
  RandomProfiles random_;
};

}  // namespace counterpoint::matching
