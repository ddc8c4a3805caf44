#include "matching/planning/meeting_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <random>
#include <tuple>
#include <utility>
#include <vector>

#include "matching/planning/meeting_exchange.h"
#include "tests/matching/planning/best_matching.h"

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
  problem.fairness = below(2) == 0 ? ChoiceFairness::kBestTotal : ChoiceFairness::kWorstOffFirst;
  for (std::size_t a = 0; a < problem.participants.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      if (problem.pairs.size() == 11 || below(4) == 0) continue;
      CandidatePair& pair = problem.pairs.emplace_back();
      pair = {.first = a, .second = b, .score = below(1000) / 1000.0};
      if (below(12) == 0) pair.rule = PairRule::kMust;
      if (below(8) == 0) pair.rule = PairRule::kMustNot;
    }
  }
  if (below(3) == 0 && problem.pairs.size() > 3) {
    problem.limits.push_back({.pairs = {0, 2, 3}, .most = 1 + below(2)});
  }
  return problem;
}

// Less is better: missing meetings, participants with none, with one and so on
// where the worst off go first, the score with a minus.
using Judgement = std::tuple<int, std::vector<int>, double>;

// Of a set of pairs; nothing where it breaks a rule.
std::optional<Judgement> Judge(const ChoiceProblem& problem, unsigned bits) {
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
  for (const ChoiceLimit& limit : problem.limits) {
    int here = 0;
    for (const std::size_t i : limit.pairs) here += static_cast<int>(bits >> i & 1);
    if (here > limit.most) return std::nullopt;
  }
  int missing = 0;
  for (std::size_t p = 0; p < meetings.size(); ++p) {
    if (meetings[p] > problem.participants[p].most) return std::nullopt;
    missing += std::max(0, problem.participants[p].least - meetings[p]);
  }
  if (chosen > problem.most_meetings) return std::nullopt;
  std::vector<int> with;
  if (problem.fairness == ChoiceFairness::kWorstOffFirst) {
    with.assign(problem.pairs.size() + 1, 0);
    for (const int amount : meetings) ++with[static_cast<std::size_t>(amount)];
  }
  return Judgement(missing, std::move(with), -score);
}

unsigned BitsOf(const std::vector<std::size_t>& pairs) {
  unsigned bits = 0;
  for (const std::size_t pair : pairs) bits |= 1U << pair;
  return bits;
}

TEST(MeetingChoiceTest, ChoosesWhatTryingAllSetsOfPairsChooses) {
  int impossible = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    const ChoiceProblem problem = RandomProblem(seed);
    std::optional<Judgement> best;
    for (unsigned bits = 0; bits < 1U << problem.pairs.size(); ++bits) {
      const auto now = Judge(problem, bits);
      if (now && (!best || *now < *best)) best = now;
    }
    const MeetingChoice choice = ChooseMeetings(problem);
    EXPECT_TRUE(choice.proved);
    ASSERT_EQ(choice.impossible, !best);
    if (!best) {
      ++impossible;
      EXPECT_THAT(choice.pairs, IsEmpty());
      continue;
    }
    const auto judged = Judge(problem, BitsOf(choice.pairs));
    ASSERT_TRUE(judged);
    EXPECT_EQ(std::get<0>(*judged), std::get<0>(*best));
    EXPECT_EQ(std::get<1>(*judged), std::get<1>(*best));
    EXPECT_NEAR(std::get<2>(*judged), std::get<2>(*best), 1e-6);
    EXPECT_NEAR(choice.score, -std::get<2>(*judged), 1e-9);
    EXPECT_EQ(std::accumulate(choice.missing.begin(), choice.missing.end(), 0),
              std::get<0>(*judged));
  }
  EXPECT_GT(impossible, 3);
  EXPECT_LT(impossible, 200);
}

TEST(MeetingChoiceTest, ExchangesNeverLoseAnything) {
  int better = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    ChoiceProblem problem = RandomProblem(seed);
    problem.fairness = ChoiceFairness::kBestTotal;
    const MeetingChoice choice = ChooseMeetings(problem);
    if (choice.impossible) continue;
    problem.fairness = ChoiceFairness::kWorstOffFirst;
    const auto before = Judge(problem, BitsOf(choice.pairs));
    const auto after = Judge(problem, BitsOf(ExchangeForTheWorstOff(problem, choice.pairs)));
    ASSERT_TRUE(after);
    EXPECT_LE(std::get<0>(*after), std::get<0>(*before));
    EXPECT_LE(std::get<1>(*after), std::get<1>(*before));
    better += std::get<1>(*after) < std::get<1>(*before);
  }
  EXPECT_GT(better, 10);
}

// The best score by LEMON, in thousandths; the best of those with the most pairs
// where the worst off go first, which with one meeting each comes to that.
int BestScore(const ChoiceProblem& problem) {
  const int a_pair = problem.fairness == ChoiceFairness::kWorstOffFirst ? 10'000'000 : 1;
  std::vector<WeightedEdge> edges;
  for (const CandidatePair& pair : problem.pairs) {
    const int score = static_cast<int>(std::lround(pair.score * 1000));
    edges.push_back(
        {static_cast<int>(pair.first), static_cast<int>(pair.second), a_pair + 100 * score});
  }
  const MatchingTotal best = BestMatching(static_cast<int>(problem.participants.size()), edges);
  return (best.weight - a_pair * best.size) / 100;
}

TEST(MeetingChoiceTest, WithOneMeetingEachItIsTheBestMatching) {
  std::mt19937_64 random(3);
  const auto below = [&](std::size_t end) { return random() % end; };
  for (int round = 0; round < 60; ++round) {
    SCOPED_TRACE(round);
    ChoiceProblem problem;
    problem.participants.assign(5 + below(40), {.least = 0, .most = 1});
    problem.most_meetings = 100;
    problem.fairness = round % 2 == 0 ? ChoiceFairness::kBestTotal : ChoiceFairness::kWorstOffFirst;
    for (std::size_t a = 0; a < problem.participants.size(); ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        if (below(problem.participants.size()) > 3) continue;
        problem.pairs.push_back(
            {.first = a, .second = b, .score = static_cast<double>(below(1000)) / 1000});
      }
    }
    const MeetingChoice choice = ChooseMeetings(problem);
    EXPECT_TRUE(choice.proved);
    EXPECT_NEAR(choice.score * 1000, BestScore(problem), 0.01);
  }
}

TEST(MeetingChoiceTest, TheWorstOffComeBeforeTheScore) {
  // A row of four: the two in the middle like each other best.
  ChoiceProblem problem{.participants = {{0, 1}, {0, 1}, {0, 1}, {0, 1}},
                        .pairs = {{.first = 0, .second = 1, .score = 0.1},
                                  {.first = 1, .second = 2, .score = 0.9},
                                  {.first = 2, .second = 3, .score = 0.1}},
                        .most_meetings = 4};
  EXPECT_THAT(ChooseMeetings(problem).pairs, ElementsAre(1));
  problem.fairness = ChoiceFairness::kWorstOffFirst;
  EXPECT_THAT(ChooseMeetings(problem).pairs, ElementsAre(0, 2));
}

TEST(MeetingChoiceTest, ASecondMeetingComesBeforeAThird) {
  // With three meetings for four, one has three or two have two.
  ChoiceProblem problem{.participants = {{0, 3}, {0, 3}, {0, 3}, {0, 3}},
                        .pairs = {{.first = 0, .second = 1, .score = 0.9},
                                  {.first = 0, .second = 2, .score = 0.9},
                                  {.first = 0, .second = 3, .score = 0.9},
                                  {.first = 1, .second = 2, .score = 0.1}},
                        .most_meetings = 3};
  EXPECT_THAT(ChooseMeetings(problem).pairs, ElementsAre(0, 1, 2));
  problem.fairness = ChoiceFairness::kWorstOffFirst;
  const MeetingChoice choice = ChooseMeetings(problem);
  EXPECT_THAT(choice.pairs, ::testing::AnyOf(ElementsAre(0, 2, 3), ElementsAre(1, 2, 3)));
}

TEST(MeetingChoiceTest, ManyOddCirclesAreProved) {
  for (const ChoiceFairness fairness :
       {ChoiceFairness::kBestTotal, ChoiceFairness::kWorstOffFirst}) {
    ChoiceProblem problem{.participants = {}, .pairs = {}, .most_meetings = 200};
    problem.fairness = fairness;
    problem.participants.assign(150, {.least = 0, .most = 1});
    for (std::size_t a = 0; a < 150; a += 3) {
      problem.pairs.push_back({.first = a, .second = a + 1, .score = 0.5});
      problem.pairs.push_back({.first = a + 1, .second = a + 2, .score = 0.5});
      problem.pairs.push_back({.first = a + 2, .second = a, .score = 0.5});
    }
    const MeetingChoice choice = ChooseMeetings(problem);
    EXPECT_TRUE(choice.proved);
    EXPECT_EQ(choice.pairs.size(), 50U);
  }
}

TEST(MeetingChoiceTest, OfNobodyThereIsAnEmptyChoice) {
  for (const ChoiceFairness fairness :
       {ChoiceFairness::kBestTotal, ChoiceFairness::kWorstOffFirst}) {
    const MeetingChoice choice =
        ChooseMeetings({.participants = {}, .pairs = {}, .fairness = fairness});
    EXPECT_TRUE(choice.proved);
    EXPECT_FALSE(choice.impossible);
    EXPECT_THAT(choice.pairs, IsEmpty());
  }
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
  for (const ChoiceFairness fairness :
       {ChoiceFairness::kBestTotal, ChoiceFairness::kWorstOffFirst}) {
    problem.fairness = fairness;
    const MeetingChoice choice = ChooseMeetings(problem);
    EXPECT_TRUE(choice.proved);
    EXPECT_EQ(choice.pairs.size(), 1000U);
    EXPECT_EQ(ChooseMeetings(problem).pairs, choice.pairs);
  }
}

}  // namespace
}  // namespace counterpoint::matching
