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
