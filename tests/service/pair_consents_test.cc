#include "service/feedback/pair_consents.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "gmock/gmock.h"
#include "tests/service/feedback_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class ConsentsTest : public FeedbackTest {
 protected:
  ConsentsTest() { StartFeedback(); }

  std::set<std::string> ConsentsOf(const std::string& member) {
    const auto consents = feedback_->ConsentsOf("music", member);
    EXPECT_TRUE(consents.ok()) << consents.status();
    return {consents->begin(), consents->end()};
  }
};

TEST_F(ConsentsTest, BothHaveToAccept) {
  Commit({Put("i1", "a", "b", "kind: ACCEPTED" + Ago(9))});
  EXPECT_THAT(ConsentsOf("a"), IsEmpty());
  EXPECT_THAT(ConsentsOf("b"), IsEmpty());
  Commit({Put("i2", "b", "a", "kind: ACCEPTED" + Ago(5))});
  EXPECT_THAT(ConsentsOf("a"), UnorderedElementsAre("b"));
  EXPECT_THAT(ConsentsOf("b"), UnorderedElementsAre("a"));
  EXPECT_THAT(ConsentsOf("nobody"), IsEmpty());
}

TEST_F(ConsentsTest, ALaterDeclineTakesItBackAndALaterAcceptanceGivesItAgain) {
  Commit({Put("i1", "a", "b", "kind: ACCEPTED" + Ago(9)),
          Put("i2", "b", "a", "kind: ACCEPTED" + Ago(8))});
  Commit({Put("i3", "b", "a", "kind: DECLINED decline_reason: TOO_EARLY" + Ago(8))});
  EXPECT_THAT(ConsentsOf("a"), IsEmpty()) << "of one second, the decline";
  Commit({Put("i4", "b", "a", "kind: ACCEPTED" + Ago(3))});
  EXPECT_THAT(ConsentsOf("a"), UnorderedElementsAre("b"));
  Commit({Removal("i4")});
  EXPECT_THAT(ConsentsOf("a"), IsEmpty());
}

TEST_F(ConsentsTest, AnAgreementWillDoAndAConflictForbidsIt) {
  Commit({Put("i1", "a", "b", "kind: AGREEMENT_SIGNED" + Ago(9))});
  EXPECT_THAT(ConsentsOf("b"), UnorderedElementsAre("a"));
  Commit({Put("i2", "b", "a", "kind: CONFLICT" + Ago(90))});
  EXPECT_THAT(ConsentsOf("b"), IsEmpty());
  Commit({Put("i3", "a", "c", "kind: PARTNERSHIP" + Ago(9))});
  EXPECT_THAT(ConsentsOf("a"), IsEmpty());
}

TEST_F(ConsentsTest, AreReadWithTheRecordsWhenTheServiceStarts) {
  feedback_.reset();
  Commit({Put("i1", "a", "b", "kind: ACCEPTED" + Ago(9)),
          Put("i2", "b", "a", "kind: ACCEPTED" + Ago(8))});
  StartFeedback();
  EXPECT_THAT(ConsentsOf("a"), UnorderedElementsAre("b"));
}

// Against the rule as it is written down, over random histories with removals.
TEST(PairConsentsTest, FollowTheRuleWhateverComesAndGoes) {
  std::mt19937 random(11);
  const auto below = [&](unsigned n) { return static_cast<std::uint32_t>(random() % n); };
  constexpr std::uint8_t kKinds[] = {v1::ACCEPTED, v1::ACCEPTED,         v1::ACCEPTED,
                                     v1::DECLINED, v1::AGREEMENT_SIGNED, v1::CONFLICT};
  PairConsents consents;
  std::vector<InteractionFact> facts;
  const auto consent = [&](std::uint32_t a, std::uint32_t b) {
    bool agreed = false;
    std::map<std::uint32_t, std::pair<std::int64_t, bool>> last;  // By who said it.
    for (const InteractionFact& fact : facts) {
      if (std::minmax(fact.member, fact.partner) != std::minmax(a, b)) continue;
      if (fact.kind == v1::CONFLICT) return false;
      agreed = agreed || fact.kind == v1::AGREEMENT_SIGNED;
      if (fact.kind != v1::ACCEPTED && fact.kind != v1::DECLINED) continue;
      const std::pair<std::int64_t, bool> word{fact.occurred, fact.kind == v1::DECLINED};
      auto& of = last.try_emplace(fact.member, word).first->second;
      of = std::max(of, word);
    }
    return agreed || (last.size() == 2 && !last[a].second && !last[b].second);
  };
  for (int step = 0; step < 3000; ++step) {
    if (!facts.empty() && below(2) == 0) {
      const auto at = facts.begin() + below(static_cast<unsigned>(facts.size()));
      consents.Remove(*at);
      facts.erase(at);
    } else {
      InteractionFact fact;
      fact.occurred = below(4);
      fact.member = below(4);
      fact.partner = (fact.member + 1 + below(3)) % 4;
      fact.kind = kKinds[below(std::size(kKinds))];
      consents.Add(fact);
      facts.push_back(fact);
    }
    for (std::uint32_t a = 0; a < 4; ++a) {
      const auto of = consents.Of(a);
      const std::set<std::uint32_t> told(of.begin(), of.end());
      for (std::uint32_t b = 0; b < 4; ++b) {
        if (a == b) continue;
        ASSERT_EQ(told.contains(b), consent(a, b)) << step << ": " << a << ", " << b;
      }
    }
  }
}

}  // namespace
}  // namespace counterpoint::service
