#include "matching/index/member_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/matching/partnerships.h"
#include "tests/matching/profiles.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;

TEST(MemberIndexTest, FindsEachMemberAndNoOther) {
  const auto index = IndexOf(Features(RandomProfiles(1).MakeAll(30)));
  EXPECT_EQ(index->size(), 30U);
  EXPECT_EQ(index->Find("m-1007")->id, "m-1007");
  EXPECT_EQ(index->Find("m-1030"), nullptr);
}

TEST(MemberIndexTest, AnEmptyIndexRanksNobody) {
  const auto index = IndexOf({});
  const auto asker = Features(Profile("a", MemberKind::kCreator, {"game music"}, {}));
  EXPECT_TRUE(RecommendPartners(*index, *asker, Query(), RunInTurn).matches.empty());
}

TEST(MemberIndexTest, APutMemberTakesThePlaceOfTheOldOne) {
  const auto before = IndexOf(
      Features(std::vector{Profile("old", MemberKind::kCreator, {}, {"orchestra recordings"}),
                           Profile("other", MemberKind::kCreator, {}, {"museum guides"})}));
  const auto after = before->With(
      Features(std::vector{Profile("old", MemberKind::kInvestor, {}, {"seed funding"})}), {}, 2);
  EXPECT_EQ(after->size(), 2U);
  EXPECT_EQ(after->Find("old")->kind, MemberKind::kInvestor);
  EXPECT_EQ(before->Find("old")->kind, MemberKind::kCreator);
}

TEST(MemberIndexTest, RemovingForgetsAMemberAndIgnoresUnknownIds) {
  const auto before = IndexOf(Features(RandomProfiles(2).MakeAll(3)));
  const auto after = before->With({}, {"m-1001", "nobody"}, 2);
  ASSERT_EQ(after->size(), 2U);
  EXPECT_EQ(after->All()[0]->id, "m-1000");
  EXPECT_EQ(after->All()[1]->id, "m-1002");
  EXPECT_EQ(after->revision(), 2);
}

// However the members came in, in one build or change by change, each answer is
// the same to the last bit.
TEST(MemberIndexTest, AnswersDoNotDependOnTheOrderOfChanges) {
  RandomProfiles random(3);
  const auto profiles = random.MakeAll(400);
  const auto members = Features(profiles);
  const auto model = TextModel::Learn(BuiltInAnalyzer().thesaurus(), members);
  auto grown = MemberIndex::Build(model, {}, 0);
  std::int64_t revision = 0;
  for (std::size_t i = 0; i < members.size();) {
    MemberIndex::Members put;
    for (int n = 1 + random.Below(20); n > 0 && i < members.size(); --n)
      put.push_back(members[i++]);
    put.push_back(Features(random.Make("passing")));
    grown = grown->With(put, {}, ++revision);
    grown = grown->With({}, {"passing"}, ++revision);
    // Partnerships come in between, the last of them half-way.
    if (i < members.size() / 2) {
      grown =
          grown->WithPartnerships(RandomGraph(random.Below(2) == 0 ? 7 : 8, 400, 1000), ++revision);
    }
  }
  const auto built = MemberIndex::Build(model, members, revision)
                         ->WithPartnerships(grown->partnerships(), revision);
  ASSERT_EQ(grown->size(), built->size());
  for (std::size_t i = 0; i < members.size(); i += 7) {
    const Ranking a = RecommendPartners(*built, *members[i], Query(50), RunInTurn);
    const Ranking b = RecommendPartners(*grown, *members[i], Query(50), RunInTurn);
    ASSERT_EQ(Ids(a), Ids(b));
    EXPECT_EQ(a.eligible, b.eligible);
    for (std::size_t k = 0; k < a.matches.size(); ++k) {
      EXPECT_EQ(a.matches[k].score, b.matches[k].score);
    }
  }
}

TEST(MemberIndexTest, OtherPartnershipsLeaveTheMembersAsTheyAre) {
  const auto before = IndexOf(Features(RandomProfiles(5).MakeAll(10)));
  const auto after = before->WithPartnerships(PartnerGraph::Build({{"m-1001", "m-1002"}}), 2);
  EXPECT_EQ(after->size(), 10U);
  EXPECT_EQ(after->revision(), 2);
  EXPECT_TRUE(after->partnerships()->ArePartners("m-1001", "m-1002"));
  EXPECT_TRUE(before->partnerships()->empty());
  EXPECT_TRUE(after->With({}, {"m-1003"}, 3)->partnerships()->ArePartners("m-1001", "m-1002"));
}

// Whatever parts a change is merged with, its own among them or not.
TEST(MemberIndexTest, PartsOfAnySizeHoldEachMemberOnce) {
  RandomProfiles random(6);
  for (int round = 0; round < 20; ++round) {
    std::map<std::string, std::shared_ptr<const MemberFeatures>> expected;
    auto index = IndexOf({});
    for (int change = 0; change < 30; ++change) {
      std::map<std::string, std::shared_ptr<const MemberFeatures>> put;
      for (int n = 1 << random.Below(6); n > 0; --n) {
        const auto member = Features(random.Make("m-" + std::to_string(random.Below(150))));
        put.insert_or_assign(member->id, member);
      }
      std::vector<std::string> removed;
      for (int n = random.Below(8); n > 0; --n) {
        const std::string id = "m-" + std::to_string(random.Below(150));
        if (!put.contains(id)) removed.push_back(id);
      }
      for (const std::string& id : removed) expected.erase(id);
      MemberIndex::Members members;
      for (const auto& [id, member] : put) {
        expected.insert_or_assign(id, member);
        members.push_back(member);
      }
      index = index->With(std::move(members), removed, change + 1);
      ASSERT_EQ(index->size(), expected.size());
      MemberIndex::Members sorted;
      for (const auto& [id, member] : expected) sorted.push_back(member);
      ASSERT_EQ(index->All(), sorted);
    }
  }
}

TEST(MemberIndexTest, SupposedChangesAnswerAsTheirIndexWouldAndLeaveTheOldOne) {
  RandomProfiles random(7);
  const auto members = Features(random.MakeAll(60));
  const auto before = IndexOf(members);
  const MemberIndex::Members put = {Features(random.Make("m-1010")), Features(random.Make("new"))};
  const auto supposed = before->Supposing(put);
  const auto changed = before->With(put, {}, 2);
  EXPECT_EQ(supposed->All(), changed->All());
  EXPECT_EQ(supposed->revision(), before->revision());
  EXPECT_EQ(before->Find("m-1010"), members[10]);
  const Ranking a = RecommendPartners(*changed, *members[3], Query(50), RunInTurn);
  const Ranking b = RecommendPartners(*supposed, *members[3], Query(50), RunInTurn);
  ASSERT_EQ(Ids(a), Ids(b));
  for (std::size_t k = 0; k < a.matches.size(); ++k) {
    EXPECT_EQ(a.matches[k].score, b.matches[k].score);
  }
}

TEST(MemberIndexTest, ManySmallChangesLeaveFewParts) {
  RandomProfiles random(4);
  auto index = IndexOf(Features(random.MakeAll(200)));
  for (int i = 0; i < 300; ++i) {
    index = index->With({Features(random.Make("m-" + std::to_string(1000 + i % 250)))}, {}, i);
  }
  EXPECT_EQ(index->size(), 250U);
  EXPECT_LE(index->parts().size(), 8U);
}

}  // namespace
}  // namespace counterpoint::matching
