#include "matching/score/similarity.h"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/matching/profiles.h"

namespace counterpoint::matching {
namespace {

class SimilarityTest : public ::testing::Test {
 protected:
  // Learns from the texts and says how the similarity of the first two divides.
  std::array<float, kTextParts> SharesOf(const std::vector<std::string>& texts,
                                         const TextWeights& weights = {}) {
    std::vector<MemberProfile> profiles;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      profiles.push_back(Profile(std::to_string(i), MemberKind::kCreator, {}, {texts[i]}));
    }
    const auto members = Features(profiles);
    const auto model = TextModel::Learn(BuiltInAnalyzer().thesaurus(), members);
    return SimilarityShares(weights, *model, {model->Weigh(members[0]->offers[0].text)},
                            {model->Weigh(members[1]->offers[0].text)});
  }
  static float Sum(const std::array<float, kTextParts>& shares) {
    return std::accumulate(shares.begin(), shares.end(), 0.0F);
  }
};

TEST_F(SimilarityTest, EqualTextsAreWhollySimilarWhateverTheySay) {
  for (const char* text : {"game music", "xylotone quarble", "游戏音乐和沉浸式展览"}) {
    EXPECT_NEAR(Sum(SharesOf({text, text, "banking"})), 1, 1e-5) << text;
  }
}

TEST_F(SimilarityTest, TextsWithNothingInCommonAreNotSimilar) {
  EXPECT_EQ(Sum(SharesOf({"xylotone quarble", "banking", "museums"})), 0);
}

TEST_F(SimilarityTest, TextsInTwoLanguagesMeetInTopicsAlone) {
  const auto shares = SharesOf({"游戏音乐", "game music", "banking"});
  EXPECT_NEAR(shares[0], kForeignTopics, 1e-5);
  EXPECT_EQ(shares[1], 0);
}

TEST_F(SimilarityTest, AStrayTopicCountsLessInALongerText) {
  const auto brief = SharesOf({"game music", "game music", "banking"});
  const auto lengthy = SharesOf({"game music xylotone quarble fimsy wobrick tandle",
                                 "game music plenk drussel marnip hoggin sefter", "banking"});
  EXPECT_GT(brief[0], lengthy[0]);
}

TEST_F(SimilarityTest, APartWithoutWeightHasNoShare) {
  EXPECT_EQ(SharesOf({"game music", "game music"}, {0, 1, 0, 0})[0], 0);
  EXPECT_EQ(SharesOf({"game music", "game music"}, {1, 0, 0, 0})[1], 0);
  EXPECT_EQ(Sum(SharesOf({"game music", "game music"}, {0, 0, 0, 0})), 0);
}

// The share of the embeddings in the similarity of two texts that have these
// and nothing else in common.
float EmbeddingShare(const std::vector<Embedding>& a, const std::vector<Embedding>& b) {
  MemberProfile one = Profile("1", MemberKind::kCreator, {}, {"xylotone quarble"});
  MemberProfile other = Profile("2", MemberKind::kCreator, {}, {"banking"});
  one.offers[0].embeddings = a;
  other.offers[0].embeddings = b;
  const auto members = Features({one, other});
  const auto model = TextModel::Learn(BuiltInAnalyzer().thesaurus(), members);
  const auto text_of = [&](std::size_t i) {
    const ListingFeatures& offer = members[i]->offers[0];
    return QueryText{model->Weigh(offer.text), &offer.embeddings};
  };
  return SimilarityShares({}, *model, text_of(0),
                          text_of(1))[static_cast<std::size_t>(TextPart::kEmbedding)];
}

TEST(EmbeddingSimilarityTest, VectorsOfOneModelAreCompared) {
  EXPECT_GT(EmbeddingShare({{"m", {1, 0}}}, {{"m", {2, 0}}}), 0);
  EXPECT_EQ(EmbeddingShare({{"m", {1, 0}}}, {{"m", {0, 1}}}), 0);
}

TEST(EmbeddingSimilarityTest, VectorsOfTwoModelsNeverAre) {
  EXPECT_EQ(EmbeddingShare({{"m", {1, 0}}}, {{"n", {1, 0}}}), 0);
  // Of one name, but in truth of two models.
  EXPECT_EQ(EmbeddingShare({{"m", {1, 0}}}, {{"m", {1, 0, 0}}}), 0);
  // Where several are there, those of the same one are taken, in any order.
  const Embedding near{"m", {1, 0}};
  const Embedding far{"m", {0, 1}};
  const Embedding other{"a", {1, 0}};
  EXPECT_EQ(EmbeddingShare({near, other}, {far}), 0);
  EXPECT_GT(EmbeddingShare({other, near}, {near, {"z", {0, 1}}}), 0);
}

TEST(EmbeddingSimilarityTest, TheFirstCommonModelByNameDecidesForBothSides) {
  const std::vector<Embedding> x = {{"b", {1, 0}}, {"a", {1, 0}}};
  const std::vector<Embedding> y = {{"a", {0, 1}}, {"b", {1, 0}}};
  EXPECT_EQ(EmbeddingShare(x, y), 0);
  EXPECT_EQ(EmbeddingShare(y, x), 0);
}

TEST(EmbeddingSimilarityTest, AProfileBringsItsVectorsToWhatItStandsInFor) {
  MemberProfile profile = Profile("1", MemberKind::kCreator, {}, {"game music"});
  profile.embeddings = {{"m", {3, 4}}};
  const auto member = Features(profile);
  ASSERT_EQ(member->needs[0].embeddings.size(), 1U);
  EXPECT_EQ(member->needs[0].embeddings[0].values, (std::vector<float>{0.6F, 0.8F}));
  EXPECT_TRUE(member->offers[0].embeddings.empty());
}

TEST(TopicSplitTest, TheTwoLengthsAreThoseOfAUnitVector) {
  const TopicSplits splits = SplitsFor({});
  EXPECT_EQ(splits[0].topics, 0);
  EXPECT_EQ(splits[255].words, 0);
  for (const TopicSplit& split : splits) {
    EXPECT_NEAR(split.topics * split.topics + split.words * split.words, 1, 1e-6);
  }
}

}  // namespace
}  // namespace counterpoint::matching
