#include "service/live_index/partnerships.h"

#include <map>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "service/conversion/interaction_record.h"

namespace counterpoint::service {
namespace {

bool Everybody(const std::string&) { return true; }

TEST(PartnershipsTest, SeveralInteractionsOfOnePairJoinItOnce) {
  Partnerships partnerships;
  EXPECT_TRUE(partnerships.Put("i1", {"a", "b"}));
  EXPECT_FALSE(partnerships.Put("i2", {"a", "b"}));
  EXPECT_EQ(partnerships.Graph(Everybody)->partnerships(), 1U);
  EXPECT_FALSE(partnerships.Remove("i1"));
  EXPECT_TRUE(partnerships.Graph(Everybody)->ArePartners("a", "b"));
  EXPECT_TRUE(partnerships.Remove("i2"));
  EXPECT_TRUE(partnerships.Graph(Everybody)->empty());
}

TEST(PartnershipsTest, UnknownInteractionsAndRepetitionsChangeNothing) {
  Partnerships partnerships;
  EXPECT_FALSE(partnerships.Remove("i1"));
  EXPECT_TRUE(partnerships.Put("i1", {"a", "b"}));
  EXPECT_FALSE(partnerships.Put("i1", {"a", "b"}));
  EXPECT_EQ(partnerships.interactions(), 1U);
}

TEST(PartnershipsTest, InteractionOfOtherMembersReplacesWhatItWas) {
  Partnerships partnerships;
  partnerships.Put("i1", {"a", "b"});
  EXPECT_TRUE(partnerships.Put("i1", {"a", "c"}));
  const auto graph = partnerships.Graph(Everybody);
  EXPECT_FALSE(graph->ArePartners("a", "b"));
  EXPECT_TRUE(graph->ArePartners("a", "c"));
  EXPECT_FALSE(partnerships.Concern("b"));
}

TEST(PartnershipsTest, GraphHasOnlyPairsWhoseMembersAreBothThere) {
  Partnerships partnerships;
  partnerships.Put("i1", {"a", "b"});
  partnerships.Put("i2", {"b", "c"});
  const auto without_a = partnerships.Graph([](const std::string& id) { return id != "a"; });
  EXPECT_EQ(without_a->partnerships(), 1U);
  EXPECT_EQ(without_a->Partners("a"), 0U);
  EXPECT_TRUE(partnerships.Concern("a")) << "it counts again if it comes back";
}

TEST(PartnershipsTest, PairOfAPartnershipOrAgreementIsReadInEitherOrderOfItsMembers) {
  v1::Interaction interaction;
  interaction.set_kind(v1::PARTNERSHIP);
  interaction.set_member("alliances/music/members/star");
  interaction.set_partner("alliances/music/members/north");
  storage::Record record;
  for (const auto kind : {v1::PARTNERSHIP, v1::AGREEMENT_SIGNED}) {
    interaction.set_kind(kind);
    record.payload = conversion::PayloadOf(interaction);
    const auto pair = JoinedBy("music", record);
    ASSERT_TRUE(pair.ok()) << pair.status();
    EXPECT_EQ(*pair, MemberPair("north", "star"));
  }
  for (const auto kind : {v1::MET, v1::NO_SHOW, v1::RATED, v1::ACCEPTED, v1::CONFLICT}) {
    interaction.set_kind(kind);
    record.payload = conversion::PayloadOf(interaction);
    const auto none = JoinedBy("music", record);
    ASSERT_TRUE(none.ok()) << none.status();
    EXPECT_FALSE(none->has_value()) << v1::InteractionKind_Name(kind);
  }
  record.payload = "";
  EXPECT_TRUE(absl::IsDataLoss(JoinedBy("music", record).status()));
}

// Beside a map that is read through whenever it is asked.
TEST(PartnershipsTest, CountsAgreeWithAPlainMapAfterRandomChanges) {
  constexpr int kMembers = 7;
  std::mt19937 random(20'261'121);
  const auto below = [&](int count) { return static_cast<int>(random() % count); };
  Partnerships partnerships;
  std::map<std::string, MemberPair> plain;
  const auto pairs_of_plain = [&] {
    std::set<MemberPair> pairs;
    for (const auto& [id, pair] : plain) pairs.insert(pair);
    return pairs;
  };
  for (int round = 0; round < 3000; ++round) {
    const std::string id = absl::StrCat("i", below(20));
    const auto before = pairs_of_plain();
    bool changed = false;
    if (below(2) == 0) {
      const int a = below(kMembers - 1);
      const MemberPair pair(absl::StrCat("m", a),
                            absl::StrCat("m", a + 1 + below(kMembers - a - 1)));
      plain[id] = pair;
      changed = partnerships.Put(id, pair);
    } else {
      plain.erase(id);
      changed = partnerships.Remove(id);
    }
    const auto pairs = pairs_of_plain();
    if (pairs != before) {
      EXPECT_TRUE(changed) << round;
    }
    EXPECT_EQ(partnerships.interactions(), plain.size());
    const auto graph = partnerships.Graph(Everybody);
    ASSERT_EQ(graph->partnerships(), pairs.size()) << round;
    for (const auto& [a, b] : pairs) EXPECT_TRUE(graph->ArePartners(a, b));
    for (int m = 0; m < kMembers; ++m) {
      const std::string member = absl::StrCat("m", m);
      EXPECT_EQ(partnerships.Concern(member), graph->Partners(member) > 0) << round;
    }
  }
}

}  // namespace
}  // namespace counterpoint::service
