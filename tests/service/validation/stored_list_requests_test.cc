#include "service/validation/stored_list_requests.h"

#include "tests/service/validation/valid_resources.h"

namespace counterpoint::validation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

template <typename Request>
std::vector<std::string> WrongIn(const char* text) {
  Request request;
  MergeText(text, request);
  Violations violations;
  if constexpr (std::is_same_v<Request, v1::CompareGenerationsRequest> ||
                std::is_same_v<Request, v1::WatchRecommendationChangesRequest>) {
    Check(request, violations);
  } else {
    Check(request, TestSetting(), violations);
  }
  return FieldsOf(violations);
}

TEST(StoredListRequestsTest, ListCanSetEverything) {
  EXPECT_THAT(WrongIn<v1::ListRecommendationsRequest>("member: 'alliances/a/members/m'"),
              IsEmpty());
  EXPECT_THAT(WrongIn<v1::ListRecommendationsRequest>(
                  "member: 'alliances/a/members/m' page_size: 200 filter { kinds: CREATOR } "
                  "min_score: 1 change_mode: PATCH generation: 'alliances/a/generations/7'"),
              IsEmpty());
}

TEST(StoredListRequestsTest, EveryWrongFieldOfAListIsNamed) {
  EXPECT_THAT(WrongIn<v1::ListRecommendationsRequest>(
                  "member: 'm' page_size: 201 filter { kinds: 99 } min_score: -0.1 "
                  "change_mode: 7 generation: 'alliances/a/generations/0'"),
              ElementsAre("member", "page_size", "filter.kinds[0]", "min_score", "change_mode",
                          "generation"));
  EXPECT_THAT(WrongIn<v1::ListRecommendationsRequest>(
                  "member: 'alliances/a/members/m' generation: 'alliances/b/generations/1'"),
              ElementsAre("generation"));
}

TEST(StoredListRequestsTest, BulkReadNamesMembersAndGenerationOfItsAlliance) {
  EXPECT_THAT(WrongIn<v1::ReadRecommendationsRequest>(
                  "parent: 'alliances/a' after: 'alliances/a/members/m' "
                  "generation: 'alliances/a/generations/current'"),
              IsEmpty());
  EXPECT_THAT(
      WrongIn<v1::ReadRecommendationsRequest>(
          "parent: 'alliances/a' after: 'alliances/b/members/m' min_score: 2 "
          "generation: 'alliances/b/generations/1' member_filter { kinds: 99 } "
          "filter { kinds: 99 }"),
      ElementsAre("member_filter.kinds[0]", "filter.kinds[0]", "min_score", "generation", "after"));
}

TEST(StoredListRequestsTest, ComparisonNeedsTwoGenerationsOfOneAlliance) {
  EXPECT_THAT(WrongIn<v1::CompareGenerationsRequest>(
                  "base: 'alliances/a/generations/1' generation: "
                  "'alliances/a/generations/current' language_code: 'zh'"),
              IsEmpty());
  EXPECT_THAT(WrongIn<v1::CompareGenerationsRequest>("page_size: 1001 language_code: 'fr'"),
              ElementsAre("base", "generation", "page_size", "language_code"));
}

TEST(StoredListRequestsTest, WatchNamesMembersOfItsAlliance) {
  EXPECT_THAT(WrongIn<v1::WatchRecommendationChangesRequest>(
                  "parent: 'alliances/a' members: 'alliances/a/members/m' resume_token: 'any'"),
              IsEmpty());
  EXPECT_THAT(WrongIn<v1::WatchRecommendationChangesRequest>(
                  "parent: 'alliances/a' members: 'alliances/b/members/m' language_code: 'de'"),
              ElementsAre("members[0]", "language_code"));
}

TEST(StoredListRequestsTest, DigestIsOfAMomentThatHasBeen) {
  EXPECT_THAT(WrongIn<v1::GetRecommendationDigestRequest>(
                  "member: 'alliances/a/members/m' since_time { seconds: 1 }"),
              IsEmpty());
  EXPECT_THAT(WrongIn<v1::GetRecommendationDigestRequest>(
                  "member: 'alliances/a' since_time { seconds: 200000000000 }"),
              ElementsAre("member", "since_time"));
  EXPECT_THAT(WrongIn<v1::GetRecommendationDigestRequest>(
                  "member: 'alliances/a/members/m' since_time { nanos: -1 }"),
              ElementsAre("since_time"));
}

}  // namespace
}  // namespace counterpoint::validation
