#include "service/agenda/agenda_csv.h"

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "tests/service/agenda/sample_agenda.h"

namespace counterpoint::agenda {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

// Rows of plain cells, without the header; REQUIRES: no cell is quoted.
std::vector<std::vector<std::string>> Rows(const std::string& csv) {
  std::vector<std::vector<std::string>> rows;
  for (absl::string_view line : absl::StrSplit(csv, "\r\n", absl::SkipEmpty())) {
    rows.push_back(absl::StrSplit(line, ','));
  }
  rows.erase(rows.begin());
  return rows;
}

TEST(AgendaCsvTest, HasARowForEachMeetingAndSide) {
  const std::string csv = ToCsv(SampleAgenda({}));
  EXPECT_THAT(csv, StartsWith("\xEF\xBB\xBF"
                              "date,start,end,time_zone,start_utc,end_utc,slot,table,table_name,"
                              "participant,name,kind,delegates,languages,partner,partner_name,"
                              "partner_kind,partner_delegates,partner_languages\r\n"));
  const auto rows = Rows(csv);
  ASSERT_THAT(rows, SizeIs(6));
  for (const auto& row : rows) EXPECT_THAT(row, SizeIs(19));
  EXPECT_THAT(rows[0],
              ElementsAre("2027-03-02", "09:00", "09:20", "Asia/Shanghai", "2027-03-02T01:00:00Z",
                          "2027-03-02T01:20:00Z", "2027-03-02T09:00", "t1", "Window",
                          "conservatory", "音乐学院", "Research institution", "", "zh", "studio",
                          "Studio One", "Scene unit", "Delegate A (Head of sound)", "zh en"));
  EXPECT_EQ(rows[4][9], "studio");
  EXPECT_EQ(rows[4][14], "conservatory");
}

TEST(AgendaCsvTest, ByTableHasBothSidesOfEachMeetingTogether) {
  const auto rows = Rows(ToCsv(SampleAgenda({.by_table = true, .only = {"t2"}})));
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0][9], "museum");
  EXPECT_EQ(rows[1][9], "studio");
}

TEST(AgendaCsvTest, NoCellIsAFormula) {
  for (const char* sign : {"=", "+", "-", "@", "＝", "＋", "－", "＠"}) {
    auto participants = SampleParticipants();
    (*participants[1].mutable_display_name())["en"] = absl::StrCat(sign, "HYPERLINK(A1)");
    const auto agenda = MakeAgenda(SampleSession(), SamplePlan(), participants, {});
    ASSERT_TRUE(agenda.ok());
    EXPECT_THAT(ToCsv(*agenda), HasSubstr(absl::StrCat(",'", sign, "HYPERLINK(A1),")));
  }
}

TEST(AgendaCsvTest, CommasAndQuotesAreQuoted) {
  auto participants = SampleParticipants();
  (*participants[1].mutable_display_name())["en"] = "=Museum, \"old\"";
  const auto agenda = MakeAgenda(SampleSession(), SamplePlan(), participants, {});
  ASSERT_TRUE(agenda.ok());
  EXPECT_THAT(ToCsv(*agenda), HasSubstr(",\"'=Museum, \"\"old\"\"\","));
}

TEST(AgendaCsvTest, EmptyAgendaIsTheHeaderAlone) {
  EXPECT_THAT(Rows(ToCsv(SampleAgenda({.only = {"orchard"}}))), SizeIs(0));
}

}  // namespace
}  // namespace counterpoint::agenda
