// What recorded partnerships change in answers: whom lists leave out, and why
// others come first.
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

constexpr char kStar[] = "alliances/music/members/star";
constexpr char kNorth[] = "alliances/music/members/north";

class PastPartnershipsTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    CreateAlliance("music", "policy { floor: 0 reciprocity: ARITHMETIC_MEAN }");
    CreateMember("star", kGameStudio);
    for (const char* id : {"east", "north", "south", "west"}) CreateMember(id, kComposer);
    AwaitIndex();
    StopClock();  // Scores depend on the moment.
  }
  void RecordPartnership(const std::string& a, const std::string& b) {
    const auto recorded = Send<v1::BatchRecordInteractionsRequest>(absl::StrCat(
        "parent: 'alliances/music' interactions { name: 'alliances/music/interactions/", a, "-", b,
        "' kind: PARTNERSHIP member: 'alliances/music/members/", a,
        "' partner: 'alliances/music/members/", b, "' }"));
    ASSERT_TRUE(recorded.ok()) << recorded.status.error_message();
    AwaitIndex();
  }
  v1::RecommendPartnersResponse Recommend(const std::string& more = "") {
    const auto found =
        Send<v1::RecommendPartnersRequest>(absl::StrCat("member: '", kStar, "' ", more));
    EXPECT_TRUE(found.ok()) << found.status.error_message();
    return *found;
  }
  v1::ExplainMatchResponse ExplainNorth() {
    const auto explained = Send<v1::ExplainMatchRequest>(
        absl::StrCat("member: '", kStar, "' partner: '", kNorth, "' language_code: 'en'"));
    EXPECT_TRUE(explained.ok()) << explained.status.error_message();
    return *explained;
  }
  static std::vector<std::string> NamesOf(const v1::RecommendPartnersResponse& response) {
    std::vector<std::string> names;
    for (const auto& match : response.matches()) names.push_back(match.partner().name());
    return names;
  }
  static v1::Evidence TermOf(const v1::Match& match, v1::Evidence::Term term) {
    for (const v1::Evidence& evidence : match.evidence()) {
      if (evidence.term() == term) return evidence;
    }
    ADD_FAILURE() << "no " << v1::Evidence::Term_Name(term);
    return {};
  }
};

TEST_F(PastPartnershipsTest, PartnersAreListedOnRequestAlone) {
  RecordPartnership("north", "star");
  const auto others = Recommend();
  EXPECT_THAT(NamesOf(others), Not(Contains(kNorth)));
  EXPECT_EQ(others.eligible_size(), 3);
  const auto all = Recommend("include_partners: true");
  EXPECT_THAT(NamesOf(all), Contains(kNorth));
  EXPECT_EQ(all.eligible_size(), 4);
}

TEST_F(PastPartnershipsTest, MeetingsAndWhatWasSaidOfThemChangeNoRecommendation) {
  RecordPartnership("south", "west");
  const auto before = Recommend();
  const auto recorded = Send<v1::BatchRecordInteractionsRequest>(
      "parent: 'alliances/music'"
      "interactions { name: 'alliances/music/interactions/met' kind: MET "
      "member: 'alliances/music/members/star' partner: 'alliances/music/members/north' }"
      "interactions { name: 'alliances/music/interactions/missed' kind: NO_SHOW "
      "member: 'alliances/music/members/east' partner: 'alliances/music/members/star' }"
      "interactions { name: 'alliances/music/interactions/rated' kind: RATED rating: 1 "
      "member: 'alliances/music/members/star' partner: 'alliances/music/members/north' }");
  ASSERT_TRUE(recorded.ok()) << recorded.status.error_message();
  AwaitIndex();
  const auto after = Recommend();
  ASSERT_EQ(NamesOf(after), NamesOf(before));
  for (int i = 0; i < after.matches_size(); ++i) {
    EXPECT_EQ(after.matches(i).score(), before.matches(i).score());
  }
}

TEST_F(PastPartnershipsTest, ExplanationNamesThePartnershipAsAnExclusion) {
  EXPECT_EQ(ExplainNorth().exclusions_size(), 0);
  RecordPartnership("north", "star");
  const auto explained = ExplainNorth();
  ASSERT_EQ(explained.exclusions_size(), 1);
  EXPECT_EQ(explained.exclusions(0).field(), "interactions");
  EXPECT_FALSE(explained.exclusions(0).text().empty());
  EXPECT_GT(explained.match().score(), 0);
}

TEST_F(PastPartnershipsTest, TheCloserOfEqualProfilesComesFirstAndTheEvidenceSaysThroughWhom) {
  ASSERT_NE(Recommend().matches(0).partner().name(), kNorth);
  RecordPartnership("star", "west");
  RecordPartnership("west", "south");
  RecordPartnership("south", "north");
  const auto found = Recommend();
  const v1::Match& first = found.matches(0);
  ASSERT_EQ(first.partner().name(), kNorth);
  const v1::Evidence closeness = TermOf(first, v1::Evidence::CLOSENESS);
  EXPECT_THAT(closeness.via(), ElementsAre("alliances/music/members/south"));
  EXPECT_EQ(closeness.text(), "connected by past partnerships through North Wind Audio");
  EXPECT_EQ(TermOf(first, v1::Evidence::POPULARITY).text(), "has worked with 1 member");
  EXPECT_EQ(closeness.side(), v1::Evidence::SIDE_UNSPECIFIED);
  double sum = 0;
  for (const v1::Evidence& evidence : first.evidence()) sum += evidence.contribution();
  EXPECT_NEAR(sum, first.score(), 1e-6);
  EXPECT_EQ(ExplainNorth().match().score(), first.score());
}

TEST_F(PastPartnershipsTest, WithoutSharesThePartnershipsOfOthersChangeNothing) {
  const auto before = Recommend();
  ASSERT_TRUE(Send<v1::UpdateAllianceRequest>(
                  "alliance { name: 'alliances/music' policy { floor: 0 "
                  "reciprocity: ARITHMETIC_MEAN network { popularity: 0 closeness: 0 } } }"
                  "update_mask { paths: 'policy' }")
                  .ok());
  RecordPartnership("north", "south");
  const auto after = Recommend();
  ASSERT_EQ(NamesOf(after), NamesOf(before));
  for (int i = 0; i < after.matches_size(); ++i) {
    EXPECT_EQ(after.matches(i).score(), before.matches(i).score());
  }
}

}  // namespace
}  // namespace counterpoint::service
