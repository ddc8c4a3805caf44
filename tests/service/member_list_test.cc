#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;

class MemberListTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    CreateAlliance("music");
  }
  // m000, m001, ...
  void CreateMembers(int count) {
    v1::BatchCreateMembersRequest batch;
    batch.set_parent("alliances/music");
    for (int i = 0; i < count; ++i) {
      v1::CreateMemberRequest& item = *batch.add_requests();
      item.set_member_id(absl::StrCat("m", i / 100, i / 10 % 10, i % 10));
      *item.mutable_member() = Parse<v1::Member>(kComposer);
    }
    const auto created = Send(batch);
    ASSERT_TRUE(created.ok()) << created.status.error_message();
  }
  Answer<v1::ListMembersResponse> List(int page_size, const std::string& token,
                                       const std::string& filter = "") {
    return Send<v1::ListMembersRequest>(
        absl::StrCat("parent: 'alliances/music' page_size: ", page_size, " page_token: '", token,
                     "' filter {", filter, "}"));
  }
  std::vector<std::string> IdsOf(const std::string& filter) {
    std::vector<std::string> ids;
    const auto listed = List(100, "", filter);
    EXPECT_TRUE(listed.ok()) << listed.status.error_message();
    for (const auto& member : listed->members()) {
      ids.push_back(member.name().substr(member.name().rfind('/') + 1));
    }
    return ids;
  }
};

TEST_F(MemberListTest, PagesNeitherRepeatNorSkipWhileOthersWrite) {
  CreateMembers(200);
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (int i = 0; !stop; i = (i + 7) % 200) {
      Send<v1::DeleteMemberRequest>(
          absl::StrCat("name: 'alliances/music/members/m", i / 100, i / 10 % 10, i % 10, "'"));
      CreateMember(absl::StrCat("between-", i, "-", absl::ToUnixNanos(absl::Now())), kComposer);
    }
  });
  const auto first = List(7, "");
  std::vector<std::string> names;
  std::string token;
  auto page = first;
  for (;;) {
    ASSERT_TRUE(page.ok()) << page.status.error_message();
    EXPECT_EQ(page->revision(), first->revision());
    for (const auto& member : page->members()) names.push_back(member.name());
    if (page->next_page_token().empty()) break;
    page = List(7, page->next_page_token());
  }
  stop = true;
  writer.join();
  // Each commit of the writer before the snapshot took one member or added one.
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
  const std::int64_t commits_before = first->revision() - 2;
  EXPECT_GE(static_cast<std::int64_t>(names.size()), 200 - commits_before);
  EXPECT_LE(static_cast<std::int64_t>(names.size()), 200 + commits_before);
}

TEST_F(MemberListTest, PagesShowTheSnapshotOfTheFirst) {
  CreateMembers(3);
  const auto first = List(2, "");
  EXPECT_TRUE(Send<v1::DeleteMemberRequest>("name: 'alliances/music/members/m002'").ok());
  CreateMember("m003", kComposer);
  const auto second = List(2, first->next_page_token());
  ASSERT_EQ(second->members_size(), 1);
  EXPECT_EQ(second->members(0).name(), "alliances/music/members/m002");
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(MemberListTest, TokenOfAnotherQueryIsInvalid) {
  CreateMembers(3);
  const auto first = List(2, "");
  const auto other = List(2, first->next_page_token(), "kinds: CREATOR");
  EXPECT_EQ(other.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFields(other.status), ElementsAre("page_token"));
  EXPECT_THAT(BadFields(List(2, "bm9uZQ").status), ElementsAre("page_token"));
}

TEST_F(MemberListTest, TokenExpiresAfterTenMinutesOfDisuse) {
  CreateMembers(3);
  const auto first = List(1, "");
  Wait(absl::Minutes(9));
  const auto second = List(1, first->next_page_token());
  EXPECT_TRUE(second.ok());
  Wait(absl::Minutes(9));
  EXPECT_TRUE(List(1, second->next_page_token()).ok());
  Wait(absl::Minutes(11));
  EXPECT_EQ(List(1, first->next_page_token()).code(), grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(MemberListTest, TokenDoesNotOutliveTheServer) {
  CreateMembers(3);
  const auto first = List(1, "");
  Restart();
  EXPECT_EQ(List(1, first->next_page_token()).code(), grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(MemberListTest, FilterIsAppliedFieldByField) {
  CreateMember("north", kComposer);
  CreateMember("star", kGameStudio);
  CreateMember("quiet", absl::StrCat(kComposer, "state: PAUSED labels: 'vip' employee_count: 12"));
  EXPECT_THAT(IdsOf(""), ElementsAre("north", "quiet", "star"));
  EXPECT_THAT(IdsOf("kinds: SCENE_UNIT"), ElementsAre("star"));
  EXPECT_THAT(IdsOf("regions: 'CN-SH-XUHUI'"), ElementsAre("star"));
  EXPECT_THAT(IdsOf("regions: 'CN'"), ElementsAre("north", "quiet", "star"));
  EXPECT_THAT(IdsOf("topics: 'game-music'"), ElementsAre("north", "quiet"));
  EXPECT_THAT(IdsOf("states: PAUSED"), ElementsAre("quiet"));
  EXPECT_THAT(IdsOf("labels: 'vip' kinds: CREATOR"), ElementsAre("quiet"));
  EXPECT_THAT(IdsOf("labels: 'vip' kinds: SCENE_UNIT"), ElementsAre());
  EXPECT_THAT(IdsOf("employee_count { min: 12 max: 12 }"), ElementsAre("quiet"));
  EXPECT_THAT(IdsOf("members: 'alliances/music/members/star'"), ElementsAre("star"));
}

TEST_F(MemberListTest, PageStopsBeforeItGetsTooLargeForAClient) {
  v1::Member large = Parse<v1::Member>(kComposer);
  (*large.mutable_description())["en"] = std::string(20'000, 'x');
  (*large.mutable_description())["zh"] = std::string(20'000, 'y');
  v1::ImportMembersRequest import;
  import.set_parent("alliances/music");
  for (int i = 0; i < 100; ++i) {
    *import.add_members() = large;
    import.mutable_members(i)->set_name(absl::StrCat("members/m", i));
  }
  ASSERT_TRUE(Import({import}).ok());
  const auto first = List(100, "");
  ASSERT_TRUE(first.ok()) << first.status.error_message();
  EXPECT_LT(first->members_size(), 100);
  const auto second = List(100, first->next_page_token());
  EXPECT_EQ(first->members_size() + second->members_size(), 100);
}

TEST_F(MemberListTest, ListOfUnknownAllianceIsNotFound) {
  EXPECT_EQ(Send<v1::ListMembersRequest>("parent: 'alliances/nowhere'").code(),
            grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace counterpoint::service
