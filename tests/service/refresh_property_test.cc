// An incremental refresh against a full one, over random histories of an alliance
// that is large enough for its text model to stay.
#include <gmock/gmock.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "tests/service/refresh_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::HasSubstr;

constexpr int kMembers = 510;
constexpr int kRounds = 12;

class RefreshPropertyTest : public RefreshTest, public ::testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    CreateAlliance("music", absl::StrCat("policy { ", GetParam(), " }"));
    CreateMembers(0, kMembers, random_);
    for (int i = 0; i < kMembers; ++i) there_.insert(IdOf(i));
  }

  std::string AnyMember() {
    return *std::next(there_.begin(), static_cast<std::ptrdiff_t>(random_() % there_.size()));
  }
  void RecordBetweenTwo(const std::string& fields) {
    const std::string member = AnyMember();
    const std::string partner = AnyMember();
    if (member == partner) return;
    const std::string id = absl::StrCat("i", next_++);
    Record(id, member, partner, fields);
    recorded_.push_back(id);
  }
  void ChangeSomething() {
    switch (random_() % 6) {
      case 0: {
        const std::string id = absl::StrCat("new-", next_++);
        CreateMember(id,
                     "kind: CREATOR display_name { key: 'en' value: 'New' } "
                     "needs { title { key: 'en' value: 'game music' } }");
        Update(RandomMember(id, random_));
        there_.insert(id);
        return;
      }
      case 1: {
        const std::string id = AnyMember();
        Delete(id);
        there_.erase(id);
        return;
      }
      case 2:
        return RecordBetweenTwo("kind: DECLINED decline_reason: TOO_EARLY");
      case 3:
        return RecordBetweenTwo("kind: CONFLICT");
      case 4: {
        if (recorded_.empty()) return;
        Send<v1::DeleteInteractionRequest>(
            absl::StrCat("name: 'alliances/music/interactions/", recorded_.back(), "'"));
        recorded_.pop_back();
        return;
      }
      default:
        return Update(RandomMember(AnyMember(), random_));
    }
  }

  static std::string MomentOf(const v1::Generation& generation) {
    return absl::StrCat("list_size: 5 as_of_time { seconds: ", generation.as_of_time().seconds(),
                        " }");
  }

  std::mt19937 random_{11};
  std::set<std::string> there_;
  std::vector<std::string> recorded_;
  int next_ = 0;
};

TEST_P(RefreshPropertyTest, IncrementalRefreshEqualsAFullOne) {
  Settle("list_size: 5");
  for (int round = 0; round < kRounds; ++round) {
    v1::Generation incremental;
    // Some in a row, so that one is made from what another one has left.
    for (unsigned times = 1 + random_() % 3; times > 0; --times) {
      for (unsigned i = random_() % 5; i > 0; --i) ChangeSomething();
      const std::string before = Get()->name();
      incremental = Refresh("list_size: 5");
      ASSERT_EQ(incremental.base(), before) << incremental.full_reason();
      ASSERT_EQ(incremental.full_reason(), "");
      ASSERT_LT(incremental.judged_count(), kMembers / 4);
    }
    const v1::Generation full = Refresh("full: true " + MomentOf(incremental));
    ASSERT_EQ(full.base(), "");
    ASSERT_EQ(full.judged_count(), full.member_count());
    ASSERT_EQ(full.digest(), incremental.digest()) << "round " << round;
    ASSERT_EQ(full.exposure().SerializeAsString(), incremental.exposure().SerializeAsString());
  }
}

INSTANTIATE_TEST_SUITE_P(Policies, RefreshPropertyTest,
                         ::testing::Values("", "diversity: 0.3", "exposure { cap: 8 }",
                                           "exposure { congestion: true }"));

class RefreshReasonTest : public RefreshTest {
 protected:
  void SetUp() override {
    RefreshTest::SetUp();
    CreateMembers(0, kMembers, random_);
    Settle();
  }
  std::mt19937 random_{12};
};

TEST_F(RefreshReasonTest, WhatPoolsDependOnMakesAFullOneAndIsSaid) {
  EXPECT_EQ(Refresh().judged_count(), 0);
  EXPECT_EQ(Refresh("full: true").full_reason(), "it was asked for");
  EXPECT_THAT(Refresh("list_size: 30").full_reason(), HasSubstr("another length"));
  EXPECT_THAT(Refresh("list_size: 30 as_of_time { seconds: 1800000000 }").full_reason(),
              HasSubstr("another moment"));
  EXPECT_THAT(Refresh("as_of_time { seconds: 1800000000 }").full_reason(),
              HasSubstr("another length"));
  EXPECT_EQ(Refresh("as_of_time { seconds: 1800000001 }").full_reason(),
            "the generation before was judged for another moment");

  Record("p", IdOf(1), IdOf(2), "kind: PARTNERSHIP");
  EXPECT_THAT(Refresh().full_reason(), HasSubstr("partnerships"));
  ASSERT_TRUE(
      Send<v1::UpdateAllianceRequest>("alliance { name: 'alliances/music' policy { floor: 0.2 } }"
                                      " update_mask { paths: 'policy.floor' }")
          .ok());
  EXPECT_THAT(Refresh().full_reason(), HasSubstr("policy"));
  ASSERT_TRUE(Send<v1::CreateStaffRuleRequest>(
                  absl::StrCat("parent: 'alliances/music' staff_rule_id: 'r' staff_rule { "
                               "author: 'Staff' reason: 'a dispute' action: VETO "
                               "partners { members: 'alliances/music/members/",
                               IdOf(5), "' } }"))
                  .ok());
  EXPECT_THAT(Refresh().full_reason(), HasSubstr("rules of the staff"));
  EXPECT_EQ(Refresh().full_reason(), "");
  // What comes after the candidates needs no full one.
  ASSERT_TRUE(Send<v1::UpdateAllianceRequest>(
                  "alliance { name: 'alliances/music' policy { exposure { max_loss: 0.1 } } }"
                  " update_mask { paths: 'policy.exposure' }")
                  .ok());
  EXPECT_EQ(Refresh().full_reason(), "");
}

TEST_F(RefreshReasonTest, MomentStaysForADayAndThenAllIsMadeAnew) {
  StopClock();
  const v1::Generation first = Refresh("full: true");
  Wait(absl::Hours(23));
  const v1::Generation same = Refresh();
  EXPECT_EQ(same.as_of_time().seconds(), first.as_of_time().seconds());
  EXPECT_EQ(same.base(), first.name());
  Wait(absl::Hours(2));
  const v1::Generation next = Refresh();
  EXPECT_EQ(next.as_of_time().seconds(), first.as_of_time().seconds() + 25 * 3600);
  EXPECT_THAT(next.full_reason(), HasSubstr("another moment"));
}

TEST_F(RefreshReasonTest, ManyChangesMakeAFullOne) {
  for (int i = 0; i < kMembers / 3; ++i) Update(RandomMember(IdOf(i), random_));
  EXPECT_NE(Refresh().full_reason(), "");
}

}  // namespace
}  // namespace counterpoint::service
