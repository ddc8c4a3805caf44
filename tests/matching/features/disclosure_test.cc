// What listings do not disclose counts where needs meet offers, and nowhere else.
#include <algorithm>

#include "gmock/gmock.h"
#include "matching/ranking/evidence.h"
#include "matching/ranking/profile_change.h"
#include "matching/ranking/ranking.h"
#include "tests/matching/profiles.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// An offer of motion capture that states game music as its topic.
MemberProfile Studio(Disclosure disclosure) {
  MemberProfile studio = Profile("studio", MemberKind::kCreator, {}, {"Mixing and mastering", ""});
  ListingProfile& offer = studio.offers[1];
  offer.titles = {"Motion capture for zebras"};
  offer.topics = {"game-music"};
  offer.modes = SetOf(CooperationMode::kLicensing);
  offer.disclosure = disclosure;
  return studio;
}

bool Says(const TextFeatures& text, const std::string& word) {
  for (std::size_t i = 0; i < text.terms.size(); ++i) {
    if (text.surface(i) == word) return true;
  }
  return false;
}

bool Names(const TextFeatures& text, const std::string& id) {
  const TopicIndex topic = *BuiltInAnalyzer().thesaurus()->Find(id);
  return std::any_of(text.topics.begin(), text.topics.end(),
                     [&](const TopicWeight& t) { return t.topic == topic; });
}

TEST(DisclosureTest, TheProfileAsAWholeSaysWhatIsDisclosed) {
  const auto all = Features(Studio(Disclosure::kAll));
  EXPECT_TRUE(Says(all->profile, "zebras"));
  EXPECT_TRUE(Names(all->profile, "motion-capture"));
  EXPECT_TRUE(Names(all->profile, "game-music"));
  const auto topics = Features(Studio(Disclosure::kTopics));
  EXPECT_FALSE(Says(topics->profile, "zebras"));
  EXPECT_FALSE(Names(topics->profile, "motion-capture")) << "only its text speaks of it";
  EXPECT_TRUE(Names(topics->profile, "game-music"));
  const auto nothing = Features(Studio(Disclosure::kNothing));
  EXPECT_FALSE(Says(nothing->profile, "zebras"));
  EXPECT_FALSE(Names(nothing->profile, "game-music"));
  for (const auto& features : {all, topics, nothing}) {
    EXPECT_TRUE(Says(features->profile, "mastering"));
    EXPECT_TRUE(Says(features->offers[1].text, "zebras"));
    // It stands in for the needs.
    EXPECT_EQ(features->needs[0].text.terms, features->profile.terms);
  }
}

TEST(DisclosureTest, ConditionsKnowWhatIsDisclosed) {
  const auto holds = [](Disclosure disclosure) {
    const auto features = Features(Studio(disclosure));
    MemberCondition topic;
    topic.topics = {"game-music"};
    MemberCondition mode;
    mode.modes = SetOf(CooperationMode::kLicensing);
    const Thesaurus& thesaurus = *BuiltInAnalyzer().thesaurus();
    return std::make_pair(Condition(thesaurus, topic).HoldsFor(*features),
                          Condition(thesaurus, mode).HoldsFor(*features));
  };
  EXPECT_EQ(holds(Disclosure::kAll), std::make_pair(true, true));
  EXPECT_EQ(holds(Disclosure::kTopics), std::make_pair(true, false));
  EXPECT_EQ(holds(Disclosure::kNothing), std::make_pair(false, false));
}

TEST(DisclosureTest, NeedsMeetOffersInFull) {
  const auto seeker = Features(Profile("s", MemberKind::kSceneUnit, {"Motion capture"}, {}));
  const auto score = [&](Disclosure disclosure) {
    const auto studio = Features(Studio(disclosure));
    // One model for all: what a model learns is not asked here.
    static const auto model =
        TextModel::Learn(BuiltInAnalyzer().thesaurus(), {seeker, Features(Studio(disclosure))});
    return ExplainMatch(*model, *seeker, *studio, Query().policy, Now(),
                        Connections(PartnerGraph::Build({})))
        .gain;
  };
  EXPECT_GT(score(Disclosure::kAll), 0);
  EXPECT_EQ(score(Disclosure::kTopics), score(Disclosure::kAll));
  EXPECT_EQ(score(Disclosure::kNothing), score(Disclosure::kAll));
}

// Against the same members with these offers closed.
TEST(DisclosureTest, ANeedThatMeetsDisclosedOffersAloneTakesTheOthersAsClosed) {
  RandomProfiles random(3);
  std::vector<MemberProfile> profiles = random.MakeAll(200);
  std::vector<MemberProfile> closed = profiles;
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    for (std::size_t o = 0; o < profiles[i].offers.size(); ++o) {
      const auto disclosure = static_cast<Disclosure>(random.Below(3));
      profiles[i].offers[o].disclosure = disclosure;
      closed[i].offers[o].disclosure = disclosure;
      if (disclosure != Disclosure::kAll) closed[i].offers[o].deadline = Now();
    }
  }
  const auto index = IndexOf(Features(profiles));
  const auto plain = IndexOf(Features(closed));
  int found = 0;
  for (const char* text : {"game music", "游戏音乐", "motion capture", "virtual singer"}) {
    ListingFeatures need = MakeListingFeatures(BuiltInAnalyzer(), Listing("n", text));
    const Ranking all = MatchNeed(*index, need, Query(50), RunInTurn);
    need.meets_disclosed_alone = true;
    const Ranking some = MatchNeed(*index, need, Query(50), RunInTurn);
    const Ranking expected = MatchNeed(*plain, need, Query(50), RunInTurn);
    ASSERT_EQ(Ids(some), Ids(expected)) << text;
    for (std::size_t i = 0; i < some.matches.size(); ++i) {
      EXPECT_EQ(some.matches[i].score, expected.matches[i].score);
    }
    found += static_cast<int>(some.matches.size());
    EXPECT_NE(Ids(all), Ids(some)) << text;
  }
  EXPECT_GT(found, 20);
}

TEST(DisclosureTest, AFurtherTopicOfAListingThatDisclosesNothingIsNotTheProfiles) {
  ProfileChange change;
  change.field = ChangedField::kTopics;
  change.list = ListingList::kOffers;
  change.listing = 1;
  change.id = "foley";
  for (const Disclosure disclosure :
       {Disclosure::kAll, Disclosure::kTopics, Disclosure::kNothing}) {
    const MemberProfile studio = Studio(disclosure);
    const auto after = FeaturesAfter(*BuiltInAnalyzer().thesaurus(), {studio, Features(studio)},
                                     {change}, EvidenceSide::kPartner, studio.update_time);
    MemberProfile changed = studio;
    changed.offers[1].topics.push_back("foley");
    const auto anew = Features(changed);
    EXPECT_EQ(Names(after->profile, "foley"), Names(anew->profile, "foley"));
    EXPECT_EQ(after->topics, anew->topics);
    EXPECT_EQ(Names(after->profile, "foley"), disclosure != Disclosure::kNothing);
  }
}

}  // namespace
}  // namespace counterpoint::matching
