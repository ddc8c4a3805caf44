#include "service/validation/matching_requests.h"

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
  if constexpr (std::is_same_v<Request, v1::ExplainMatchRequest>) {
    Check(request, violations);
  } else {
    Check(request, TestSetting(), violations);
  }
  return FieldsOf(violations);
}

TEST(MatchingRequestsTest, RecommendationCanSetEverything) {
  EXPECT_THAT(WrongIn<v1::RecommendPartnersRequest>("member: 'alliances/a/members/m'"), IsEmpty());
  EXPECT_THAT(WrongIn<v1::RecommendPartnersRequest>(
                  R"(member: 'alliances/a/members/m' page_size: 200 filter { kinds: CREATOR }
                     exclude: 'alliances/a/members/n' floor: 1 diversity: 0 language_code: 'zh')"),
              IsEmpty());
}

TEST(MatchingRequestsTest, EveryBadFieldOfARecommendationIsNamed) {
  EXPECT_THAT(WrongIn<v1::RecommendPartnersRequest>(
                  R"(member: 'm' page_size: 201 filter { kinds: 9 }
                     exclude: 'alliances/b/members/n' floor: 1.01 diversity: nan
                     language_code: 'fr')"),
              ElementsAre("member", "page_size", "filter.kinds[0]", "exclude[0]", "floor",
                          "diversity", "language_code"));
}

TEST(MatchingRequestsTest, AtMost1000MembersAreExcluded) {
  v1::RecommendPartnersRequest request;
  request.set_member("alliances/a/members/m");
  for (int i = 0; i < 1001; ++i) request.add_exclude("alliances/a/members/n");
  Violations violations;
  Check(request, TestSetting(), violations);
  EXPECT_THAT(FieldsOf(violations), ElementsAre("exclude"));
}

TEST(MatchingRequestsTest, NeedWithATextIsEnough) {
  EXPECT_THAT(WrongIn<v1::MatchNeedRequest>(
                  "parent: 'alliances/a' need { text { key: 'zh' value: '游戏音乐' } }"),
              IsEmpty());
  EXPECT_THAT(WrongIn<v1::MatchNeedRequest>("page_size: -1 floor: -1"),
              ElementsAre("parent", "need", "page_size", "floor"));
  EXPECT_THAT(WrongIn<v1::MatchNeedRequest>(
                  R"(parent: 'alliances/a'
                     need { title { key: 'en' value: 'x' } rules { strength: MUST } })"),
              ElementsAre("need.rules[0].condition"));
}

TEST(MatchingRequestsTest, SimilarMembersNeedAMember) {
  EXPECT_THAT(WrongIn<v1::ListSimilarMembersRequest>("member: 'alliances/a/members/m'"), IsEmpty());
  EXPECT_THAT(WrongIn<v1::ListSimilarMembersRequest>("page_size: 201 filter { topics: 'none' }"),
              ElementsAre("member", "page_size", "filter.topics[0]"));
}

TEST(MatchingRequestsTest, ExplanationIsOfTwoMembersOfOneAlliance) {
  EXPECT_THAT(WrongIn<v1::ExplainMatchRequest>(
                  "member: 'alliances/a/members/m' partner: 'alliances/a/members/n'"),
              IsEmpty());
  EXPECT_THAT(WrongIn<v1::ExplainMatchRequest>(
                  "member: 'alliances/a/members/m' partner: 'alliances/b/members/n'"),
              ElementsAre("partner"));
  EXPECT_THAT(WrongIn<v1::ExplainMatchRequest>(
                  "member: 'alliances/a/members/m' partner: 'alliances/a/members/m'"),
              ElementsAre("partner"));
  EXPECT_THAT(WrongIn<v1::ExplainMatchRequest>("language_code: 'EN'"),
              ElementsAre("member", "partner", "language_code"));
}

TEST(MatchingRequestsTest, WhyNotDescribesAListAndAPair) {
  EXPECT_THAT(WrongIn<v1::WhyNotRequest>(
                  R"(member: 'alliances/a/members/m' partner: 'alliances/a/members/n'
                     list_size: 200 filter { kinds: CREATOR } exclude: 'alliances/a/members/n'
                     floor: 1 diversity: 0 language_code: 'zh')"),
              IsEmpty());
  EXPECT_THAT(WrongIn<v1::WhyNotRequest>(
                  R"(member: 'alliances/a/members/m' partner: 'alliances/a/members/m'
                     list_size: 201 filter { regions: 'x' } exclude: 'n' floor: 2 diversity: -1
                     language_code: 'EN')"),
              ElementsAre("partner", "list_size", "filter.regions[0]", "exclude[0]", "floor",
                          "diversity", "language_code"));
  EXPECT_THAT(WrongIn<v1::WhyNotRequest>("list_size: -1"),
              ElementsAre("member", "partner", "list_size"));
}

}  // namespace
}  // namespace counterpoint::validation
