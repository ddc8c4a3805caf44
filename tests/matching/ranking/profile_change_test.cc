#include "matching/ranking/profile_change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matching/ranking/single_changes.h"
#include "tests/matching/ranking/missed_partner.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;

ProfileChange ChangeOf(ChangedField field, ListingList list, std::size_t listing) {
  ProfileChange change;
  change.field = field;
  change.list = list;
  change.listing = listing;
  return change;
}

TEST(ProfileChangeTest, AFieldIsNamedAsTheApiWritesIt) {
  EXPECT_EQ(FieldPath(ChangeOf(ChangedField::kState, ListingList::kNeeds, 0)), "state");
  EXPECT_EQ(FieldPath(ChangeOf(ChangedField::kTopics, ListingList::kOffers, 2)),
            "offers[2].topics");
  EXPECT_EQ(FieldPath(ChangeOf(ChangedField::kBudgetMax, ListingList::kNeeds, 1)),
            "needs[1].budget.max_units");
  ProfileChange removal = ChangeOf(ChangedField::kRule, ListingList::kNeeds, 0);
  removal.rule = 3;
  EXPECT_EQ(FieldPath(removal), "needs[0].rules[3]");
}

TEST(ProfileChangeTest, RulesAreCountedBeforeAnyIsRemoved) {
  MemberProfile profile = Profile("a", MemberKind::kCreator, {"game music"}, {});
  for (const char* region : {"CN", "JP", "GB"}) {
    Rule rule;
    rule.condition.regions = {region};
    profile.needs[0].rules.push_back(rule);
  }
  std::vector<ProfileChange> removals;
  for (const std::size_t rule : {0, 1}) {
    removals.push_back(ChangeOf(ChangedField::kRule, ListingList::kNeeds, 0));
    removals.back().rule = rule;
  }
  Apply(removals, EvidenceSide::kPartner, profile);
  ASSERT_EQ(profile.needs[0].rules.size(), 1U);
  EXPECT_THAT(profile.needs[0].rules[0].condition.regions, ElementsAre("GB"));
}

TEST(ProfileChangeTest, ChangesOfTheOtherSideLeaveAProfileAsItIs) {
  MemberProfile profile = Profile("a", MemberKind::kCreator, {}, {});
  profile.state = MemberState::kPaused;
  Apply({ChangeOf(ChangedField::kState, ListingList::kNeeds, 0)}, EvidenceSide::kMember, profile);
  EXPECT_EQ(profile.state, MemberState::kPaused);
}

// Features after a change without an analysis, against those of the changed
// profile made anew.
TEST(ProfileChangePropertyTest, FeaturesAreThoseOfTheChangedProfile) {
  const AskedAlliance alliance(RandomProfiles(3).MakeAll(40));
  const TextModel& model = *alliance.index().model();
  for (std::size_t i = 1; i < 40; ++i) {
    const ProfiledMember member = alliance.Member(alliance.profiles()[0].id);
    const ProfiledMember partner = alliance.Member(alliance.profiles()[i].id);
    for (const ProfileChange& change : SingleChanges(model, member, partner, Query())) {
      const bool of_member = change.side == EvidenceSide::kMember;
      const ProfiledMember& changed = of_member ? member : partner;
      MemberProfile profile = changed.profile;
      Apply({change}, change.side, profile);
      profile.update_time = Now();
      const auto made = Features(profile);
      const auto after = FeaturesAfter(model.thesaurus(), changed, {change}, change.side, Now());
      ASSERT_EQ(EncodeTexts(model.thesaurus(), {after->profile}),
                EncodeTexts(model.thesaurus(), {made->profile}));
      ASSERT_EQ(after->topics, made->topics);
      ASSERT_EQ(after->needs.size(), made->needs.size());
      ASSERT_EQ(after->offers.size(), made->offers.size());
      ASSERT_EQ(after->modes, made->modes);
      ASSERT_EQ(after->update_time, made->update_time);
      for (std::size_t n = 0; n < made->needs.size(); ++n) {
        ASSERT_EQ(EncodeTexts(model.thesaurus(), {after->needs[n].text}),
                  EncodeTexts(model.thesaurus(), {made->needs[n].text}));
        ASSERT_EQ(after->needs[n].embeddings.size(), made->needs[n].embeddings.size());
        for (std::size_t e = 0; e < made->needs[n].embeddings.size(); ++e) {
          ASSERT_EQ(after->needs[n].embeddings[e].values, made->needs[n].embeddings[e].values);
        }
      }
      for (std::size_t o = 0; o < made->offers.size(); ++o) {
        ASSERT_EQ(EncodeTexts(model.thesaurus(), {after->offers[o].text}),
                  EncodeTexts(model.thesaurus(), {made->offers[o].text}));
      }
    }
  }
}

}  // namespace
}  // namespace counterpoint::matching
