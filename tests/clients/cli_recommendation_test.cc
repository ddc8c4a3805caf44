// Refreshing, reading and comparing stored lists of the sample alliance, typed as
// staff would type it, against a real server.
#include <gmock/gmock.h>

#include <string>

#include "counterpoint/v1/matching_service.pb.h"
#include "counterpoint/v1/recommendation_service.pb.h"
#include "tests/clients/sample_alliance_test.h"

namespace counterpoint::cli {
namespace {

using testing::HasSubstr;

constexpr char kMember[] = "wickenmere-games";

class CliRecommendationTest : public SampleAllianceTest {
 protected:
  v1::RecommendationList Stored() {
    return Read<v1::ListRecommendationsResponse>({"recommendations", "list", kMember}).list();
  }
};

TEST_F(CliRecommendationTest, BeforeTheFirstRefreshReadersAreToldWhatToDo) {
  EXPECT_EQ(Run({"recommendations", "list", kMember}), ExitCode::kError);
  EXPECT_THAT(err(), HasSubstr("refresh"));
  Succeed({"generation", "list"});
  EXPECT_THAT(err(), HasSubstr("counterpoint refresh"));
}

TEST_F(CliRecommendationTest, ARefreshMakesTheListsThatAreMadeLive) {
  const auto generation = Read<v1::Generation>({"refresh", "--list-size", "5"});
  EXPECT_TRUE(generation.current());
  EXPECT_EQ(generation.list_size(), 5);
  const auto live = Read<v1::RecommendPartnersResponse>({"recommend", kMember, "--limit", "5"});
  const v1::RecommendationList stored = Stored();
  ASSERT_EQ(stored.recommendations_size(), live.matches_size());
  for (int i = 0; i < live.matches_size(); ++i) {
    EXPECT_EQ(stored.recommendations(i).partner().name(), live.matches(i).partner().name());
  }
  Succeed({"recommendations", "list", kMember});
  EXPECT_THAT(out(), HasSubstr("PARTNER GAIN"));
  Succeed({"recommendations", "export"});
  EXPECT_THAT(out(), HasSubstr(kMember));
}

TEST_F(CliRecommendationTest, ADeclineIsGoneAtOnceAndToldByTheNextRefresh) {
  Succeed({"refresh"});
  const v1::RecommendationList before = Stored();
  ASSERT_GT(before.recommendations_size(), 1);
  const std::string first = before.recommendations(0).partner().name();
  Succeed({"interaction", "record", kMember, first, "--kind", "declined", "--reason",
           "not-strategic", "--token", before.attribution_token()});
  EXPECT_NE(Stored().recommendations(0).partner().name(), first);
  Succeed({"refresh"});
  const auto differ =
      Read<v1::CompareGenerationsResponse>({"recommendations", "compare", "1", "2"});
  bool told = false;
  for (const v1::ListChange& list : differ.list_changes()) {
    for (const v1::RecommendationChange& change : list.changes()) {
      told |= list.member().ends_with(kMember) && change.partner().name() == first &&
              change.kind() == v1::RecommendationChange::LEFT && change.cause() == v1::FEEDBACK;
    }
  }
  EXPECT_TRUE(told) << out();
  Succeed({"recommendations", "digest", kMember});
  EXPECT_FALSE(out().empty());
  Succeed({"recommendations", "compare", "1", "2"});
  EXPECT_THAT(err(), HasSubstr("lists differ"));
}

TEST_F(CliRecommendationTest, RollingBackBringsAnOlderGenerationBack) {
  Succeed({"refresh", "--list-size", "3"});
  Succeed({"refresh", "--list-size", "6"});
  EXPECT_EQ(Stored().recommendations_size(), 6);
  Succeed({"generation", "roll-back", "1"});
  EXPECT_EQ(Stored().recommendations_size(), 3);
  EXPECT_EQ(Read<v1::Generation>({"generation", "get", "current"}).list_size(), 3);
}

TEST_F(CliRecommendationTest, LearningFromNothingSaysWhatIsMissing) {
  EXPECT_EQ(Run({"learn"}), ExitCode::kError);
  EXPECT_THAT(err(), HasSubstr("at least 20"));
  Succeed({"proposal", "list"});
  EXPECT_THAT(err(), HasSubstr("counterpoint learn"));
}

}  // namespace
}  // namespace counterpoint::cli
