#include "matching/planning/meeting_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <optional>
#include <random>
#include <utility>

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

ChoiceProblem RandomProblem(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&](int end) {
    return static_cast<int>(random() % static_cast<std::uint64_t>(end));
  };
  ChoiceProblem problem;
  const int participants = 3 + below(4);
  for (int p = 0; p < participants; ++p) {
    const int least = below(3);
    problem.participants.push_back({.least = least, .most = std::max(least, below(4))});
  }
  problem.most_meetings = 1 + below(10);
  for (std::size_t a = 0; a < problem.participants.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      if (problem.pairs.size() == 11 || below(4) == 0) continue;
      CandidatePair& pair = problem.pairs.emplace_back();
      pair = {.first = a, .second = b, .score = below(1000) / 1000.0};
      if (below(12) == 0) pair.rule = PairRule::kMust;
      if (below(8) == 0) pair.rule = PairRule::kMustNot;
    }
  }
  return problem;
}

// Missing meetings and score of a set of pairs; nothing where it breaks a rule.
std::optional<std::pair<int, double>> Judge(const ChoiceProblem& problem, unsigned bits) {
  std::vector<int> meetings(problem.participants.size(), 0);
  int chosen = 0;
  double score = 0;
  for (std::size_t i = 0; i < problem.pairs.size(); ++i) {
    const CandidatePair& pair = problem.pairs[i];
    const bool meets = (bits >> i & 1) != 0;
    if (meets ? pair.rule == PairRule::kMustNot : pair.rule == PairRule::kMust) {
      return std::nullopt;
    }
    if (!meets) continue;
    ++chosen;
    ++meetings[pair.first];
    ++meetings[pair.second];
    score += pair.score;
  }
  int missing = 0;
  for (std::size_t p = 0; p < meetings.size(); ++p) {
    if (meetings[p] > problem.participants[p].most) return std::nullopt;
    missing += std::max(0, problem.participants[p].least - meetings[p]);
  }
  if (chosen > problem.most_meetings) return std::nullopt;
  return std::pair(missing, score);
}

TEST(MeetingChoiceTest, ChoosesWhatTryingAllSetsOfPairsChooses) {
  int impossible = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    const ChoiceProblem problem = RandomProblem(seed);
    std::optional<std::pair<int, double>> best;
    for (unsigned bits = 0; bits < 1U << problem.pairs.size(); ++bits) {
      const auto now = Judge(problem, bits);
      if (now && (!best || now->first < best->first ||
                  (now->first == best->first && now->second > best->second))) {
        best = now;
      }
    }
    const MeetingChoice choice = ChooseMeetings(problem);
    EXPECT_TRUE(choice.proved);
    ASSERT_EQ(choice.impossible, !best);
    if (!best) {
      ++impossible;
      EXPECT_THAT(choice.pairs, IsEmpty());
      continue;
    }
    unsigned bits = 0;
    for (const std::size_t pair : choice.pairs) bits |= 1U << pair;
    const auto judged = Judge(problem, bits);
    ASSERT_TRUE(judged);
    EXPECT_EQ(judged->first, best->first);
    EXPECT_NEAR(judged->second, best->second, 1e-6);
    EXPECT_NEAR(choice.score, judged->second, 1e-9);
    EXPECT_EQ(std::accumulate(choice.missing.begin(), choice.missing.end(), 0), judged->first);
  }
  EXPECT_GT(impossible, 3);
  EXPECT_LT(impossible, 200);
}

TEST(MeetingChoiceTest, OddCirclesAreChosenWhole) {
  // Three that would each meet half of each other, if that could be.
  ChoiceProblem problem{.participants = {{0, 1}, {0, 1}, {0, 1}}, .pairs = {}, .most_meetings = 9};
  problem.pairs = {{.first = 0, .second = 1, .score = 0.5},
                   {.first = 1, .second = 2, .score = 0.6},
                   {.first = 2, .second = 0, .score = 0.5}};
  EXPECT_THAT(ChooseMeetings(problem).pairs, ElementsAre(1));
}

TEST(MeetingChoiceTest, TheLeastOfSomebodyCountsMoreThanScores) {
  ChoiceProblem problem{.participants = {{0, 1}, {0, 1}, {1, 1}}, .pairs = {}, .most_meetings = 1};
  problem.pairs = {{.first = 0, .second = 1, .score = 1}, {.first = 1, .second = 2, .score = 0}};
  EXPECT_THAT(ChooseMeetings(problem).pairs, ElementsAre(1));
  problem.pairs[0].rule = PairRule::kMust;
  const MeetingChoice choice = ChooseMeetings(problem);
  EXPECT_THAT(choice.pairs, ElementsAre(0));
  EXPECT_THAT(choice.missing, ElementsAre(0, 0, 1));
}

TEST(MeetingChoiceTest, OfALargeSessionIsProvedAndRepeatsItself) {
  std::mt19937_64 random(7);
  ChoiceProblem problem;
  problem.participants.assign(300, {.least = 2, .most = 8});
  problem.most_meetings = 1000;
  for (std::size_t a = 0; a < 300; ++a) {
    for (std::size_t step = 1; step <= 10; ++step) {
      problem.pairs.push_back({.first = a,
                               .second = (a + step * step) % 300,
                               .score = static_cast<double>(random() % 10'000) / 10'000});
    }
  }
  const MeetingChoice choice = ChooseMeetings(problem);
  EXPECT_TRUE(choice.proved);
  EXPECT_EQ(choice.pairs.size(), 1000U);
  EXPECT_EQ(ChooseMeetings(problem).pairs, choice.pairs);
}

}  // namespace
}  // namespace counterpoint::matching
