// What is recorded between members keeps them out of each other's lists, at once.
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class KeptApartTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    CreateAlliance("music", "policy { floor: 0 diversity: 0 reciprocity: ARITHMETIC_MEAN }");
    CreateMember("star", kGameStudio);
    for (const char* id : {"east", "north", "south", "west"}) CreateMember(id, kComposer);
    AwaitIndex();
    StopClock();
  }
  static std::string NameOf(const std::string& id) {
    return absl::StrCat("alliances/music/members/", id);
  }
  // Does not wait for the index.
  void Record(const std::string& id, const std::string& member, const std::string& partner,
              const std::string& fields) {
    const auto recorded = Send<v1::BatchRecordInteractionsRequest>(absl::StrCat(
        "parent: 'alliances/music' interactions { name: 'alliances/music/interactions/", id,
        "' member: '", NameOf(member), "' partner: '", NameOf(partner), "' ", fields, " }"));
    ASSERT_TRUE(recorded.ok()) << recorded.status.error_message();
  }
  void Delete(const std::string& id) {
    ASSERT_TRUE(Send<v1::DeleteInteractionRequest>(
                    absl::StrCat("name: 'alliances/music/interactions/", id, "'"))
                    .ok());
  }
  v1::RecommendPartnersResponse Recommend(const std::string& member, const std::string& more = "") {
    const auto found =
        Send<v1::RecommendPartnersRequest>(absl::StrCat("member: '", NameOf(member), "' ", more));
    EXPECT_TRUE(found.ok()) << found.status.error_message();
    return *found;
  }
  static std::vector<std::string> IdsOf(const v1::RecommendPartnersResponse& response) {
    std::vector<std::string> ids;
    for (const auto& match : response.matches()) {
      ids.push_back(match.partner().name().substr(match.partner().name().rfind('/') + 1));
    }
    return ids;
  }
  std::vector<std::string> Listed(const std::string& member, const std::string& more = "") {
    return IdsOf(Recommend(member, more));
  }
  v1::WhyNotResponse WhyNot(const std::string& member, const std::string& partner,
                            const std::string& more = "") {
    const auto answer = Send<v1::WhyNotRequest>(
        absl::StrCat("member: '", NameOf(member), "' partner: '", NameOf(partner), "' ", more));
    EXPECT_TRUE(answer.ok()) << answer.status.error_message();
    return *answer;
  }
  v1::ExplainMatchResponse Explain(const std::string& member, const std::string& partner,
                                   const std::string& more = "") {
    const auto answer = Send<v1::ExplainMatchRequest>(
        absl::StrCat("member: '", NameOf(member), "' partner: '", NameOf(partner), "' ", more));
    EXPECT_TRUE(answer.ok()) << answer.status.error_message();
    return *answer;
  }
};

constexpr char kDeclined[] = "kind: DECLINED decline_reason: NOT_STRATEGIC";

TEST_F(KeptApartTest, EachOfFourKindsKeepsOutInBothDirectionsAtOnce) {
  ASSERT_THAT(Listed("star"), SizeIs(4));
  Record("i1", "star", "north", kDeclined);
  EXPECT_THAT(Listed("star"), Not(Contains("north")));
  EXPECT_THAT(Listed("north"), Not(Contains("star")));
  Record("i2", "east", "star", "kind: CONFLICT");
  EXPECT_THAT(Listed("star"), UnorderedElementsAre("south", "west"));
  EXPECT_THAT(Listed("east"), Not(Contains("star")));
  Record("i3", "star", "south", "kind: AGREEMENT_SIGNED");
  Record("i4", "west", "star", "kind: PARTNERSHIP");
  EXPECT_THAT(Listed("star"), SizeIs(0));
  EXPECT_EQ(Recommend("star").eligible_size(), 0);
  Delete("i1");
  EXPECT_THAT(Listed("star"), ElementsAre("north"));
}

TEST_F(KeptApartTest, WhatSaysNothingOfWorkingTogetherKeepsNobodyOut) {
  int i = 0;
  for (const char* kind : {"VIEWED", "SAVED", "INTRODUCED", "ACCEPTED", "MET", "NO_SHOW"}) {
    Record(absl::StrCat("i", ++i), "star", "north", absl::StrCat("kind: ", kind));
  }
  EXPECT_THAT(Listed("star"), Contains("north"));
}

TEST_F(KeptApartTest, DeclineRunsOutAfterHalfAYear) {
  Record("i1", "star", "north", kDeclined);
  Wait(absl::Hours(24 * 180) - absl::Minutes(1));
  EXPECT_THAT(Listed("star"), Not(Contains("north")));
  Wait(absl::Minutes(2));
  EXPECT_THAT(Listed("star"), Contains("north"));
  Record("i2", "star", "south", "kind: CONFLICT");
  Wait(absl::Hours(24 * 365 * 10));
  EXPECT_THAT(Listed("star"), Not(Contains("south")));
}

TEST_F(KeptApartTest, IncludingPartnersBringsBackPartnersAlone) {
  Record("i1", "star", "north", "kind: PARTNERSHIP");
  Record("i2", "star", "south", "kind: AGREEMENT_SIGNED value_band: UP_TO_1_MILLION");
  Record("i3", "star", "east", "kind: CONFLICT");
  Record("i4", "star", "west", "kind: PARTNERSHIP");
  Record("i5", "west", "star", kDeclined);
  AwaitIndex();
  EXPECT_THAT(Listed("star"), SizeIs(0));
  EXPECT_THAT(Listed("star", "include_partners: true"),
              testing::UnorderedElementsAre("north", "south"));
}

TEST_F(KeptApartTest, WhyNotAndExplanationSayWhatIsRecordedButNotTheReasonOfADecline) {
  Record("i1", "north", "star", kDeclined);
  Record("i2", "star", "south", "kind: CONFLICT");
  Record("i3", "star", "east", "kind: AGREEMENT_SIGNED");
  const auto why = WhyNot("star", "north", "language_code: 'en'");
  EXPECT_EQ(why.reason(), v1::WhyNotResponse::RULE);
  ASSERT_EQ(why.exclusions_size(), 1);
  EXPECT_EQ(why.exclusions(0).field(), "interactions");
  EXPECT_EQ(why.exclusions(0).text(),
            "the member or the other side has declined lately (interactions)");
  EXPECT_EQ(why.remedies_size(), 0);
  EXPECT_GT(why.match().score(), 0);
  EXPECT_THAT(WhyNot("star", "north", "language_code: 'zh'").exclusions(0).text(),
              HasSubstr("婉拒"));
  EXPECT_THAT(WhyNot("south", "star").exclusions(0).text(), HasSubstr("conflict"));
  EXPECT_THAT(WhyNot("east", "star").exclusions(0).text(), HasSubstr("signed an agreement"));
  EXPECT_EQ(WhyNot("star", "west").reason(), v1::WhyNotResponse::LISTED);
  ASSERT_EQ(Explain("star", "south").exclusions_size(), 1);
  EXPECT_THAT(Explain("star", "south").exclusions(0).text(), HasSubstr("conflict"));
  EXPECT_EQ(Explain("star", "west").exclusions_size(), 0);
}

TEST_F(KeptApartTest, ExplanationOfAListIsThatOfItsMoment) {
  const auto list = Recommend("star");
  Record("i1", "north", "star", kDeclined);
  const std::string token =
      absl::StrCat("attribution_token: '", list.provenance().attribution_token(), "'");
  EXPECT_EQ(Explain("star", "north", token).exclusions_size(), 0);
  EXPECT_EQ(Explain("star", "north").exclusions_size(), 1);
  EXPECT_EQ(WhyNot("star", "north", token).reason(), v1::WhyNotResponse::LISTED);
}

// The second page shows what it would have shown, but for whoever has been declined
// since: nobody is left out because others have moved up.
TEST_F(KeptApartTest, DeclineBetweenPagesShiftsNobodyAndShowsTheDeclinedNoMore) {
  const auto whole = Listed("star");
  ASSERT_THAT(whole, SizeIs(4));
  const auto first = Recommend("star", "page_size: 2");
  const std::string next = absl::StrCat("page_size: 2 page_token: '", first.next_page_token(), "'");
  Record("i1", "star", whole[0], kDeclined);  // On the page that has been shown.
  EXPECT_THAT(Listed("star", next), ElementsAre(whole[2], whole[3]));
  Record("i2", "star", whole[2], kDeclined);  // On the page to come.
  const auto second = Recommend("star", next);
  EXPECT_THAT(IdsOf(second), ElementsAre(whole[3]));
  EXPECT_EQ(second.eligible_size(), 4) << "of the list as it was made";
  Delete("i2");
  EXPECT_THAT(Listed("star", next), ElementsAre(whole[2], whole[3]));
  EXPECT_THAT(Listed("star"), ElementsAre(whole[1], whole[2], whole[3]));
}

TEST_F(KeptApartTest, DeclineTakenBackBetweenPagesComesWithTheNextList) {
  Record("i1", "star", "north", kDeclined);
  const auto first = Recommend("star", "page_size: 1");
  Delete("i1");
  const auto rest =
      Listed("star", absl::StrCat("page_size: 1 page_token: '", first.next_page_token(), "'"));
  EXPECT_THAT(rest, Not(Contains("north")));
  EXPECT_THAT(Listed("star"), Contains("north"));
}

TEST_F(KeptApartTest, AgreementCountsAsAPartnershipInTheScoresOfOthers) {
  Record("i1", "north", "south", "kind: AGREEMENT_SIGNED agreement_type: LICENCE_AGREEMENT");
  AwaitIndex();
  const auto found = Recommend("star");
  for (const v1::Match& match : found.matches()) {
    bool popular = false;
    for (const auto& evidence : match.evidence()) {
      popular |= evidence.term() == v1::Evidence::POPULARITY;
    }
    const std::string id = match.partner().name();
    EXPECT_EQ(popular, id == NameOf("north") || id == NameOf("south")) << id;
  }
}

TEST_F(KeptApartTest, StaysAfterARestartAndWhateverTheMemberSaysOfItself) {
  Record("i1", "star", "north", "kind: CONFLICT");
  Restart();
  EXPECT_THAT(Listed("star"), Not(Contains("north")));
  ASSERT_TRUE(Send<v1::UpdateMemberRequest>(
                  absl::StrCat("member { name: '", NameOf("star"),
                               "' region: 'CN-BJ' } update_mask { paths: 'region' }"))
                  .ok());
  EXPECT_THAT(Listed("star"), Not(Contains("north")));
}

}  // namespace
}  // namespace counterpoint::service
