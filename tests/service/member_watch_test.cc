#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;

class MemberWatchTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    CreateAlliance("music");
  }
  void DeleteMember(const std::string& id) {
    EXPECT_TRUE(
        Send<v1::DeleteMemberRequest>(absl::StrCat("name: 'alliances/music/members/", id, "'"))
            .ok());
  }
  static std::vector<std::string> StoryOf(const std::vector<v1::MemberChange>& changes) {
    std::vector<std::string> story;
    for (const auto& change : changes) {
      story.push_back(absl::StrCat(change.revision(), " ", v1::ChangeCause_Name(change.cause()),
                                   " ", change.name().substr(change.name().rfind('/') + 1),
                                   change.has_member() ? "" : " gone"));
    }
    return story;
  }
};

TEST_F(MemberWatchTest, TellsAllChangesInOrder) {
  CreateMember("north", kComposer);
  CreateMember("star", kGameStudio);
  Send<v1::UpdateMemberRequest>("member { name: 'alliances/music/members/star' region: 'CN' }");
  DeleteMember("north");
  const auto changes = Changes("alliances/music", 0);
  ASSERT_TRUE(changes.ok()) << changes.status.error_message();
  EXPECT_THAT(StoryOf(*changes), ElementsAre("2 CREATED north gone", "3 CREATED star",
                                             "4 UPDATED star", "5 DELETED north gone"));
  EXPECT_EQ((*changes)[1].member().region(), "CN") << "as it is now";
}

TEST_F(MemberWatchTest, ResumesAfterARevisionAcrossARestart) {
  CreateMember("north", kComposer);
  CreateMember("star", kGameStudio);
  Restart();
  DeleteMember("north");
  EXPECT_THAT(StoryOf(*Changes("alliances/music", 2)),
              ElementsAre("3 CREATED star", "4 DELETED north gone"));
}

TEST_F(MemberWatchTest, NewChangesComeAsTheyHappen) {
  grpc::ClientContext context;
  const auto stream = members_->WatchMembers(
      &context, Parse<v1::WatchMembersRequest>("parent: 'alliances/music' start_revision: 1"));
  v1::WatchMembersResponse response;
  for (const char* id : {"a", "b", "c"}) {
    CreateMember(id, kComposer);
    ASSERT_TRUE(stream->Read(&response));
    ASSERT_EQ(response.changes_size(), 1);
    EXPECT_EQ(response.changes(0).name(), absl::StrCat("alliances/music/members/", id));
    EXPECT_EQ(response.revision(), response.changes(0).revision());
  }
  context.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(MemberWatchTest, LargeCommitIsResumableOnlyAsAWhole) {
  v1::ImportMembersRequest import;
  import.set_parent("alliances/music");
  for (int i = 0; i < 450; ++i) {
    *import.add_members() = Parse<v1::Member>(kGameStudio);
    import.mutable_members(i)->set_name(absl::StrCat("members/m", i));
  }
  ASSERT_TRUE(Import({import}).ok());
  grpc::ClientContext context;
  const auto stream = members_->WatchMembers(
      &context, Parse<v1::WatchMembersRequest>(
                    "parent: 'alliances/music' start_revision: 1 until_present: true"));
  v1::WatchMembersResponse response;
  int told = 0;
  while (stream->Read(&response)) {
    told += response.changes_size();
    EXPECT_EQ(response.revision(), told < 450 ? 1 : 2);
  }
  EXPECT_EQ(told, 450);
}

TEST_F(MemberWatchTest, RevisionYetToComeIsOutOfRange) {
  EXPECT_EQ(Changes("alliances/music", 100).code(), grpc::StatusCode::OUT_OF_RANGE);
}

TEST_F(MemberWatchTest, RevisionThatTheLogHasLostIsOutOfRange) {
  CreateMember("north", kComposer);
  Wait(absl::Hours(24 * 60));
  CreateMember("star", kGameStudio);
  ASSERT_TRUE(server_->Sweep().ok());
  EXPECT_EQ(Changes("alliances/music", 1).code(), grpc::StatusCode::OUT_OF_RANGE);
  EXPECT_THAT(StoryOf(*Changes("alliances/music", 2)), ElementsAre("3 CREATED star"));
}

TEST_F(MemberWatchTest, ExpiryIsTold) {
  auto request = Parse<v1::CreateMemberRequest>(
      absl::StrCat("parent: 'alliances/music' member_id: 'north' member {", kComposer, "}"));
  request.mutable_member()->mutable_expire_time()->set_seconds(
      absl::ToUnixSeconds(absl::Now() + absl::Hours(1)));
  ASSERT_TRUE(Send(request).ok());
  Wait(absl::Hours(2));
  ASSERT_TRUE(server_->Sweep().ok());
  EXPECT_THAT(StoryOf(*Changes("alliances/music", 2)), ElementsAre("3 EXPIRED north gone"));
}

TEST_F(MemberWatchTest, OfAnAllianceMadeAnewTellsTheNewOneFromTheStart) {
  CreateMember("north", kComposer);
  EXPECT_TRUE(Send<v1::DeleteAllianceRequest>("name: 'alliances/music' force: true").ok());
  CreateAlliance("music");
  CreateMember("star", kGameStudio);
  EXPECT_THAT(StoryOf(*Changes("alliances/music", 0)), ElementsAre("5 CREATED star"));
  EXPECT_EQ(Changes("alliances/music", 1).code(), grpc::StatusCode::OUT_OF_RANGE);
}

TEST_F(MemberWatchTest, EndsNotFoundWhenTheAllianceIsDeleted) {
  grpc::ClientContext context;
  const auto stream = members_->WatchMembers(
      &context, Parse<v1::WatchMembersRequest>("parent: 'alliances/music' start_revision: 1"));
  CreateMember("north", kComposer);
  v1::WatchMembersResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_TRUE(Send<v1::DeleteAllianceRequest>("name: 'alliances/music' force: true").ok());
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(MemberWatchTest, EndsUnavailableWhenTheServerDrains) {
  grpc::ClientContext context;
  const auto stream =
      members_->WatchMembers(&context, Parse<v1::WatchMembersRequest>("parent: 'alliances/music'"));
  CreateMember("north", kComposer);
  v1::WatchMembersResponse response;
  ASSERT_TRUE(stream->Read(&response));
  Stop();
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace counterpoint::service
