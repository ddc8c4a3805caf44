#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "absl/strings/str_cat.h"
#include "clients/cli/outcome_source.h"
#include "clients/cli/outcome_tables.h"
#include "clients/cli/resource_names.h"

namespace counterpoint::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Each row as "line a b RESULT absent.. ratings..", or "line error: ...".
std::vector<std::string> Read(const std::string& text) {
  std::istringstream in(text);
  auto source = OutcomeSource::Open(&in, "alliances/a");
  EXPECT_TRUE(source.ok()) << source.status();
  std::vector<std::string> items;
  while (source.ok()) {
    const auto item = source->Next();
    EXPECT_TRUE(item.ok()) << item.status();
    if (!item.ok() || !item->has_value()) break;
    const auto& outcome = (*item)->outcome;
    if (!outcome.ok()) {
      items.push_back(absl::StrCat((*item)->line, " error: ", outcome.status().message()));
      continue;
    }
    EXPECT_TRUE(outcome->pair().participant().starts_with("alliances/a/members/"));
    std::string shown = absl::StrCat((*item)->line, " ", IdOf(outcome->pair().participant()), " ",
                                     IdOf(outcome->pair().partner()), " ",
                                     v1::MeetingOutcome::Result_Name(outcome->result()));
    for (const std::string& name : outcome->absent()) absl::StrAppend(&shown, " ", IdOf(name));
    for (const auto& rating : outcome->ratings()) {
      absl::StrAppend(&shown, " ", IdOf(rating.participant()), "=", rating.rating(),
                      rating.comment());
    }
    items.push_back(shown);
  }
  return items;
}

std::string HeaderError(const std::string& text) {
  std::istringstream in(text);
  return std::string(OutcomeSource::Open(&in, "alliances/a").status().message());
}

TEST(OutcomeSourceTest, RowsHaveResultsAbsencesAndRatings) {
  EXPECT_THAT(Read("participant,partner,result,absent,rating,comment,partner_rating\r\n"
                   "x,y,held,,4,\"good, quick\",5\r\n"
                   "x,z,no-show,x; z,,,\r\n"
                   "members/y,z,CANCELLED,,,,\r\n"),
              ElementsAre("2 x y HELD x=4good, quick y=5", "3 x z NO_SHOW x z", "4 y z CANCELLED"));
}

TEST(OutcomeSourceTest, RowsThatMakeNoOutcomeSayWhy) {
  EXPECT_THAT(
      Read("participant,partner,result,rating,partner_comment\n"
           "x,,held,,\nx,y,maybe,,\nx,y,held,good,\nx,y,held,,nice\nx,y\nx,y,held,,\ny,x,held,,\n"),
      ElementsAre("2 error: partner: is required",
                  HasSubstr("result: \"maybe\" is not one of held, no-show, cancelled"),
                  HasSubstr("rating: must be a whole number"),
                  "5 error: partner_comment: needs a rating beside it",
                  "6 error: has 2 cells; the header has 5", "7 x y HELD",
                  "8 error: partner: the two are on line 7 already"));
}

TEST(OutcomeSourceTest, HeaderThatCannotBeUsedIsRefused) {
  EXPECT_THAT(HeaderError(""), HasSubstr("the file is empty"));
  EXPECT_THAT(HeaderError("participant,partner\n"), HasSubstr("no column \"result\""));
  EXPECT_THAT(HeaderError("participant,partner,result,mood\n"),
              HasSubstr("unknown column \"mood\"; known are participant"));
  EXPECT_THAT(HeaderError("participant,partner,result,result\n"), HasSubstr("a column twice"));
}

TEST(BarTest, IsAsLongAsItsShareInEighthsOfACell) {
  EXPECT_EQ(Bar(0, 5, 10), "");
  EXPECT_EQ(Bar(5, 5, 3), "███");
  EXPECT_EQ(Bar(2.5, 5, 3), "█▌");
  EXPECT_EQ(Bar(0, 0, 3), "");
}

TEST(SessionReportTest, ShowsBandsRatingsAndWhoDidNotCome) {
  v1::SessionReport report;
  report.set_plan("alliances/a/sessions/s/plans/2");
  report.set_meetings(4);
  report.set_ratings(2);
  report.set_mean_rating(4.5);
  for (const int count : {0, 0, 0, 1, 1}) report.add_rating_counts(count);
  v1::ScoreBand& band = *report.add_bands();
  band.set_lower(0.25);
  band.set_upper(0.5);
  band.set_meetings(4);
  band.set_ratings(2);
  band.set_mean_rating(4.5);
  report.set_score_rating_correlation(-0.5);
  report.add_absent_participants("alliances/a/members/late");
  std::ostringstream english;
  PrintSessionReport(report, "en", {}, english);
  EXPECT_THAT(english.str(), HasSubstr("Planned meetings       4"));
  EXPECT_THAT(english.str(), HasSubstr("0.250–0.500"));
  EXPECT_THAT(english.str(), HasSubstr("4.50  ██████████████████\n"));
  EXPECT_THAT(english.str(), HasSubstr("Score and rating  -0.50"));
  EXPECT_THAT(english.str(), HasSubstr("Came to no meeting  late"));
  std::ostringstream chinese;
  PrintSessionReport(report, "zh", {}, chinese);
  EXPECT_THAT(chinese.str(), HasSubstr("计划会谈"));
  EXPECT_THAT(chinese.str(), HasSubstr("未到场成员  late"));
}

}  // namespace
}  // namespace counterpoint::cli
