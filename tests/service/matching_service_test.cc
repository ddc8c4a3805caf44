#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;

constexpr char kStar[] = "alliances/music/members/star";
constexpr char kNorth[] = "alliances/music/members/north";

class MatchingServiceTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    CreateAlliance("music", "policy { floor: 0 reciprocity: ARITHMETIC_MEAN }");
    CreateMember("star", kGameStudio);
    CreateMember("north", kComposer);
  }
  // Further composers c00, c01, ... each a little different.
  void CreateComposers(int count) {
    v1::ImportMembersRequest import;
    import.set_parent("alliances/music");
    for (int i = 0; i < count; ++i) {
      v1::Member& member = *import.add_members();
      member = Parse<v1::Member>(kComposer);
      member.set_name(absl::StrCat("members/c", i / 10, i % 10));
      (*member.mutable_description())["en"] = absl::StrCat("Score number ", i, " for strings");
    }
    ASSERT_TRUE(Import({import}).ok());
    AwaitIndex();
  }
  Answer<v1::RecommendPartnersResponse> Recommend(const std::string& member,
                                                  const std::string& more = "") {
    return Send<v1::RecommendPartnersRequest>(absl::StrCat("member: '", member, "' ", more));
  }
  template <typename Response>
  static std::vector<std::string> NamesOf(const Response& response) {
    std::vector<std::string> names;
    for (const auto& match : response.matches()) names.push_back(match.partner().name());
    return names;
  }
};

TEST_F(MatchingServiceTest, ChineseNeedFindsEnglishOffer) {
  AwaitIndex();
  const auto found = Recommend(kStar);
  ASSERT_TRUE(found.ok()) << found.status.error_message();
  ASSERT_EQ(found->matches_size(), 1);
  const v1::Match& match = found->matches(0);
  EXPECT_EQ(match.partner().name(), kNorth);
  EXPECT_EQ(match.partner().display_name().at("en"), "North Wind Audio");
  EXPECT_EQ(match.partner().kind(), v1::CREATOR);
  EXPECT_EQ(match.partner().region(), "CN-SH");
  EXPECT_GT(match.gain(), 0);
  EXPECT_EQ(found->eligible_size(), 1);
  EXPECT_EQ(found->provenance().revision(), 3);
  EXPECT_EQ(found->provenance().policy_version(), 1);
}

TEST_F(MatchingServiceTest, EvidenceAddsUpToTheScore) {
  CreateComposers(5);
  const auto found = Recommend(kStar, "language_code: 'zh'");
  ASSERT_EQ(found->matches_size(), 6);
  for (const v1::Match& match : found->matches()) {
    double sum = 0;
    for (const v1::Evidence& evidence : match.evidence()) {
      sum += evidence.contribution();
      EXPECT_FALSE(evidence.text().empty());
    }
    EXPECT_NEAR(sum, match.score(), 1e-6);
  }
  EXPECT_EQ(Recommend(kStar, "omit_evidence: true")->matches(0).evidence_size(), 0);
}

TEST_F(MatchingServiceTest, AdHocNeedFindsOffers) {
  AwaitIndex();
  // The studio looks for the very words of the need, and is no supplier of them.
  const auto found = Send<v1::MatchNeedRequest>(
      "parent: 'alliances/music' need { text { key: 'zh' value: '需要游戏音乐' } }");
  ASSERT_TRUE(found.ok()) << found.status.error_message();
  ASSERT_GE(found->matches_size(), 1);
  EXPECT_EQ(found->matches(0).partner().name(), kNorth);
  EXPECT_FALSE(found->matches(0).has_partner_gain());
  double sum = 0;
  for (const v1::Evidence& evidence : found->matches(0).evidence()) sum += evidence.contribution();
  EXPECT_NEAR(sum, found->matches(0).score(), 1e-6);
}

TEST_F(MatchingServiceTest, ChangeOfThePartnerIsSeenSoon) {
  AwaitIndex();
  CreateMember("east", kComposer);
  AwaitIndex();
  EXPECT_THAT(NamesOf(*Recommend(kStar)), ::testing::Contains("alliances/music/members/east"));
  EXPECT_TRUE(Send<v1::DeleteMemberRequest>("name: 'alliances/music/members/east'").ok());
  AwaitIndex();
  EXPECT_THAT(NamesOf(*Recommend(kStar)), ElementsAre(kNorth));
}

TEST_F(MatchingServiceTest, ChangeOfTheMemberItselfIsSeenAtOnce) {
  AwaitIndex();
  for (int i = 0; i < 20; ++i) {
    const std::string id = absl::StrCat("fresh-", i);
    CreateMember(id, kGameStudio);
    const auto found =
        Recommend(absl::StrCat("alliances/music/members/", id), "filter { kinds: CREATOR }");
    ASSERT_TRUE(found.ok()) << found.status.error_message();
    EXPECT_THAT(NamesOf(*found), ElementsAre(kNorth));
  }
}

TEST_F(MatchingServiceTest, FilterAndExclusionsAreHonoured) {
  CreateComposers(3);
  EXPECT_EQ(Recommend(kStar, "filter { kinds: SCENE_UNIT }")->matches_size(), 0);
  const auto some = Recommend(
      kStar, absl::StrCat("exclude: '", kNorth, "' exclude: 'alliances/music/members/c01'"));
  EXPECT_THAT(NamesOf(*some), ::testing::UnorderedElementsAre("alliances/music/members/c00",
                                                              "alliances/music/members/c02"));
}

TEST_F(MatchingServiceTest, NothingBelowTheFloorIsListed) {
  AwaitIndex();
  const double score = Recommend(kStar)->matches(0).score();
  EXPECT_EQ(Recommend(kStar, absl::StrCat("floor: ", score - 0.01))->matches_size(), 1);
  const auto none = Recommend(kStar, absl::StrCat("floor: ", score + 0.01));
  EXPECT_EQ(none->matches_size(), 0);
  EXPECT_EQ(none->eligible_size(), 1);
}

TEST_F(MatchingServiceTest, PagesMakeUpTheListOfOneSnapshot) {
  CreateComposers(11);
  const auto whole = Recommend(kStar, "page_size: 100");
  ASSERT_EQ(whole->matches_size(), 12);
  EXPECT_EQ(whole->next_page_token(), "");
  std::vector<std::string> names;
  std::string token;
  do {
    const auto page = Recommend(kStar, absl::StrCat("page_size: 5 page_token: '", token, "'"));
    ASSERT_TRUE(page.ok()) << page.status.error_message();
    for (const std::string& name : NamesOf(*page)) names.push_back(name);
    EXPECT_EQ(page->provenance().revision(), whole->provenance().revision());
    token = page->next_page_token();
    CreateMember(absl::StrCat("later-", names.size()), kComposer);
    AwaitIndex();
  } while (!token.empty());
  EXPECT_EQ(names, NamesOf(*whole));
}

TEST_F(MatchingServiceTest, PagesKeepTheMemberAsItWas) {
  CreateComposers(5);
  StopClock();
  const auto first = Recommend(kStar, "page_size: 3");
  const auto expected = Recommend(kStar, "page_size: 6");
  EXPECT_TRUE(Send<v1::UpdateMemberRequest>(
                  absl::StrCat("member { name: '", kStar,
                               "' needs { title { key: 'en' value: 'tax advice' } } }"))
                  .ok());
  AwaitIndex();
  const auto second =
      Recommend(kStar, absl::StrCat("page_size: 3 page_token: '", first->next_page_token(), "'"));
  ASSERT_EQ(second->matches_size(), 3);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(second->matches(i).partner().name(), expected->matches(i + 3).partner().name());
    EXPECT_EQ(second->matches(i).score(), expected->matches(i + 3).score());
  }
}

TEST_F(MatchingServiceTest, TokensExpireAndBelongToOneQuery) {
  CreateComposers(5);
  const auto first = Recommend(kStar, "page_size: 3");
  const std::string next =
      absl::StrCat("page_size: 3 page_token: '", first->next_page_token(), "'");
  EXPECT_EQ(Recommend(kNorth, next).code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFields(Recommend(kStar, next + " floor: 0.1").status), ElementsAre("page_token"));
  Wait(absl::Minutes(11));
  EXPECT_EQ(Recommend(kStar, next).code(), grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(MatchingServiceTest, ExplanationFitsTheListItBelongsTo) {
  CreateComposers(3);
  const auto found = Recommend(kStar);
  EXPECT_TRUE(Send<v1::UpdateMemberRequest>(
                  absl::StrCat("member { name: '", kNorth,
                               "' description { key: 'en' value: 'x' } "
                               "offers { title { key: 'en' value: 'catering' } } }"))
                  .ok());
  AwaitIndex();
  const std::string pair =
      absl::StrCat("member: '", kStar, "' partner: '", found->matches(0).partner().name(), "' ");
  const auto explained = Send<v1::ExplainMatchRequest>(
      absl::StrCat(pair, "attribution_token: '", found->provenance().attribution_token(), "'"));
  ASSERT_TRUE(explained.ok()) << explained.status.error_message();
  EXPECT_EQ(explained->match().score(), found->matches(0).score());
  EXPECT_EQ(explained->match().evidence_size(), found->matches(0).evidence_size());
  EXPECT_EQ(explained->provenance().revision(), found->provenance().revision());
}

TEST_F(MatchingServiceTest, ExplanationNamesTheRulesThatExclude) {
  AwaitIndex();
  CreateMember("busy", absl::StrCat(kComposer, "capacity: 0"));
  const auto explained = Send<v1::ExplainMatchRequest>(
      absl::StrCat("member: '", kStar, "' partner: 'alliances/music/members/busy'"));
  ASSERT_TRUE(explained.ok()) << explained.status.error_message();
  ASSERT_EQ(explained->exclusions_size(), 1);
  EXPECT_EQ(explained->exclusions(0).member(), "alliances/music/members/busy");
  EXPECT_EQ(explained->exclusions(0).field(), "capacity");
  EXPECT_FALSE(explained->exclusions(0).text().empty());
}

TEST_F(MatchingServiceTest, AttributionTokenExpiresAndBelongsToOneAlliance) {
  AwaitIndex();
  const std::string token = Recommend(kStar)->provenance().attribution_token();
  const std::string request =
      absl::StrCat("member: '", kStar, "' partner: '", kNorth, "' attribution_token: '");
  EXPECT_THAT(BadFields(Send<v1::ExplainMatchRequest>(request + "bm9uZQ'").status),
              ElementsAre("attribution_token"));
  EXPECT_TRUE(Send<v1::ExplainMatchRequest>(absl::StrCat(request, token, "'")).ok());
  Wait(absl::Minutes(11));
  EXPECT_EQ(Send<v1::ExplainMatchRequest>(absl::StrCat(request, token, "'")).code(),
            grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(MatchingServiceTest, SimilarMembersComeFirstWhereTheyAreMostAlike) {
  CreateMember("twin", kComposer);
  AwaitIndex();
  const auto similar =
      Send<v1::ListSimilarMembersRequest>(absl::StrCat("member: '", kNorth, "' page_size: 1"));
  ASSERT_TRUE(similar.ok()) << similar.status.error_message();
  ASSERT_EQ(similar->members_size(), 1);
  EXPECT_EQ(similar->members(0).member().name(), "alliances/music/members/twin");
  EXPECT_NEAR(similar->members(0).similarity(), 1, 1e-3);
  EXPECT_THAT(similar->members(0).topics(), ::testing::Contains("game-music"));
}

TEST_F(MatchingServiceTest, PolicyTakesEffectWithItsVersion) {
  AwaitIndex();
  const auto updated =
      Send<v1::UpdateAllianceRequest>("alliance { name: 'alliances/music' policy { floor: 1 } }");
  AwaitIndex();
  const auto found = Recommend(kStar);
  EXPECT_EQ(found->matches_size(), 0);
  EXPECT_EQ(found->provenance().policy_version(), updated->policy().version());
}

TEST_F(MatchingServiceTest, NewTopicIsFoundInTextsAnalysedBefore) {
  CreateMember("luthier",
               "kind: CREATOR display_name { key: 'en' value: 'L' } offers {"
               " title { key: 'zh' value: '斫琴技艺' } }");
  CreateMember("museum",
               "kind: SCENE_UNIT display_name { key: 'en' value: 'M' } needs {"
               " title { key: 'en' value: 'qin luthiery' } }");
  EXPECT_TRUE(
      Send<v1::UpdateAllianceRequest>("alliance { name: 'alliances/music' topics { id: 'qin-making'"
                                      " labels { key: 'zh' value { labels: '斫琴' } }"
                                      " labels { key: 'en' value { labels: 'qin luthiery' } } } }")
          .ok());
  AwaitIndex();
  const auto found = Recommend("alliances/music/members/museum");
  ASSERT_GE(found->matches_size(), 1);
  EXPECT_EQ(found->matches(0).partner().name(), "alliances/music/members/luthier");
  std::set<std::string> topics;
  for (const auto& evidence : found->matches(0).evidence()) {
    for (const auto& topic : evidence.topics()) topics.insert(topic.topic());
  }
  EXPECT_THAT(topics, ::testing::Contains("qin-making"));
}

TEST_F(MatchingServiceTest, UnknownMembersAreNotFound) {
  AwaitIndex();
  EXPECT_EQ(Recommend("alliances/music/members/nobody").code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Recommend("alliances/nowhere/members/nobody").code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Send<v1::ExplainMatchRequest>(
                absl::StrCat("member: '", kStar, "' partner: 'alliances/music/members/nobody'"))
                .code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(MatchingServiceTest, AnswersAreTheSameAfterARestart) {
  CreateComposers(20);
  StopClock();
  const auto before = Recommend(kStar, "page_size: 50");
  Restart();
  const auto after = Recommend(kStar, "page_size: 50");
  ASSERT_EQ(after->matches_size(), before->matches_size());
  EXPECT_EQ(after->provenance().revision(), before->provenance().revision());
  for (int i = 0; i < before->matches_size(); ++i) {
    EXPECT_EQ(after->matches(i).SerializeAsString(), before->matches(i).SerializeAsString());
  }
}

}  // namespace
}  // namespace counterpoint::service
