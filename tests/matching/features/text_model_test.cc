#include "matching/features/text_model.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/matching/profiles.h"

namespace counterpoint::matching {
namespace {

float WeightOf(const WeightedText& text, const std::string& word) {
  for (const WeightedTerm& term : text.terms) {
    if (term.term == MakeTermId(TermKind::kWord, word)) return term.weight;
  }
  return 0;
}

TEST(TextModelTest, ARareWordWeighsMoreThanACommonOne) {
  const auto members =
      Features(std::vector{Profile("a", MemberKind::kCreator, {}, {"music theremin"}),
                           Profile("b", MemberKind::kCreator, {}, {"music cello"}),
                           Profile("c", MemberKind::kCreator, {}, {"music cello"})});
  const auto model = TextModel::Learn(BuiltInAnalyzer().thesaurus(), members);
  const WeightedText text = model->Weigh(members[0]->offers[0].text);
  EXPECT_GT(WeightOf(text, "theremin"), WeightOf(text, "music"));
  EXPECT_GT(WeightOf(text, "music"), 0);
}

TEST(TextModelTest, AModelOfNobodyWeighsTextsAllTheSame) {
  const auto members =
      Features(std::vector{Profile("a", MemberKind::kCreator, {}, {"game music, theremin"})});
  const auto model = TextModel::Learn(BuiltInAnalyzer().thesaurus(), {});
  const WeightedText text = model->Weigh(members[0]->offers[0].text);
  EXPECT_GT(WeightOf(text, "theremin"), 0);
  ASSERT_FALSE(text.topics.empty());
  EXPECT_GT(text.topics[0].weight, 0);
}

TEST(TextModelTest, EachVectorIsOfLengthOne) {
  const auto members = Features(RandomProfiles(40).MakeAll(200));
  const auto model = TextModel::Learn(BuiltInAnalyzer().thesaurus(), members);
  ASSERT_GT(model->latent_dimensions(), 0);
  const WeightedText text = model->Weigh(members[3]->profile);
  double squares = 0;
  for (const WeightedTerm& term : text.terms) squares += double{term.weight} * term.weight;
  EXPECT_NEAR(squares, 1, 1e-5);
  // Each of at most 64 values is rounded by up to 2^-15.
  EXPECT_NEAR(text.latent.norm(), 1, 8.0 / 32768);
}

TEST(TextModelTest, BroaderTopicsCountLessWithEachStep) {
  const auto members = Features(std::vector{Profile("a", MemberKind::kCreator, {}, {"game music"}),
                                            Profile("b", MemberKind::kCreator, {}, {"banking"})});
  const auto model = TextModel::Learn(BuiltInAnalyzer().thesaurus(), members);
  const Thesaurus& thesaurus = *BuiltInAnalyzer().thesaurus();
  const TopicIndex topic = *thesaurus.Find("game-music");
  float narrow = 0;
  float broad = 0;
  for (const TopicWeight& t : model->Weigh(members[0]->offers[0].text).topics) {
    if (t.topic == topic) narrow = t.weight;
    if (t.topic == thesaurus.broader(topic)) broad = t.weight;
  }
  EXPECT_GT(broad, 0);
  EXPECT_GT(narrow, broad);
}

TEST(TextModelTest, TheTopicShareTellsHowMuchIsSaidInTopics) {
  const auto members = Features(std::vector{
      Profile("a", MemberKind::kCreator, {}, {"game music", "game music xylotone quarble fimsy"}),
      Profile("b", MemberKind::kCreator, {}, {"xylotone quarble"})});
  const auto model = TextModel::Learn(BuiltInAnalyzer().thesaurus(), members);
  const int mostly = model->Weigh(members[0]->offers[0].text).topic_share;
  const int partly = model->Weigh(members[0]->offers[1].text).topic_share;
  EXPECT_GT(mostly, partly);
  EXPECT_GT(partly, 0);
  EXPECT_EQ(model->Weigh(members[1]->offers[0].text).topic_share, 0);
}

TEST(TextModelTest, TheScriptIsThatOfAlmostAllWords) {
  const auto members = Features(std::vector{Profile(
      "a", MemberKind::kCreator, {},
      {"adaptive game scores", "沉浸式 展览 游戏 配乐 VR", "沉浸式展览 with motion capture"})});
  const auto model = TextModel::Learn(BuiltInAnalyzer().thesaurus(), members);
  EXPECT_EQ(model->Weigh(members[0]->offers[0].text).script, Script::kOther);
  EXPECT_EQ(model->Weigh(members[0]->offers[1].text).script, Script::kChinese);
  EXPECT_EQ(model->Weigh(members[0]->offers[2].text).script, Script::kMixed);
  EXPECT_EQ(model->Weigh({}).script, Script::kMixed);
}

TEST(TextModelTest, StatedTopicsWithoutWordsAreAllThatIsSaid) {
  MemberProfile profile = Profile("a", MemberKind::kCreator, {}, {});
  profile.offers = {ListingProfile{}};
  profile.offers[0].topics = {"game-music"};
  const auto members = Features(std::vector{profile});
  const auto model = TextModel::Learn(BuiltInAnalyzer().thesaurus(), members);
  EXPECT_EQ(model->Weigh(members[0]->offers[0].text).topic_share, 255);
}

TEST(TextModelTest, ASmallAllianceLearnsNoLatentRows) {
  const auto members = Features(RandomProfiles(41).MakeAll(8));
  const auto model = TextModel::Learn(BuiltInAnalyzer().thesaurus(), members);
  EXPECT_EQ(model->latent_dimensions(), 0);
  EXPECT_EQ(model->Weigh(members[0]->profile).latent.size(), 0);
}

TEST(TextModelTest, TheOrderOfMembersDoesNotMatter) {
  auto members = Features(RandomProfiles(42).MakeAll(150));
  const auto model = TextModel::Learn(BuiltInAnalyzer().thesaurus(), members);
  std::reverse(members.begin(), members.end());
  EXPECT_EQ(model->Encode(), TextModel::Learn(BuiltInAnalyzer().thesaurus(), members)->Encode());
}

TEST(TextModelTest, ComesBackFromBytesAsItWas) {
  const auto members = Features(RandomProfiles(43).MakeAll(150));
  const auto model = TextModel::Learn(BuiltInAnalyzer().thesaurus(), members);
  const auto back = TextModel::Decode(BuiltInAnalyzer().thesaurus(), model->Encode());
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ((*back)->Encode(), model->Encode());
  EXPECT_EQ((*back)->Weigh(members[0]->profile).latent, model->Weigh(members[0]->profile).latent);
}

TEST(TextModelTest, DamagedBytesAreDataLossAndNeverACrash) {
  const auto members = Features(RandomProfiles(44).MakeAll(40));
  const std::string bytes = TextModel::Learn(BuiltInAnalyzer().thesaurus(), members)->Encode();
  for (std::size_t length = 0; length < bytes.size(); length += 997) {
    const auto back = TextModel::Decode(BuiltInAnalyzer().thesaurus(), bytes.substr(0, length));
    EXPECT_EQ(back.status().code(), absl::StatusCode::kDataLoss);
  }
}

TEST(TextModelTest, DimensionsWithoutRowsAreDataLoss) {
  std::string bytes = TextModel::Learn(BuiltInAnalyzer().thesaurus(), {})->Encode();
  // How many there are, and of values: none. Both end the bytes.
  bytes[bytes.size() - 5] = 0x40;
  EXPECT_EQ(TextModel::Decode(BuiltInAnalyzer().thesaurus(), bytes).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST(MemberTextsTest, ComeBackFromBytesAsTheyWere) {
  const Thesaurus& thesaurus = *BuiltInAnalyzer().thesaurus();
  for (const MemberProfile& profile : RandomProfiles(45).MakeAll(20)) {
    const MemberTexts texts = AnalyzeTexts(BuiltInAnalyzer(), profile);
    const std::string bytes = EncodeTexts(thesaurus, texts);
    const auto back = DecodeTexts(thesaurus, bytes);
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(EncodeTexts(thesaurus, *back), bytes);
    for (std::size_t length = 0; length < bytes.size(); length += 61) {
      EXPECT_FALSE(DecodeTexts(thesaurus, bytes.substr(0, length)).ok());
    }
  }
}

TEST(MemberFeaturesTest, TheProfileStandsInForNeedsThatAreNotStated) {
  MemberProfile profile = Profile("a", MemberKind::kCreator, {}, {"string quartets"});
  profile.descriptions = {"orchestral scores"};
  const auto features = Features(profile);
  ASSERT_EQ(features->needs.size(), 1U);
  EXPECT_FALSE(features->needs_stated);
  EXPECT_EQ(features->needs[0].text.terms, features->profile.terms);
  EXPECT_EQ(features->needs[0].id, "");
}

TEST(MemberFeaturesTest, WhatAMemberLooksForIsNoPartOfWhatStandsInForItsOffers) {
  MemberProfile profile = Profile("a", MemberKind::kSceneUnit, {"string quartets"}, {});
  profile.descriptions = {"a concert hall"};
  profile.credentials = {{CredentialKind::kAward, {"best acoustics"}}};
  profile.sectors = {"music-audio"};
  const auto features = Features(profile);
  ASSERT_EQ(features->offers.size(), 1U);
  EXPECT_FALSE(features->offers_stated);
  EXPECT_EQ(features->offers[0].id, "");
  profile.needs.clear();
  EXPECT_EQ(features->offers[0].text.terms, Features(profile)->profile.terms);
  EXPECT_LT(features->offers[0].text.terms.size(), features->profile.terms.size());
}

TEST(MemberFeaturesTest, CredentialsVouchMoreTheMoreThereAre) {
  MemberProfile profile = Profile("a", MemberKind::kCreator, {}, {});
  double before = Features(profile)->credentials;
  EXPECT_EQ(before, 0);
  for (int i = 0; i < 30; ++i) {
    profile.credentials.push_back({CredentialKind::kAward, {"prize"}});
    const double now = Features(profile)->credentials;
    EXPECT_GT(now, before);
    EXPECT_LT(now, 1);
    before = now;
  }
}

}  // namespace
}  // namespace counterpoint::matching
