#include "service/validation/alliance_requests.h"

#include "tests/service/validation/valid_resources.h"

namespace counterpoint::validation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// What is wrong with the request after the text has been added to it.
template <typename Request>
std::vector<std::string> WrongIn(const char* text, Request request = {}) {
  MergeText(text, request);
  Violations violations;
  if constexpr (std::is_same_v<Request, v1::ListTopicsRequest>) {
    Check(request, TestSetting(), violations);
  } else {
    Check(request, violations);
  }
  return FieldsOf(violations);
}

v1::CreateAllianceRequest Creation() {
  v1::CreateAllianceRequest request;
  request.set_alliance_id("a");
  *request.mutable_alliance() = ValidAlliance();
  return request;
}

TEST(AllianceRequestsTest, CreationNeedsIdAndAlliance) {
  EXPECT_THAT(WrongIn("request_id: 'r'", Creation()), IsEmpty());
  EXPECT_THAT(WrongIn<v1::CreateAllianceRequest>(""), ElementsAre("alliance_id", "alliance"));
  EXPECT_THAT(WrongIn("alliance_id: 'A'", Creation()), ElementsAre("alliance_id"));
  EXPECT_THAT(WrongIn("alliance { policy { floor: 2 } }", Creation()),
              ElementsAre("alliance.policy.floor"));
}

TEST(AllianceRequestsTest, RequestIdHasAtMost128Bytes) {
  v1::CreateAllianceRequest request = Creation();
  request.set_request_id(std::string(128, 'x'));
  EXPECT_THAT(WrongIn("", request), IsEmpty());
  request.set_request_id(std::string(129, 'x'));
  EXPECT_THAT(WrongIn("", request), ElementsAre("request_id"));
}

TEST(AllianceRequestsTest, ReadingNeedsAName) {
  EXPECT_THAT(WrongIn<v1::GetAllianceRequest>("name: 'alliances/a'"), IsEmpty());
  EXPECT_THAT(WrongIn<v1::GetAllianceRequest>("name: 'a'"), ElementsAre("name"));
  EXPECT_THAT(WrongIn<v1::GetAllianceRequest>(""), ElementsAre("name"));
}

TEST(AllianceRequestsTest, PageSizesOutOfRangeAreErrors) {
  EXPECT_THAT(WrongIn<v1::ListAlliancesRequest>(""), IsEmpty());
  EXPECT_THAT(WrongIn<v1::ListAlliancesRequest>("page_size: 1000"), IsEmpty());
  EXPECT_THAT(WrongIn<v1::ListAlliancesRequest>("page_size: 1001"), ElementsAre("page_size"));
  EXPECT_THAT(WrongIn<v1::ListAlliancesRequest>("page_size: -1"), ElementsAre("page_size"));
}

TEST(AllianceRequestsTest, UpdateNeedsNameAndKnownPaths) {
  EXPECT_THAT(WrongIn<v1::UpdateAllianceRequest>(
                  "alliance { name: 'alliances/a' } update_mask { paths: 'policy.floor' }"),
              IsEmpty());
  EXPECT_THAT(WrongIn<v1::UpdateAllianceRequest>(""), ElementsAre("alliance"));
  EXPECT_THAT(WrongIn<v1::UpdateAllianceRequest>(
                  "alliance {} update_mask { paths: 'topics' paths: 'etag' }"),
              ElementsAre("alliance.name", "update_mask.paths[1]"));
}

TEST(AllianceRequestsTest, DeletionNeedsAName) {
  EXPECT_THAT(WrongIn<v1::DeleteAllianceRequest>("name: 'alliances/a' etag: 'any'"), IsEmpty());
  EXPECT_THAT(WrongIn<v1::DeleteAllianceRequest>("name: 'alliances/a/members/m'"),
              ElementsAre("name"));
}

TEST(AllianceRequestsTest, TopicListNamesKnownTopics) {
  EXPECT_THAT(WrongIn<v1::ListTopicsRequest>(
                  "parent: 'alliances/a' page_size: 10000 query: '游戏' broader: 'games'"),
              IsEmpty());
  EXPECT_THAT(WrongIn<v1::ListTopicsRequest>(R"(page_size: 10001 query: "\001" broader: 'none')"),
              ElementsAre("parent", "page_size", "query", "broader"));
}

}  // namespace
}  // namespace counterpoint::validation
