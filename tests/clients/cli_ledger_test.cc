// The ledger as it is shown.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/ledger_tables.h"
#include "google/protobuf/text_format.h"

namespace counterpoint::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

v1::Ledger Parse(const std::string& text) {
  v1::Ledger ledger;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &ledger));
  return ledger;
}

constexpr char kSteps[] = R"pb(
  steps { stage: PAIR_SUGGESTED count: 40 }
  steps { stage: PAIR_VIEWED count: 20 rate: 0.5 rate_low: 0.352 rate_high: 0.648 }
  steps { stage: PAIR_INTRODUCED count: 5 rate: 0.25 rate_low: 0.112 rate_high: 0.469 }
  steps { stage: PAIR_ACCEPTED count: 0 rate: 0 rate_low: 0 rate_high: 0.434 }
  steps { stage: PAIR_MET }
  steps { stage: PAIR_SIGNED }
)pb";

std::string Printed(const v1::Ledger& ledger, v1::GetLedgerRequest::Grouping grouping,
                    const std::string& language = "en") {
  std::ostringstream out;
  PrintLedger(ledger, grouping, language, {}, out);
  return out.str();
}

TEST(LedgerTablesTest, StepsHaveTheirRateAndInterval) {
  const std::string shown =
      Printed(Parse(absl::StrCat("rows {", kSteps,
                                 "declines { reason: OVER_BUDGET count: 3 } declined_pair_count: 2 "
                                 "rating_count: 4 mean_rating: 4.25 "
                                 "signed_values { count: 1 } "
                                 "signed_values { value_band: UP_TO_1_MILLION count: 2 } }")),
              v1::GetLedgerRequest::GROUPING_UNSPECIFIED);
  EXPECT_THAT(shown, HasSubstr("STEP        PAIRS   RATE  95% INTERVAL\n"
                               "suggested      40\n"
                               "viewed         20  50.0%    35.2–64.8%\n"
                               "introduced      5  25.0%    11.2–46.9%\n"
                               "accepted        0   0.0%     0.0–43.4%\n"
                               "met             0\n"
                               "signed          0\n"));
  EXPECT_THAT(shown, HasSubstr("over-budget"));
  EXPECT_THAT(shown, HasSubstr("4.25"));
  EXPECT_THAT(shown, HasSubstr("up-to-1-million"));
  EXPECT_THAT(shown, HasSubstr("(value not known)"));
}

TEST(LedgerTablesTest, GroupsAreNamedOnceAndInWords) {
  const v1::Ledger ledger =
      Parse(absl::StrCat("rows {", kSteps, "} rows {", kSteps, "group: 'CREATOR+SCENE_UNIT' }"));
  const std::string shown = Printed(ledger, v1::GetLedgerRequest::BY_KINDS);
  EXPECT_THAT(shown, HasSubstr("(not known)"));
  EXPECT_THAT(shown, HasSubstr("creator + scene-unit  suggested"));
  EXPECT_THAT(Printed(ledger, v1::GetLedgerRequest::BY_KINDS, "zh"),
              HasSubstr("创作者 + 应用场景单位"));
  EXPECT_THAT(Printed(ledger, v1::GetLedgerRequest::BY_TOPIC), HasSubstr("(none shared)"));
}

TEST(LedgerTablesTest, LiftStandsBesideTheAcceptancesOfARule) {
  const v1::Ledger ledger =
      Parse(absl::StrCat("rows {", kSteps, "} rows {", kSteps,
                         "group: 'push' lift: 3.6 lift_low: 1.892 lift_high: 6.85 }"));
  const std::string shown = Printed(ledger, v1::GetLedgerRequest::BY_STAFF_RULE);
  EXPECT_THAT(shown, HasSubstr("LIFT"));
  EXPECT_THAT(shown, HasSubstr("0.0–43.4%  3.60 (1.89–6.85)"));
  EXPECT_THAT(shown, HasSubstr("(no rule)"));
  EXPECT_THAT(Printed(ledger, v1::GetLedgerRequest::BY_POLICY_VERSION), Not(HasSubstr("LIFT")));
}

TEST(LedgerTablesTest, CsvHasTheSameCellsInEveryRecord) {
  std::ostringstream out;
  WriteLedgerCsv(Parse(absl::StrCat("rows {", kSteps, "} rows {", kSteps,
                                    "group: 'push' lift: 2 lift_low: 1 lift_high: 4 "
                                    "declines { reason: TOO_EARLY count: 7 } "
                                    "signed_values { value_band: WITHOUT_VALUE count: 9 } }")),
                 out);
  const std::vector<std::string> lines = absl::StrSplit(out.str(), "\r\n");
  ASSERT_THAT(lines, SizeIs(4));
  const std::vector<std::string> headings = absl::StrSplit(lines[0], ',');
  const std::vector<std::string> second = absl::StrSplit(lines[2], ',');
  EXPECT_EQ(std::vector<std::string>(absl::StrSplit(lines[1], ',')).size(), headings.size());
  ASSERT_EQ(second.size(), headings.size());
  const auto cell = [&](const std::string& heading) {
    const auto at = std::find(headings.begin(), headings.end(), heading) - headings.begin();
    return static_cast<std::size_t>(at) == headings.size() ? "no " + heading
                                                           : second[static_cast<std::size_t>(at)];
  };
  EXPECT_EQ(cell("group"), "push");
  EXPECT_EQ(cell("suggested"), "40");
  EXPECT_EQ(cell("viewed_rate_low"), "0.352");
  EXPECT_EQ(cell("met_rate"), "");
  EXPECT_EQ(cell("lift_high"), "4");
  EXPECT_EQ(cell("declined:too-early"), "7");
  EXPECT_EQ(cell("declined:none"), "0");
  EXPECT_EQ(cell("signed:without-value"), "9");
}

}  // namespace
}  // namespace counterpoint::cli
