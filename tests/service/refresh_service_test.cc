#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "service/conversion/policy_proposal_record.h"
#include "service/conversion/resource_name.h"
#include "service/recommendations/generation_store.h"
#include "service/recommendations/generations.h"
#include "service/recommendations/list_digest.h"
#include "tests/service/refresh_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class RefreshServiceTest : public RefreshTest {
 protected:
  // "id score" of a live list.
  std::vector<std::string> LiveList(const std::string& id, int size) {
    const auto answer = Send<v1::RecommendPartnersRequest>(absl::StrCat(
        "member: '", conversion::FormatMemberName("music", id), "' page_size: ", size));
    EXPECT_TRUE(answer.ok()) << answer.status.error_message();
    std::vector<std::string> list;
    for (const v1::Match& match : answer->matches()) {
      list.push_back(absl::StrCat(conversion::ParseMemberName(match.partner().name())->member, " ",
                                  match.score()));
    }
    return list;
  }
  static std::vector<std::string> StoredList(const StoredLists& lists, const std::string& id) {
    std::vector<std::string> list;
    for (const StoredEntry& entry : lists.Of(*lists.Find(id))) {
      list.push_back(absl::StrCat(lists.members()[entry.partner], " ", entry.score));
    }
    return list;
  }
  void CreateProposal(double floor) {
    WithStore([&](storage::Store& store) {
      v1::PolicyProposal proposal;
      proposal.mutable_policy()->set_floor(floor);
      storage::CommitRequest commit;
      commit.alliance = "music";
      commit.writes.resize(1);
      commit.writes[0].collection = storage::Collection::kPolicyProposal;
      commit.writes[0].id = conversion::PolicyProposalRecordId(1);
      commit.writes[0].payload = conversion::PayloadOf(proposal);
      ASSERT_TRUE(store.Commit(std::move(commit)).ok());
    });
  }
  // Operations wait for a thread that never comes.
  void HoldOperations() {
    options_.operation_threads = 0;
    Restart();
  }
  void LetOperationsGo() {
    options_.operation_threads = 2;
    Restart();
  }

  std::mt19937 random_{1};
};

constexpr char kShadow[] = "policy_proposal: 'alliances/music/policyProposals/1'";

TEST_F(RefreshServiceTest, ListsOfAllMembersAreTheLiveOnes) {
  StopClock();
  CreateMembers(0, 40, random_);
  Record("d", "m-00001", "m-00002", "kind: DECLINED decline_reason: TOO_EARLY");
  for (const char* rule : {"action: VETO partners { members: 'alliances/music/members/m-00003' }",
                           "action: BOOST factor: 1.3 partners { kinds: CREATOR }",
                           "action: PIN partners { members: 'alliances/music/members/m-00004' }"}) {
    ASSERT_TRUE(Send<v1::CreateStaffRuleRequest>(
                    absl::StrCat("parent: 'alliances/music' staff_rule { author: 'Staff' "
                                 "reason: 'a fair' ",
                                 rule, " }"))
                    .ok());
  }
  AwaitIndex();
  const v1::Generation generation = Refresh("list_size: 7");
  EXPECT_EQ(generation.state(), v1::Generation::COMPLETE);
  EXPECT_TRUE(generation.current());
  EXPECT_EQ(generation.list_size(), 7);
  EXPECT_EQ(generation.member_count(), 40);
  EXPECT_EQ(generation.judged_count(), 40);
  EXPECT_EQ(generation.full_reason(), "there was no generation yet");
  const auto lists = ReadLists(1);
  ASSERT_THAT(lists->members(), SizeIs(40));
  EXPECT_EQ(static_cast<std::int64_t>(lists->entry_count()), generation.entry_count());
  EXPECT_EQ(DigestOf(*lists), generation.digest());
  for (int i = 0; i < 40; ++i) {
    EXPECT_EQ(StoredList(*lists, IdOf(i)), LiveList(IdOf(i), 7)) << i;
  }
}

TEST_F(RefreshServiceTest, WhatWasCommittedBeforeTheCallIsInTheLists) {
  CreateMembers(0, 10, random_);
  for (int i = 10; i < 15; ++i) {
    CreateMember(IdOf(i), kComposer);
    EXPECT_EQ(Refresh().member_count(), i + 1);
  }
}

TEST_F(RefreshServiceTest, AllianceWithoutMembersHasAnEmptyGeneration) {
  const v1::Generation generation = Refresh();
  EXPECT_EQ(generation.member_count(), 0);
  EXPECT_EQ(generation.entry_count(), 0);
  EXPECT_TRUE(generation.current());
  EXPECT_THAT(ReadLists(1)->members(), IsEmpty());
}

TEST_F(RefreshServiceTest, WhatIsWrongIsRefused) {
  const auto bad = Ask<v1::RefreshRecommendationsRequest>(
      "parent: 'music' list_size: 201 policy_proposal: 'x' as_of_time { nanos: -1 }");
  EXPECT_EQ(bad.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFields(bad.status),
              ElementsAre("parent", "list_size", "as_of_time", "policy_proposal"));
  EXPECT_THAT(BadFields(Begin("policy_proposal: 'alliances/games/policyProposals/1'").status),
              ElementsAre("policy_proposal"));
  EXPECT_EQ(Begin(kShadow).code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Ask<v1::RefreshRecommendationsRequest>("parent: 'alliances/games'").code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Get(0).code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Get(1).code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(RollBack(1).code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(BadFields(Ask<v1::GetGenerationRequest>("name: 'x'").status), ElementsAre("name"));
  EXPECT_THAT(BadFields(Ask<v1::RollBackRecommendationsRequest>("generation: 'x'").status),
              ElementsAre("generation"));
  EXPECT_THAT(BadFields(Ask<v1::ListGenerationsRequest>("parent: 'x' page_size: 1001").status),
              ElementsAre("parent", "page_size"));
}

TEST_F(RefreshServiceTest, OneRefreshIsUnderWayAtATimeAndCanBeJoined) {
  HoldOperations();
  const auto first = Begin();
  ASSERT_TRUE(first.ok());
  const auto second = Begin();
  EXPECT_EQ(second.code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(DetailOf<google::rpc::ResourceInfo>(second.status).resource_name(), first->name());
  const auto joined = Begin("join: true");
  ASSERT_TRUE(joined.ok()) << joined.status.error_message();
  EXPECT_EQ(joined->name(), first->name());
  LetOperationsGo();
  EXPECT_EQ(Await(first->name()).result(), "alliances/music/generations/1");
  EXPECT_NE(Begin("join: true")->name(), first->name());
}

TEST_F(RefreshServiceTest, RepeatedRequestGivesTheFirstOperation) {
  const auto first = Begin("request_id: 'r'");
  Await(first->name());
  const auto again = Begin("request_id: 'r'");
  EXPECT_EQ(again->name(), first->name());
  EXPECT_EQ(again->state(), v1::Operation::SUCCEEDED);
  EXPECT_EQ(Begin("request_id: 'r' list_size: 3").code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(Numbers(), ElementsAre(1));
}

TEST_F(RefreshServiceTest, ValidationAloneBeginsNothing) {
  const auto checked = Begin("validate_only: true request_id: 'r'");
  ASSERT_TRUE(checked.ok());
  EXPECT_EQ(checked->name(), "");
  EXPECT_EQ(checked->method(), "RefreshRecommendations");
  EXPECT_EQ(checked->target(), "alliances/music");
  EXPECT_EQ(Begin(absl::StrCat("validate_only: true ", kShadow)).code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(Numbers(), IsEmpty());
}

TEST_F(RefreshServiceTest, WhatIsCancelledChangesNothing) {
  CreateMembers(0, 20, random_);
  HoldOperations();
  const auto begun = Begin();
  EXPECT_EQ(Cancel(begun->name())->state(), v1::Operation::CANCELLED);
  LetOperationsGo();
  EXPECT_EQ(Await(begun->name()).state(), v1::Operation::CANCELLED);
  EXPECT_EQ(Get().code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(Refresh().name(), HasSubstr("generations/"));
}

// Cancelled at some moment: either it had succeeded, or what was current stays so.
TEST_F(RefreshServiceTest, CancellationAtAnyMomentIsAllOrNothing) {
  CreateMembers(0, 100, random_);
  const std::string full = "full: true as_of_time { seconds: 1800000000 }";
  std::string current = Refresh(full).name();
  for (int round = 0; round < 30; ++round) {
    const auto begun = Begin(full);
    ASSERT_TRUE(begun.ok()) << begun.status.error_message();
    absl::SleepFor(absl::Microseconds(random_() % 20'000));
    const auto ended = Cancel(begun->name());
    if (ended->state() == v1::Operation::SUCCEEDED) current = ended->result();
    ASSERT_EQ(Get()->name(), current) << round;
  }
  const v1::Generation last = Refresh(full);
  for (const int number : Numbers()) {
    const auto kept = Get(number);
    if (!kept.ok() || kept->state() != v1::Generation::COMPLETE) continue;
    EXPECT_EQ(kept->digest(), last.digest()) << number;
  }
  EXPECT_EQ(DigestOf(*ReadLists(0)), last.digest());
}

TEST_F(RefreshServiceTest, NewestTenAreKeptAndListedPageByPage) {
  for (int i = 0; i < 13; ++i) Refresh("full: true");
  EXPECT_THAT(Numbers(), ElementsAre(13, 12, 11, 10, 9, 8, 7, 6, 5, 4));
  EXPECT_EQ(Get(3).code(), grpc::StatusCode::NOT_FOUND);
  std::vector<std::string> pages;
  v1::ListGenerationsRequest request;
  request.set_parent("alliances/music");
  request.set_page_size(4);
  do {
    const auto page = Send(request);
    ASSERT_TRUE(page.ok());
    std::string numbers;
    for (const auto& generation : page->generations()) {
      absl::StrAppend(&numbers, conversion::ParseGenerationName(generation.name())->generation,
                      generation.current() ? "* " : " ");
    }
    pages.push_back(numbers);
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(pages, ElementsAre("13* 12 11 10 ", "9 8 7 6 ", "5 4 "));
}

TEST_F(RefreshServiceTest, RollingBackShowsTheListsBeforeAtOnce) {
  CreateMembers(0, 20, random_);
  Refresh();
  CreateMembers(20, 5, random_);
  Refresh();
  const auto back = RollBack(1);
  ASSERT_TRUE(back.ok()) << back.status.error_message();
  EXPECT_TRUE(back->current());
  EXPECT_EQ(Get()->name(), "alliances/music/generations/1");
  EXPECT_FALSE(Get(2)->current());
  EXPECT_EQ(RollBack(1)->name(), back->name());
  EXPECT_EQ(RollBack(0)->name(), back->name());
  EXPECT_THAT(ReadLists(0)->members(), SizeIs(20));
  WithStore([](storage::Store& store) {
    const auto steps = Generations(store).StepsAfter("music", 0);
    ASSERT_TRUE(steps.ok());
    ASSERT_EQ(steps->size(), 3U);
    EXPECT_TRUE(steps->back().rolled_back());
    EXPECT_EQ(steps->back().previous(), 2);
  });
}

TEST_F(RefreshServiceTest, WhatWasRolledBackToIsKeptUntilItIsLongPast) {
  Refresh("full: true");
  for (int i = 2; i <= 10; ++i) Refresh("full: true");
  ASSERT_TRUE(RollBack(1).ok());
  Refresh("full: true");
  // The step from it to the newest is told by both.
  EXPECT_TRUE(Get(1).ok());
  EXPECT_EQ(Get()->name(), "alliances/music/generations/11");
  Refresh("full: true");
  EXPECT_EQ(Get(1).code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(RefreshServiceTest, ShadowHasTheListsOfItsPolicyAndIsNeverCurrent) {
  CreateMembers(0, 30, random_);
  const v1::Generation present = Refresh();
  CreateProposal(/*floor=*/0.9);
  const v1::Generation shadow = Refresh(kShadow);
  EXPECT_TRUE(shadow.shadow());
  EXPECT_FALSE(shadow.current());
  EXPECT_EQ(shadow.policy_proposal(), "alliances/music/policyProposals/1");
  EXPECT_LT(shadow.entry_count(), present.entry_count());
  EXPECT_EQ(Get()->name(), present.name());
  EXPECT_EQ(RollBack(2).code(), grpc::StatusCode::FAILED_PRECONDITION);
  for (int i = 0; i < 6; ++i) Refresh(kShadow);
  EXPECT_THAT(Numbers(), ElementsAre(8, 7, 6, 5, 4, 1));
}

TEST_F(RefreshServiceTest, EqualRevisionPolicyAndMomentGiveEqualLists) {
  CreateMembers(0, 50, random_);
  const std::string moment = "full: true as_of_time { seconds: 1800000000 }";
  const v1::Generation one = Refresh(moment);
  const v1::Generation other = Refresh(moment);
  EXPECT_EQ(one.digest(), other.digest());
  EXPECT_EQ(one.as_of_time().seconds(), 1'800'000'000);
  Restart();
  EXPECT_EQ(Refresh(moment).digest(), one.digest());
  EXPECT_NE(Refresh("full: true list_size: 3").digest(), one.digest());
}

TEST_F(RefreshServiceTest, CausesTellWhatHasHappenedToMembersAndPairs) {
  CreateMembers(0, 20, random_);
  Refresh();
  CreateMember("new", kComposer);
  Update(RandomMember(IdOf(3), random_));
  Delete(IdOf(4));
  CreateMember("gone", kComposer);
  Delete("gone");
  Record("d", IdOf(5), IdOf(6), "kind: DECLINED decline_reason: TOO_EARLY");
  Refresh();
  WithStore([](storage::Store& store) {
    const auto causes = Generations(store).Causes({"music", 0});
    ASSERT_TRUE(causes.ok()) << causes.status();
    EXPECT_EQ(causes->since_generation(), 1);
    std::vector<std::string> members;
    for (const auto& member : causes->members()) {
      members.push_back(
          absl::StrCat(member.member(), " ",
                       v1::RecommendationChangeCause_Name(
                           static_cast<v1::RecommendationChangeCause>(member.cause()))));
    }
    EXPECT_THAT(members, ElementsAre("m-00003 PROFILE_CHANGED", "m-00004 MEMBER_REMOVED",
                                     "new MEMBER_ADDED"));
    EXPECT_THAT(causes->pairs(), ElementsAre("m-00005/m-00006"));
  });
}

TEST_F(RefreshServiceTest, DeletedAllianceStopsItsRefresh) {
  CreateMembers(0, 20, random_);
  Refresh();
  Begin("full: true");
  ASSERT_TRUE(Send<v1::DeleteAllianceRequest>("name: 'alliances/music' force: true").ok());
  CreateAlliance("music");
  AwaitIndex();
  EXPECT_THAT(Numbers(), IsEmpty());
  EXPECT_EQ(Refresh().name(), "alliances/music/generations/1");
}

}  // namespace
}  // namespace counterpoint::service
