#include "service/sessions/pair_scores.h"

#include "gmock/gmock.h"
#include "matching/ranking/pair_judgement.h"
#include "service/threads/worker_pool.h"
#include "tests/matching/partnerships.h"
#include "tests/matching/profiles.h"

namespace counterpoint::service {
namespace {

using matching::JudgePair;

bool Never() { return false; }

// An index of more members than take part, some of whom have worked together.
class PairScoresTest : public ::testing::Test {
 protected:
  static constexpr int kMembers = 40;

  PairScoresTest() {
    matching::RandomProfiles random(5);
    const auto members = matching::Features(random.MakeAll(kMembers));
    index_ =
        matching::IndexOf(members)->WithPartnerships(matching::RandomGraph(3, kMembers, 60), 2);
    // Every second one takes part; one of them is no member any more.
    for (std::size_t i = 0; i < members.size(); i += 2) participants_.push_back(members[i]);
    participants_[3] = nullptr;
  }

  PairScores Judge(const matching::ParallelFor& parallel,
                   const std::function<bool()>& stop = Never) const {
    return JudgePairs(*index_, participants_, policy_, matching::Now(), parallel, stop);
  }

  std::shared_ptr<const matching::MemberIndex> index_;
  std::vector<std::shared_ptr<const matching::MemberFeatures>> participants_;
  matching::Policy policy_;
};

TEST_F(PairScoresTest, AScoreIsTheMeanOfWhatTheListsOfBothShow) {
  const PairScores scores = Judge(matching::RunInTurn);
  const matching::RankingQuery query = matching::Query();
  int above_zero = 0;
  for (std::size_t a = 0; a < participants_.size(); ++a) {
    for (std::size_t b = a + 1; b < participants_.size(); ++b) {
      EXPECT_EQ(scores.Of(a, b), scores.Of(b, a));
      if (participants_[a] == nullptr || participants_[b] == nullptr) {
        EXPECT_EQ(scores.Of(a, b), 0);
        continue;
      }
      const matching::Connections of_a(index_->partnerships(), participants_[a]->id);
      const matching::Connections of_b(index_->partnerships(), participants_[b]->id);
      const double expected =
          (JudgePair(*index_, of_a, *participants_[a], participants_[b], query).score +
           JudgePair(*index_, of_b, *participants_[b], participants_[a], query).score) /
          2;
      EXPECT_NEAR(scores.Of(a, b), expected, 1e-9) << a << " " << b;
      if (expected > 0) ++above_zero;
    }
  }
  EXPECT_GT(above_zero, 50);
}

TEST_F(PairScoresTest, ThreadsAndTheOtherParticipantsChangeNothing) {
  const PairScores scores = Judge(matching::RunInTurn);
  WorkerPool pool(3, 100);
  const PairScores parallel = Judge(
      [&](int tasks, const std::function<void(int)>& body) { pool.ParallelFor(tasks, body); });
  const auto all = participants_;
  participants_.resize(8);
  const PairScores few = Judge(matching::RunInTurn);
  for (std::size_t a = 0; a < all.size(); ++a) {
    for (std::size_t b = 0; b < all.size(); ++b) {
      EXPECT_EQ(scores.Of(a, b), parallel.Of(a, b));
      if (a < 8 && b < 8) EXPECT_EQ(scores.Of(a, b), few.Of(a, b));
    }
  }
}

TEST_F(PairScoresTest, OnceStoppedNothingIsJudged) {
  int asked = 0;
  const PairScores scores = Judge(matching::RunInTurn, [&] { return ++asked > 2; });
  for (std::size_t a = 0; a < participants_.size(); ++a) {
    for (std::size_t b = 0; b < participants_.size(); ++b) EXPECT_EQ(scores.Of(a, b), 0);
  }
}

}  // namespace
}  // namespace counterpoint::service
