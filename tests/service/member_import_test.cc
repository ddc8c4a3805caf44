#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using Response = v1::ImportMembersResponse;

class MemberImportTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    CreateAlliance("music");
  }
  static v1::ImportMembersRequest RequestOf(const std::vector<std::string>& ids,
                                            const std::string& profile = kComposer,
                                            const std::string& more = "") {
    auto request = Parse<v1::ImportMembersRequest>("parent: 'alliances/music' " + more);
    for (const std::string& id : ids) {
      v1::Member& member = *request.add_members();
      member = Parse<v1::Member>(profile);
      member.set_name("members/" + id);
    }
    return request;
  }
  static std::vector<Response::Outcome> OutcomesOf(const Response& response) {
    std::vector<Response::Outcome> outcomes;
    for (const auto& verdict : response.verdicts()) outcomes.push_back(verdict.outcome());
    return outcomes;
  }
  Answer<std::vector<v1::Member>> ExportAll() {
    return Export(Parse<v1::StreamMembersRequest>("parent: 'alliances/music'"));
  }
};

TEST_F(MemberImportTest, EachMessageIsOneCommit) {
  const auto imported = Import({RequestOf({"a", "b"}), RequestOf({"c"})});
  ASSERT_TRUE(imported.ok()) << imported.status.error_message();
  ASSERT_EQ(imported->size(), 2U);
  EXPECT_EQ((*imported)[0].revision(), 2);
  EXPECT_EQ((*imported)[1].revision(), 3);
  EXPECT_EQ((*imported)[1].verdicts(0).index(), 2);
  EXPECT_EQ((*imported)[1].verdicts(0).name(), "alliances/music/members/c");
  EXPECT_EQ(ExportAll()->size(), 3U);
}

TEST_F(MemberImportTest, VerdictsTellNewOverAndUnchanged) {
  CreateMember("same", kComposer);
  CreateMember("other", kComposer);
  v1::ImportMembersRequest request = RequestOf({"new", "same", "other"});
  request.mutable_members(2)->set_region("CN-BJ");
  const auto imported = Import({request});
  EXPECT_THAT(OutcomesOf(imported->at(0)),
              ElementsAre(Response::IMPORTED_NEW, Response::UNCHANGED, Response::IMPORTED_OVER));
  const auto again = Import({request});
  EXPECT_THAT(OutcomesOf(again->at(0)),
              ElementsAre(Response::UNCHANGED, Response::UNCHANGED, Response::UNCHANGED));
  EXPECT_EQ(again->at(0).revision(), imported->at(0).revision()) << "nothing was written";
}

TEST_F(MemberImportTest, BadMembersAreRejectedAndTheRestImported) {
  v1::ImportMembersRequest request = RequestOf({"a", "Bad", "c", "a"});
  request.mutable_members(2)->add_sectors("no-such-topic");
  const auto imported = Import({request});
  ASSERT_TRUE(imported.ok()) << imported.status.error_message();
  EXPECT_THAT(OutcomesOf(imported->at(0)), ElementsAre(Response::IMPORTED_NEW, Response::REJECTED,
                                                       Response::REJECTED, Response::REJECTED));
  const google::rpc::Status& error = imported->at(0).verdicts(2).error();
  EXPECT_EQ(error.code(), static_cast<int>(grpc::StatusCode::INVALID_ARGUMENT));
  google::rpc::BadRequest bad_request;
  ASSERT_TRUE(error.details(0).UnpackTo(&bad_request));
  EXPECT_EQ(bad_request.field_violations(0).field(), "members[2].sectors[0]");
  EXPECT_EQ(ExportAll()->size(), 1U);
}

TEST_F(MemberImportTest, VerdictTellsOfALongNameItsBeginning) {
  const auto imported = Import({RequestOf({std::string(100'000, 'a')})});
  ASSERT_TRUE(imported.ok()) << imported.status.error_message();
  EXPECT_THAT(OutcomesOf(imported->at(0)), ElementsAre(Response::REJECTED));
  EXPECT_THAT(imported->at(0).verdicts(0).name(), ::testing::MatchesRegex("members/a+\\.\\.\\."));
  EXPECT_LT(imported->at(0).ByteSizeLong(), 1000U);
}

TEST_F(MemberImportTest, ExistingMembersAreRejectedOnRequest) {
  CreateMember("a", kComposer);
  const auto imported = Import({RequestOf({"a", "b"}, kGameStudio, "existing_members: REJECT")});
  EXPECT_THAT(OutcomesOf(imported->at(0)), ElementsAre(Response::REJECTED, Response::IMPORTED_NEW));
  EXPECT_EQ(imported->at(0).verdicts(0).error().code(),
            static_cast<int>(grpc::StatusCode::ALREADY_EXISTS));
  EXPECT_EQ(Send<v1::GetMemberRequest>("name: 'alliances/music/members/a'")->kind(), v1::CREATOR);
}

TEST_F(MemberImportTest, ValidateOnlyGivesVerdictsAndChangesNothing) {
  const auto imported = Import({RequestOf({"a"}, kComposer, "validate_only: true")});
  EXPECT_THAT(OutcomesOf(imported->at(0)), ElementsAre(Response::IMPORTED_NEW));
  EXPECT_TRUE(ExportAll()->empty());
}

TEST_F(MemberImportTest, ExportComesBackUnchanged) {
  CreateAlliance("copy");
  CreateMember("north", kComposer);
  CreateMember("star", kGameStudio);
  const auto exported = ExportAll();
  v1::ImportMembersRequest request;
  request.set_parent("alliances/music");
  for (const v1::Member& member : *exported) *request.add_members() = member;
  EXPECT_THAT(OutcomesOf(Import({request})->at(0)),
              ElementsAre(Response::UNCHANGED, Response::UNCHANGED));
}

TEST_F(MemberImportTest, UnknownAllianceEndsTheStream) {
  v1::ImportMembersRequest request = RequestOf({"a"});
  request.set_parent("alliances/nowhere");
  EXPECT_EQ(Import({request}).code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(MemberImportTest, OtherParentLaterEndsTheStream) {
  v1::ImportMembersRequest other = RequestOf({"b"});
  other.set_parent("alliances/other");
  const auto imported = Import({RequestOf({"a"}), other});
  EXPECT_EQ(imported.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(imported->size(), 1U) << "what came before stays done";
  EXPECT_EQ(ExportAll()->size(), 1U);
}

TEST_F(MemberImportTest, ImportsOfTheSameMembersAtTheSameTimeAllSucceed) {
  const std::vector<std::string> ids = {"a", "b", "c", "d", "e"};
  std::vector<std::thread> importers;
  for (int i = 0; i < 4; ++i) {
    importers.emplace_back([&, i] {
      for (int round = 0; round < 10; ++round) {
        const std::string label = absl::StrCat("labels: 'round-", i, "-", round, "'");
        const auto imported = Import({RequestOf(ids, absl::StrCat(kComposer, label))});
        ASSERT_TRUE(imported.ok()) << imported.status.error_message();
        EXPECT_THAT(OutcomesOf(imported->at(0)),
                    ::testing::Not(::testing::Contains(Response::REJECTED)));
      }
    });
  }
  for (std::thread& importer : importers) importer.join();
  const auto members = ExportAll();
  ASSERT_EQ(members->size(), ids.size());
  for (const v1::Member& member : *members) {
    EXPECT_EQ(member.labels(0), members->front().labels(0)) << "commits must not mix";
  }
}

TEST_F(MemberImportTest, ExportHonoursTheFilter) {
  CreateMember("north", kComposer);
  CreateMember("star", kGameStudio);
  std::int64_t revision = 0;
  const auto exported = Export(
      Parse<v1::StreamMembersRequest>("parent: 'alliances/music' filter { kinds: SCENE_UNIT }"),
      &revision);
  ASSERT_EQ(exported->size(), 1U);
  EXPECT_EQ(exported->front().name(), "alliances/music/members/star");
  EXPECT_EQ(revision, 3);
}

TEST_F(MemberImportTest, ExportOfAnEmptyAllianceTellsItsRevision) {
  std::int64_t revision = 0;
  EXPECT_TRUE(
      Export(Parse<v1::StreamMembersRequest>("parent: 'alliances/music'"), &revision)->empty());
  EXPECT_EQ(revision, 1);
}

}  // namespace
}  // namespace counterpoint::service
