#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> IdsOf(const v1::SearchMembersResponse& response) {
  std::vector<std::string> ids;
  for (const v1::Member& member : response.members()) {
    ids.push_back(member.name().substr(member.name().rfind('/') + 1));
  }
  return ids;
}

class MemberSearchTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    CreateAlliance("music");
  }
  void CreateMembers(int count) {
    v1::BatchCreateMembersRequest batch;
    batch.set_parent("alliances/music");
    for (int i = 0; i < count; ++i) {
      v1::CreateMemberRequest& item = *batch.add_requests();
      item.set_member_id(absl::StrCat("m", 100 + i));
      *item.mutable_member() = Parse<v1::Member>(kComposer);
    }
    ASSERT_TRUE(Send(batch).ok());
  }
  // Right after a commit the index may not be there at all.
  Answer<v1::SearchMembersResponse> Search(const std::string& fields) {
    AwaitIndex();
    return SearchNow(fields);
  }
  Answer<v1::SearchMembersResponse> SearchNow(const std::string& fields) {
    return Send<v1::SearchMembersRequest>(absl::StrCat("parent: 'alliances/music' ", fields));
  }
};

TEST_F(MemberSearchTest, FindsByWordsOfNamesAndIds) {
  CreateMember("north-wind", kComposer);
  CreateMember("galaxy", kGameStudio);
  EXPECT_THAT(IdsOf(*Search("query: 'AUDIO nor'")), ElementsAre("north-wind"));
  EXPECT_THAT(IdsOf(*Search("query: '遊戲'")), ElementsAre("galaxy"));
  EXPECT_THAT(IdsOf(*Search("query: 'galax'")), ElementsAre("galaxy"));
  EXPECT_THAT(IdsOf(*Search("query: 'orchestral'")), IsEmpty());
  EXPECT_THAT(IdsOf(*Search("")), ElementsAre("galaxy", "north-wind"));
}

TEST_F(MemberSearchTest, FilterHoldsAsItDoesForLists) {
  CreateMember("north-wind", kComposer);
  CreateMember("galaxy", kGameStudio);
  for (const char* filter : {"kinds: CREATOR", "regions: 'CN-SH'", "regions: 'CN-SH-XUHUI'",
                             "topics: 'music'", "states: PAUSED", ""}) {
    AwaitIndex();
    const auto found = SearchNow(absl::StrCat("filter {", filter, "}"));
    const auto listed = Send<v1::ListMembersRequest>(
        absl::StrCat("parent: 'alliances/music' filter {", filter, "}"));
    ASSERT_EQ(found->total_size(), listed->members_size()) << filter;
    for (int i = 0; i < listed->members_size(); ++i) {
      EXPECT_EQ(found->members(i).SerializeAsString(), listed->members(i).SerializeAsString());
    }
  }
}

TEST_F(MemberSearchTest, PagesAreOfOneListAndSkipLeadsToAPage) {
  CreateMembers(23);
  const auto first = Search("page_size: 10");
  EXPECT_EQ(first->total_size(), 23);
  EXPECT_EQ(first->members_size(), 10);
  EXPECT_TRUE(Send<v1::DeleteMemberRequest>("name: 'alliances/music/members/m112'").ok());
  CreateMember("m000", kComposer);
  const std::string token = first->next_page_token();
  const auto second = SearchNow(absl::StrCat("page_size: 10 page_token: '", token, "'"));
  EXPECT_EQ(second->total_size(), 23);
  EXPECT_EQ(second->revision(), first->revision());
  EXPECT_EQ(second->members_size(), 9);  // One is gone.
  EXPECT_EQ(IdsOf(*second).front(), "m110");
  const auto third =
      SearchNow(absl::StrCat("page_size: 10 page_token: '", second->next_page_token(), "'"));
  EXPECT_THAT(IdsOf(*third), ElementsAre("m120", "m121", "m122"));
  EXPECT_EQ(third->next_page_token(), "");

  const auto jump = Search("page_size: 2 skip: 20");
  EXPECT_THAT(IdsOf(*jump), ElementsAre("m120", "m121"));
  const auto next =
      SearchNow(absl::StrCat("page_size: 2 skip: 20 page_token: '", jump->next_page_token(), "'"));
  EXPECT_THAT(IdsOf(*next), ElementsAre("m122"));
  EXPECT_THAT(IdsOf(*Search("skip: 2000000000")), IsEmpty());
}

TEST_F(MemberSearchTest, TokensAreOfTheirQueryAndExpire) {
  CreateMembers(3);
  const std::string token = Search("page_size: 1")->next_page_token();
  const auto other = SearchNow(absl::StrCat("query: 'm' page_token: '", token, "'"));
  EXPECT_THAT(BadFields(other.status), ElementsAre("page_token"));
  Wait(absl::Minutes(11));
  EXPECT_EQ(SearchNow(absl::StrCat("page_token: '", token, "'")).code(),
            grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(MemberSearchTest, SeesAWriteAtOnce) {
  CreateMembers(3);
  AwaitIndex();
  for (int i = 0; i < 20; ++i) {
    const std::string id = absl::StrCat("fresh-", 10 + i);
    CreateMember(id, kGameStudio);
    EXPECT_THAT(IdsOf(*SearchNow(absl::StrCat("query: '", id, "'"))), ElementsAre(id));
    EXPECT_TRUE(
        Send<v1::DeleteMemberRequest>(absl::StrCat("name: 'alliances/music/members/", id, "'"))
            .ok());
    EXPECT_THAT(IdsOf(*SearchNow(absl::StrCat("query: '", id, "'"))), IsEmpty());
  }
}

TEST_F(MemberSearchTest, CountsAreOfAllPages) {
  CreateMember("galaxy", kGameStudio);
  CreateMembers(5);
  const auto found = Search("page_size: 1 facets: [KINDS, REGIONS, STATES, TOPICS, LISTINGS]");
  const v1::MemberCounts& counts = found->counts();
  ASSERT_EQ(counts.kinds_size(), 2);
  EXPECT_EQ(counts.kinds(0).kind(), v1::CREATOR);
  EXPECT_EQ(counts.kinds(0).members(), 5);
  ASSERT_EQ(counts.regions_size(), 2);
  EXPECT_EQ(counts.regions(0).region(), "CN-SH");
  EXPECT_EQ(counts.regions(0).members(), 5);
  EXPECT_EQ(counts.states(0).members(), 6);
  ASSERT_EQ(counts.topics_size(), 1);
  EXPECT_EQ(counts.topics(0).topic(), "game-music");
  EXPECT_EQ(counts.topics(0).offering_members(), 5);
  EXPECT_EQ(counts.need_count(), 1);
  EXPECT_EQ(counts.offer_count(), 5);
  EXPECT_FALSE(Search("page_size: 1")->has_counts());
}

TEST_F(MemberSearchTest, ReadMaskLeavesOutAllOtherFields) {
  CreateMember("galaxy", kGameStudio);
  const auto found = Search("read_mask { paths: 'display_name' paths: 'kind' }");
  v1::Member expected = Parse<v1::Member>(
      "name: 'alliances/music/members/galaxy' kind: SCENE_UNIT display_name { key: 'zh' value: "
      "'星河游戏' }");
  ASSERT_EQ(found->members_size(), 1);
  EXPECT_EQ(found->members(0).SerializeAsString(), expected.SerializeAsString());
}

TEST_F(MemberSearchTest, ErrorsNameEveryFieldAndTheAlliance) {
  const auto wrong = SearchNow("page_size: 1001 skip: -1 filter { topics: 'none' }");
  EXPECT_EQ(wrong.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFields(wrong.status), ElementsAre("page_size", "filter.topics[0]", "skip"));
  EXPECT_EQ(Send<v1::SearchMembersRequest>("parent: 'alliances/none'").code(),
            grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace counterpoint::service
