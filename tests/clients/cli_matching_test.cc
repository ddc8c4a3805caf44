// Partners and their reasons, typed as staff would type it, against a real server.
#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "counterpoint/v1/matching_service.pb.h"
#include "tests/clients/typed_commands.h"

namespace counterpoint::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class CliMatchingTest : public SharedServerTest {};

TEST_F(CliMatchingTest, PartnersAreRecommendedWithReasons) {
  ImportMembers();
  ASSERT_EQ(Run({"recommend", "studio", "--floor", "0", "--explain"}), ExitCode::kOk) << err();
  const size_t first = out().find("conservatory");
  ASSERT_NE(first, std::string::npos) << out();
  EXPECT_LT(first, out().find("museum"));
  EXPECT_THAT(out(), HasSubstr("Need 1 <- Offer 1"));
  ASSERT_EQ(Run({"recommend", "studio", "--floor", "0", "--exclude", "conservatory"}),
            ExitCode::kOk);
  EXPECT_THAT(out(), Not(HasSubstr("conservatory")));
  ASSERT_EQ(Run({"explain", "studio", "conservatory"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("Partner's gain"));
}

TEST_F(CliMatchingTest, AMissedPartnerIsAccountedForAndARemedyNamed) {
  ImportMembers();
  ASSERT_EQ(Run({"member", "update", "conservatory", "--set", "state=PAUSED"}), ExitCode::kOk)
      << err();
  ASSERT_EQ(Run({"why-not", "studio", "conservatory", "--floor", "0", "--limit", "1"}),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("are kept apart: the partner is not active (state)."));
  EXPECT_THAT(out(), HasSubstr("Threshold"));
  EXPECT_THAT(out(), HasSubstr("In place 1 of the list with "));
  EXPECT_THAT(out(), HasSubstr(" to active (conservatory state)\n"));

  ASSERT_EQ(Run({"why-not", "studio", "museum", "--kind", "creator", "--output", "json"}),
            ExitCode::kOk)
      << err();
  v1::WhyNotResponse response;
  ASSERT_TRUE(FromJson(out(), &response).ok()) << out();
  EXPECT_EQ(response.reason(), v1::WhyNotResponse::FILTERED);
  EXPECT_EQ(Run({"why-not", "studio", "nobody"}), ExitCode::kNotFound);
}

TEST_F(CliMatchingTest, ExplanationMarksWhatTheTextsShare) {
  ImportMembers();
  ASSERT_EQ(Run({"explain", "studio", "conservatory", "--texts"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("- game music +0."));
  EXPECT_THAT(out(), HasSubstr("needs[0].text.en: [Orchestral] [game music] for an open world"));
  EXPECT_THAT(out(), HasSubstr("offers[0].title.zh: [游戏配乐]"));
  EXPECT_EQ(Run({"explain", "studio", "conservatory", "--texts", "--output", "json"}),
            ExitCode::kUsage);
}

TEST_F(CliMatchingTest, PlacesAreInJsonWhereAskedFor) {
  ImportMembers();
  const std::vector<std::vector<std::string>> lists = {
      {"recommend", "studio", "--floor", "0"},
      {"match", "--need", "orchestral game music", "--floor", "0"}};
  for (std::vector<std::string> list : lists) {
    list.insert(list.end(), {"--output", "json"});
    ASSERT_EQ(Run(list), ExitCode::kOk) << err();
    EXPECT_THAT(out(), Not(HasSubstr("needSpans")));
    list.push_back("--locate-evidence");
    ASSERT_EQ(Run(list), ExitCode::kOk) << err();
    EXPECT_THAT(out(), HasSubstr("needSpans"));
  }
  EXPECT_EQ(Run({"recommend", "studio", "--locate-evidence"}), ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("--output json"));
}

TEST_F(CliMatchingTest, NeedInWordsFindsTheOffer) {
  ImportMembers();
  ASSERT_EQ(Run({"match", "--need", "为游戏创作配乐", "--floor", "0", "--limit", "1", "--output",
                 "jsonl"}),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("members/conservatory\""));
  const std::string lines = out();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 1) << lines;
}

}  // namespace
}  // namespace counterpoint::cli
