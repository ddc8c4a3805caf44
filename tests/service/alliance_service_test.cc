#include <algorithm>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "matching/thesaurus/thesaurus.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::HasSubstr;

class AllianceServiceTest : public ServiceTest {
 protected:
  Answer<v1::Alliance> Get(const std::string& id) {
    return Send<v1::GetAllianceRequest>(absl::StrCat("name: 'alliances/", id, "'"));
  }
};

TEST_F(AllianceServiceTest, CreatedAllianceHasAllDefaultsFilledIn) {
  const auto created = Send<v1::CreateAllianceRequest>(
      "alliance_id: 'music' alliance { display_name { key: 'zh' value: '音乐联盟' } }");
  ASSERT_TRUE(created.ok()) << created.status.error_message();
  EXPECT_EQ(created->name(), "alliances/music");
  EXPECT_EQ(created->revision(), 1);
  EXPECT_EQ(created->policy().version(), 1);
  EXPECT_TRUE(created->policy().has_floor());
  EXPECT_TRUE(created->policy().text().has_topics());
  EXPECT_FALSE(created->etag().empty());
  const auto read = Get("music");
  EXPECT_EQ(read->SerializeAsString(), created->SerializeAsString());
}

TEST_F(AllianceServiceTest, SecondAllianceOfAnIdAlreadyExists) {
  CreateAlliance("music");
  const auto second = Send<v1::CreateAllianceRequest>(
      "alliance_id: 'music' alliance { display_name { key: 'en' value: 'Other' } }");
  EXPECT_EQ(second.code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(DetailOf<google::rpc::ResourceInfo>(second.status).resource_name(), "alliances/music");
}

TEST_F(AllianceServiceTest, EveryBadFieldIsNamed) {
  const auto created = Send<v1::CreateAllianceRequest>(
      "alliance_id: '-' alliance { policy { floor: 2 diversity: -1 } }");
  EXPECT_EQ(created.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFields(created.status), ::testing::UnorderedElementsAre(
                                             "alliance_id", "alliance.display_name",
                                             "alliance.policy.floor", "alliance.policy.diversity"));
}

TEST_F(AllianceServiceTest, RepeatedCreationReturnsTheFirstAnswer) {
  const std::string request =
      "alliance_id: 'music' alliance { display_name { key: 'en' value: 'M' } } request_id: 'r1'";
  const auto first = Send<v1::CreateAllianceRequest>(request);
  ASSERT_TRUE(first.ok());
  Restart();
  const auto second = Send<v1::CreateAllianceRequest>(request);
  ASSERT_TRUE(second.ok()) << second.status.error_message();
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
}

TEST_F(AllianceServiceTest, MissingAllianceIsNotFound) {
  const auto read = Get("music");
  EXPECT_EQ(read.code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(DetailOf<google::rpc::ResourceInfo>(read.status).resource_name(), "alliances/music");
}

TEST_F(AllianceServiceTest, MaskedUpdateChangesNothingElse) {
  CreateAlliance("music", "policy { diversity: 0.5 }");
  const auto updated = Send<v1::UpdateAllianceRequest>(
      "alliance { name: 'alliances/music' policy { floor: 0.2 } }"
      "update_mask { paths: 'policy.floor' }");
  ASSERT_TRUE(updated.ok()) << updated.status.error_message();
  EXPECT_EQ(updated->policy().floor(), 0.2);
  EXPECT_EQ(updated->policy().diversity(), 0.5);
  EXPECT_EQ(updated->display_name().at("en"), "music");
}

TEST_F(AllianceServiceTest, PolicyVersionIsTheRevisionOfItsLastChange) {
  CreateAlliance("music");
  CreateMember("north", kComposer);
  const auto renamed = Send<v1::UpdateAllianceRequest>(
      "alliance { name: 'alliances/music' display_name { key: 'en' value: 'New' } }");
  EXPECT_EQ(renamed->revision(), 3);
  EXPECT_EQ(renamed->policy().version(), 1);
  const auto reweighed =
      Send<v1::UpdateAllianceRequest>("alliance { name: 'alliances/music' policy { floor: 0.2 } }");
  EXPECT_EQ(reweighed->policy().version(), 4);
  const auto extended = Send<v1::UpdateAllianceRequest>(
      "alliance { name: 'alliances/music' topics { id: 'guqin-craft' labels { key: 'zh' value {"
      " labels: '古琴斫制' } } } }");
  ASSERT_TRUE(extended.ok()) << extended.status.error_message();
  EXPECT_EQ(extended->policy().version(), 5);
  Restart();
  EXPECT_EQ(Get("music")->policy().version(), 5);
}

TEST_F(AllianceServiceTest, StaleEtagIsAborted) {
  CreateAlliance("music");
  const std::string etag = Get("music")->etag();
  const std::string update =
      absl::StrCat("alliance { name: 'alliances/music' etag: '", etag, "' policy { floor: 0.3 } }");
  EXPECT_TRUE(Send<v1::UpdateAllianceRequest>(update).ok());
  EXPECT_EQ(Send<v1::UpdateAllianceRequest>(update).code(), grpc::StatusCode::ABORTED);
}

TEST_F(AllianceServiceTest, ValidateOnlyChangesNothing) {
  CreateAlliance("music");
  const auto preview = Send<v1::UpdateAllianceRequest>(
      "alliance { name: 'alliances/music' policy { floor: 0.3 } } validate_only: true");
  EXPECT_EQ(preview->policy().floor(), 0.3);
  EXPECT_NE(Get("music")->policy().floor(), 0.3);
  EXPECT_EQ(Get("music")->revision(), 1);
}

TEST_F(AllianceServiceTest, TopicInUseCannotBeRemoved) {
  CreateAlliance("music",
                 "topics { id: 'guqin-craft' labels { key: 'zh' value { labels: '古琴斫制' } } }");
  CreateMember("north", absl::StrCat(kComposer, " sectors: 'guqin-craft'"));
  const std::string removal =
      "alliance { name: 'alliances/music' } update_mask { paths: 'topics' }";
  const auto refused = Send<v1::UpdateAllianceRequest>(removal);
  EXPECT_EQ(refused.code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(refused.status.error_message(), HasSubstr("alliances/music/members/north"));
  EXPECT_TRUE(Send<v1::DeleteMemberRequest>("name: 'alliances/music/members/north'").ok());
  EXPECT_TRUE(Send<v1::UpdateAllianceRequest>(removal).ok());
}

TEST_F(AllianceServiceTest, AllianceWithMembersIsDeletedByForceAlone) {
  CreateAlliance("music");
  CreateMember("north", kComposer);
  EXPECT_EQ(Send<v1::DeleteAllianceRequest>("name: 'alliances/music'").code(),
            grpc::StatusCode::FAILED_PRECONDITION);
  const std::string deletion = "name: 'alliances/music' force: true request_id: 'd1'";
  EXPECT_TRUE(Send<v1::DeleteAllianceRequest>(deletion).ok());
  EXPECT_EQ(Get("music").code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Send<v1::GetMemberRequest>("name: 'alliances/music/members/north'").code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(Send<v1::DeleteAllianceRequest>(deletion).ok()) << "repeated";
  EXPECT_EQ(Send<v1::DeleteAllianceRequest>("name: 'alliances/music' force: true").code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(AllianceServiceTest, ListShowsOneSnapshotInOrderOfId) {
  for (const char* id : {"c", "a", "b"}) CreateAlliance(id);
  const auto first = Send<v1::ListAlliancesRequest>("page_size: 2");
  ASSERT_EQ(first->alliances_size(), 2);
  CreateAlliance("aa");
  const auto second = Send<v1::ListAlliancesRequest>(
      absl::StrCat("page_size: 2 page_token: '", first->next_page_token(), "'"));
  ASSERT_EQ(second->alliances_size(), 1);
  EXPECT_EQ(first->alliances(0).name(), "alliances/a");
  EXPECT_EQ(first->alliances(1).name(), "alliances/b");
  EXPECT_EQ(second->alliances(0).name(), "alliances/c");
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(AllianceServiceTest, TopicsAreFoundWhateverCaseAndWidth) {
  CreateAlliance("music");
  const auto found = Send<v1::ListTopicsRequest>(
      "parent: 'alliances/music' query: 'Ｇame MUSIC' page_size: 10000");
  ASSERT_TRUE(found.ok()) << found.status.error_message();
  std::vector<std::string> ids;
  for (const auto& topic : found->topics()) ids.push_back(topic.id());
  EXPECT_THAT(ids, ::testing::Contains("game-music"));
  EXPECT_EQ(found->policy_version(), 1);
}

TEST_F(AllianceServiceTest, TopicsAreFoundByTheirAmbiguousLabels) {
  CreateAlliance("music");
  const auto found = Send<v1::ListTopicsRequest>("parent: 'alliances/music' query: '侧链'");
  ASSERT_TRUE(found.ok()) << found.status.error_message();
  std::vector<std::string> ids;
  for (const auto& topic : found->topics()) ids.push_back(topic.id());
  EXPECT_THAT(ids, ::testing::ElementsAre("audio-mixing", "layer-two"));
}

TEST_F(AllianceServiceTest, PagesOfTopicsAreAllOfThem) {
  CreateAlliance("music");
  std::vector<std::string> ids;
  std::string token;
  do {
    const auto page = Send<v1::ListTopicsRequest>(
        absl::StrCat("parent: 'alliances/music' page_size: 700 page_token: '", token, "'"));
    ASSERT_TRUE(page.ok()) << page.status.error_message();
    for (const auto& topic : page->topics()) ids.push_back(topic.id());
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_EQ(ids.size(), matching::Thesaurus::BuiltIn()->size());
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
}

TEST_F(AllianceServiceTest, PagesOfTopicsExpireWithTheTopics) {
  CreateAlliance("music");
  const auto first = Send<v1::ListTopicsRequest>("parent: 'alliances/music' page_size: 5");
  EXPECT_TRUE(
      Send<v1::UpdateAllianceRequest>("alliance { name: 'alliances/music' policy { floor: 0.3 } }")
          .ok());
  const auto second = Send<v1::ListTopicsRequest>(absl::StrCat(
      "parent: 'alliances/music' page_size: 5 page_token: '", first->next_page_token(), "'"));
  EXPECT_EQ(second.code(), grpc::StatusCode::FAILED_PRECONDITION);
}

}  // namespace
}  // namespace counterpoint::service
