#include "matching/learning/cross_fit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/matching/learning/shown_pairs.h"

namespace counterpoint::matching {
namespace {

std::vector<ShownList> Lists(int count, int places) {
  return Alliance(ThreeTerms(), 11).ShowKeyedLists(count, places, true);
}

TEST(FoldOfTest, PartsKeysEvenly) {
  std::vector<int> sizes(5);
  for (int i = 0; i < 5000; ++i)
    ++sizes[static_cast<std::size_t>(FoldOf("m-" + std::to_string(i), 5))];
  for (const int size : sizes) EXPECT_NEAR(size, 1000, 120);
}

TEST(FoldOfTest, IsTheSameOnEveryMachine) {
  EXPECT_EQ(FoldOf("", 1000), 203);
  EXPECT_EQ(FoldOf("m-000004", 1000), 586);
}

TEST(CrossFitTest, EachListIsJudgedByAModelOfTheOthers) {
  auto lists = Lists(60, 4);
  for (std::size_t l = 0; l < lists.size(); ++l) lists[l].key = std::to_string(l / 2);
  const auto fit = CrossFitAcceptance(lists, 3, {});
  ASSERT_TRUE(fit.ok()) << fit.status();
  for (std::size_t l = 0; l < lists.size(); ++l) {
    EXPECT_EQ(fit->fold_of_list[l], fit->fold_of_list[l / 2 * 2]) << "lists of one key part";
  }
  for (int fold = 0; fold < 3; ++fold) {
    std::vector<ShownPair> others;
    for (std::size_t l = 0; l < lists.size(); ++l) {
      if (FoldOf(lists[l].key, 3) == fold) continue;
      others.insert(others.end(), lists[l].pairs.begin(), lists[l].pairs.end());
    }
    const LearntAcceptance expected = LearnAcceptance(others, {});
    const LearntAcceptance& learnt = fit->without_fold[static_cast<std::size_t>(fold)];
    EXPECT_EQ(learnt.model.intercept, expected.model.intercept);
    EXPECT_EQ(learnt.model.weights, expected.model.weights);
    EXPECT_EQ(learnt.examination, expected.examination);
  }
}

TEST(CrossFitTest, HeldOutPredictionsAreCalibratedWhereverAPairStood) {
  const auto lists = Lists(3000, 6);
  const auto fit = CrossFitAcceptance(lists, 4, {});
  ASSERT_TRUE(fit.ok()) << fit.status();
  const auto predictions = HeldOutPredictions(lists, *fit);
  ASSERT_EQ(predictions.size(), 3000U * 6);
  const Calibration calibration = Calibrate(predictions);
  EXPECT_LT(calibration.expected_error, 0.015);
  int within = 0;
  for (const CalibrationBin& bin : calibration.bins) {
    within += bin.interval.low <= bin.predicted && bin.predicted <= bin.interval.high;
  }
  EXPECT_GE(within, 8);
}

TEST(CrossFitTest, TooLittleToLearnFromIsAFailedPrecondition) {
  std::vector<ShownList> lists(2);
  lists[0].key = "a";
  lists[1].key = "d";
  ASSERT_NE(FoldOf("a", 2), FoldOf("d", 2));
  for (ShownList& list : lists) list.pairs.resize(2);
  lists[0].pairs[0].outcome = ShownPair::Outcome::kAccepted;
  const auto fit = CrossFitAcceptance(lists, 2, {});
  EXPECT_EQ(fit.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(fit.status().message()),
              ::testing::HasSubstr("there are 0 accepted and 2 other suggestions"));
}

}  // namespace
}  // namespace counterpoint::matching
