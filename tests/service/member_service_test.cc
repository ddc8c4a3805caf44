#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;

constexpr char kNorth[] = "alliances/music/members/north";

class MemberServiceTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    CreateAlliance("music");
  }
  Answer<v1::Member> Get(const std::string& name) {
    return Send<v1::GetMemberRequest>(absl::StrCat("name: '", name, "'"));
  }
  static std::string CreationOf(const std::string& id, const std::string& more = "") {
    return absl::StrCat("parent: 'alliances/music' member_id: '", id, "' member {", kComposer, "}",
                        more);
  }
};

TEST_F(MemberServiceTest, CreatedMemberIsReadBackAsReturned) {
  const v1::Member created = CreateMember("north", kComposer);
  EXPECT_EQ(created.name(), kNorth);
  EXPECT_EQ(created.state(), v1::ACTIVE);
  EXPECT_EQ(created.offers(0).id(), "1");
  EXPECT_TRUE(created.has_create_time());
  const auto read = Get(kNorth);
  EXPECT_EQ(read->SerializeAsString(), created.SerializeAsString());
}

TEST_F(MemberServiceTest, ServiceChoosesAnIdWhereNoneIsGiven) {
  const auto a = Send<v1::CreateMemberRequest>(CreationOf(""));
  const auto b = Send<v1::CreateMemberRequest>(CreationOf(""));
  ASSERT_TRUE(a.ok() && b.ok()) << a.status.error_message();
  EXPECT_NE(a->name(), b->name());
  EXPECT_TRUE(Get(a->name()).ok());
}

TEST_F(MemberServiceTest, SecondMemberOfAnIdAlreadyExists) {
  CreateMember("north", kComposer);
  const auto second = Send<v1::CreateMemberRequest>(CreationOf("north"));
  EXPECT_EQ(second.code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(DetailOf<google::rpc::ResourceInfo>(second.status).resource_name(), kNorth);
}

TEST_F(MemberServiceTest, MemberOfUnknownAllianceIsNotFound) {
  const auto created = Send<v1::CreateMemberRequest>(
      absl::StrCat("parent: 'alliances/nowhere' member {", kComposer, "}"));
  EXPECT_EQ(created.code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(DetailOf<google::rpc::ResourceInfo>(created.status).resource_name(),
            "alliances/nowhere");
}

TEST_F(MemberServiceTest, EveryBadFieldIsNamed) {
  const auto created = Send<v1::CreateMemberRequest>(
      "parent: 'alliances/music' member_id: 'A' member { sectors: 'no-such-topic' region: 'cn'"
      " offers { } founding_year: 1 display_name { key: 'en' value: 'N' } kind: CREATOR }");
  EXPECT_EQ(created.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFields(created.status),
              ::testing::UnorderedElementsAre("member_id", "member.sectors[0]", "member.region",
                                              "member.offers[0].title", "member.founding_year"));
}

TEST_F(MemberServiceTest, ValidateOnlyCreatesNothing) {
  const auto preview = Send<v1::CreateMemberRequest>(CreationOf("north", "validate_only: true"));
  EXPECT_EQ(preview->name(), kNorth);
  EXPECT_EQ(preview->etag(), "");
  EXPECT_EQ(Get(kNorth).code(), grpc::StatusCode::NOT_FOUND);
  CreateMember("north", kComposer);
  EXPECT_EQ(Send<v1::CreateMemberRequest>(CreationOf("north", "validate_only: true")).code(),
            grpc::StatusCode::ALREADY_EXISTS);
}

TEST_F(MemberServiceTest, RepeatedCreationReturnsTheFirstAnswerAcrossARestart) {
  const std::string request = CreationOf("", "request_id: 'r1'");
  const auto first = Send<v1::CreateMemberRequest>(request);
  ASSERT_TRUE(first.ok());
  const auto second = Send<v1::CreateMemberRequest>(request);
  Restart();
  const auto third = Send<v1::CreateMemberRequest>(request);
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(third->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Export(Parse<v1::StreamMembersRequest>("parent: 'alliances/music'"))->size(), 1U);
}

TEST_F(MemberServiceTest, OtherRequestUnderTheSameIdIsInvalid) {
  EXPECT_TRUE(Send<v1::CreateMemberRequest>(CreationOf("north", "request_id: 'r1'")).ok());
  const auto other = Send<v1::CreateMemberRequest>(CreationOf("south", "request_id: 'r1'"));
  EXPECT_EQ(other.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFields(other.status), ElementsAre("request_id"));
  EXPECT_EQ(Get("alliances/music/members/south").code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(MemberServiceTest, RepeatedUpdateWithAnEtagReturnsTheFirstAnswer) {
  const v1::Member created = CreateMember("north", kComposer);
  const std::string update = absl::StrCat("member { name: '", kNorth, "' etag: '", created.etag(),
                                          "' region: 'CN-BJ' } request_id: 'u1'");
  const auto first = Send<v1::UpdateMemberRequest>(update);
  ASSERT_TRUE(first.ok()) << first.status.error_message();
  const auto second = Send<v1::UpdateMemberRequest>(update);
  ASSERT_TRUE(second.ok()) << second.status.error_message();
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
}

TEST_F(MemberServiceTest, UpdateWithStaleEtagIsAborted) {
  const v1::Member created = CreateMember("north", kComposer);
  const std::string update =
      absl::StrCat("member { name: '", kNorth, "' etag: '", created.etag(), "' region: 'CN-BJ' }");
  EXPECT_TRUE(Send<v1::UpdateMemberRequest>(update).ok());
  EXPECT_EQ(Send<v1::UpdateMemberRequest>(update).code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(Send<v1::DeleteMemberRequest>(
                absl::StrCat("name: '", kNorth, "' etag: '", created.etag(), "'"))
                .code(),
            grpc::StatusCode::ABORTED);
}

TEST_F(MemberServiceTest, MaskDecidesWhatAnUpdateTakesOver) {
  CreateMember("north", kComposer);
  const std::string update =
      absl::StrCat("member { name: '", kNorth, "' region: 'CN-BJ' labels: 'new' } update_mask {");
  const auto masked = Send<v1::UpdateMemberRequest>(update + "paths: 'labels' }");
  EXPECT_EQ(masked->region(), "CN-SH");
  EXPECT_THAT(masked->labels(), ElementsAre("new"));
  const auto all_set = Send<v1::UpdateMemberRequest>(update + "}");
  EXPECT_EQ(all_set->region(), "CN-BJ");
  EXPECT_EQ(all_set->offers_size(), 1);
  const auto replaced = Send<v1::UpdateMemberRequest>(update + "paths: '*' }");
  EXPECT_EQ(replaced.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFields(replaced.status),
              ::testing::UnorderedElementsAre("member.kind", "member.display_name"));
}

TEST_F(MemberServiceTest, AllowMissingCreates) {
  const std::string update = absl::StrCat("member { name: '", kNorth, "'", kComposer, "}");
  EXPECT_EQ(Send<v1::UpdateMemberRequest>(update).code(), grpc::StatusCode::NOT_FOUND);
  const auto created = Send<v1::UpdateMemberRequest>(update + "allow_missing: true");
  ASSERT_TRUE(created.ok()) << created.status.error_message();
  EXPECT_EQ(Get(kNorth)->SerializeAsString(), created->SerializeAsString());
}

TEST_F(MemberServiceTest, UpdatesAtTheSameTimeAllCount) {
  CreateMember("north", kComposer);
  constexpr int kWriters = 8;
  const std::vector<std::string> fields = {
      "region: 'CN-BJ'",     "employee_count: 5",
      "founding_year: 2001", "labels: 'x'",
      "capacity: 3",         "sectors: 'game-music'",
      "state: PAUSED",       "description { key: 'en' value: 'We compose.' }"};
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([&, i] {
      EXPECT_TRUE(
          Send<v1::UpdateMemberRequest>(absl::StrCat("member { name: '", kNorth, "' ",
                                                     fields[static_cast<std::size_t>(i)], "}"))
              .ok());
    });
  }
  for (std::thread& writer : writers) writer.join();
  const auto member = Get(kNorth);
  EXPECT_EQ(member->region(), "CN-BJ");
  EXPECT_EQ(member->employee_count(), 5);
  EXPECT_EQ(member->founding_year(), 2001);
  EXPECT_EQ(member->labels_size(), 1);
  EXPECT_EQ(member->capacity(), 3);
  EXPECT_EQ(member->sectors_size(), 1);
  EXPECT_EQ(member->state(), v1::PAUSED);
  EXPECT_EQ(member->description_size(), 1);
}

TEST_F(MemberServiceTest, DeletedMemberIsGone) {
  CreateMember("north", kComposer);
  const std::string deletion = absl::StrCat("name: '", kNorth, "'");
  EXPECT_TRUE(Send<v1::DeleteMemberRequest>(deletion + "request_id: 'd1'").ok());
  EXPECT_EQ(Get(kNorth).code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(Send<v1::DeleteMemberRequest>(deletion + "request_id: 'd1'").ok()) << "repeated";
  EXPECT_EQ(Send<v1::DeleteMemberRequest>(deletion).code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(Send<v1::DeleteMemberRequest>(deletion + "allow_missing: true").ok());
}

TEST_F(MemberServiceTest, BatchCreatesAllOrNone) {
  CreateMember("north", kComposer);
  const auto item = [](const std::string& id) {
    return absl::StrCat("requests { member_id: '", id, "' member {", kComposer, "} }");
  };
  const std::string parent = "parent: 'alliances/music'";
  const auto refused =
      Send<v1::BatchCreateMembersRequest>(absl::StrCat(parent, item("west"), item("north")));
  EXPECT_EQ(refused.code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(Get("alliances/music/members/west").code(), grpc::StatusCode::NOT_FOUND);
  const auto invalid = Send<v1::BatchCreateMembersRequest>(
      absl::StrCat(parent, item("west"), "requests { member { kind: CREATOR } }"));
  EXPECT_THAT(BadFields(invalid.status), ElementsAre("requests[1].member.display_name"));
  const std::string batch = absl::StrCat(parent, item("west"), item(""), "request_id: 'b1'");
  const auto created = Send<v1::BatchCreateMembersRequest>(batch);
  ASSERT_TRUE(created.ok()) << created.status.error_message();
  EXPECT_EQ(created->members(0).name(), "alliances/music/members/west");
  EXPECT_EQ(created->members(0).etag(), created->members(1).etag());
  EXPECT_EQ(Send<v1::BatchCreateMembersRequest>(batch)->SerializeAsString(),
            created->SerializeAsString());
}

TEST_F(MemberServiceTest, BatchGetKeepsTheOrderAndNamesAllMissing) {
  CreateMember("north", kComposer);
  CreateMember("south", kGameStudio);
  const std::string names =
      "parent: 'alliances/music' names: 'alliances/music/members/south' "
      "names: 'alliances/music/members/north'";
  const auto found = Send<v1::BatchGetMembersRequest>(names);
  ASSERT_EQ(found->members_size(), 2);
  EXPECT_EQ(found->members(0).name(), "alliances/music/members/south");
  EXPECT_EQ(found->members(1).name(), kNorth);
  EXPECT_EQ(found->revision(), 3);
  const auto missing = Send<v1::BatchGetMembersRequest>(
      names + " names: 'alliances/music/members/x' names: 'alliances/music/members/y'");
  EXPECT_EQ(missing.code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(missing.status.error_message(), ::testing::HasSubstr("members/x"));
  EXPECT_THAT(missing.status.error_message(), ::testing::HasSubstr("members/y"));
}

TEST_F(MemberServiceTest, ExpiredMemberIsDeletedBySweeping) {
  v1::CreateMemberRequest request = Parse<v1::CreateMemberRequest>(CreationOf("north"));
  request.mutable_member()->mutable_expire_time()->set_seconds(
      absl::ToUnixSeconds(absl::Now() + absl::Hours(1)));
  ASSERT_TRUE(Send(request).ok());
  Wait(absl::Hours(2));
  ASSERT_TRUE(server_->Sweep().ok());
  EXPECT_EQ(Get(kNorth).code(), grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace counterpoint::service
