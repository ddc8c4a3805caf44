#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "tests/service/session_day_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class AgendaExportTest : public SessionDayTest {
 protected:
  Answer<v1::ExportAgendaResponse> Export(const std::string& fields) {
    return Send<v1::ExportAgendaRequest>(absl::StrCat("session: '", kSession, "' ", fields));
  }
};

TEST_F(AgendaExportTest, PublishedPlanComesInEachFormat) {
  const auto calendar = Export("format: ICALENDAR");
  ASSERT_TRUE(calendar.ok()) << calendar.status.error_message();
  EXPECT_THAT(calendar->content_type(), StartsWith("text/calendar; charset=utf-8"));
  EXPECT_EQ(calendar->file_name(), "spring-agenda.ics");
  EXPECT_THAT(calendar->content(), StartsWith("BEGIN:VCALENDAR\r\n"));
  EXPECT_THAT(calendar->content(), HasSubstr("SEQUENCE:2\r\n"));
  const auto csv = Export("format: CSV");
  EXPECT_THAT(csv->content_type(), StartsWith("text/csv; charset=utf-8"));
  EXPECT_EQ(csv->file_name(), "spring-agenda.csv");
  EXPECT_THAT(csv->content(), HasSubstr(",moon,North Wind Audio,Creator,"));
  const auto page = Export("format: HTML language: 'zh'");
  EXPECT_EQ(page->content_type(), "text/html; charset=utf-8");
  EXPECT_EQ(page->file_name(), "spring-agenda.html");
  EXPECT_THAT(page->content(), HasSubstr("<h1>星河游戏</h1>"));
}

TEST_F(AgendaExportTest, AnotherPlanIsExportedByItsName) {
  const auto first = Export(absl::StrCat("format: CSV plan: '", kSession, "/plans/1'"));
  ASSERT_TRUE(first.ok()) << first.status.error_message();
  EXPECT_THAT(first->content(), Not(HasSubstr("09:50")));
  EXPECT_THAT(Export("format: CSV")->content(), HasSubstr("09:50"));
}

TEST_F(AgendaExportTest, OnlyThoseThatAreNamed) {
  const auto one = Export("format: HTML participants: 'alliances/music/members/star'");
  EXPECT_EQ(one->file_name(), "spring-agenda-star.html");
  EXPECT_THAT(one->content(), Not(HasSubstr("09:50")));
  const auto table = Export("format: HTML by_table: true tables: 't2'");
  EXPECT_EQ(table->file_name(), "spring-tables-t2.html");
  EXPECT_THAT(table->content(), HasSubstr("09:50"));
  EXPECT_THAT(table->content(), Not(HasSubstr("09:25")));
}

TEST_F(AgendaExportTest, EveryUnknownParticipantAndTableIsNamed) {
  const auto participants = Export(
      "format: CSV participants: 'alliances/music/members/star' "
      "participants: 'alliances/music/members/east' participants: 'alliances/music/members/x'");
  EXPECT_EQ(participants.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFields(participants.status), ElementsAre("participants[1]", "participants[2]"));
  const auto tables = Export("format: CSV by_table: true tables: 't1' tables: 't9'");
  EXPECT_THAT(BadFields(tables.status), ElementsAre("tables[1]"));
}

TEST_F(AgendaExportTest, MissingSessionAndPlanAreNotFound) {
  EXPECT_EQ(Send<v1::ExportAgendaRequest>("session: 'alliances/music/sessions/autumn' format: CSV")
                .code(),
            grpc::StatusCode::NOT_FOUND);
  const auto missing = Export(absl::StrCat("format: CSV plan: '", kSession, "/plans/7'"));
  EXPECT_EQ(missing.code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(DetailOf<google::rpc::ResourceInfo>(missing.status).resource_name(),
            absl::StrCat(kSession, "/plans/7"));
}

TEST_F(AgendaExportTest, WithoutAPublishedPlanOnlyANamedOneIsExported) {
  session_.clear_published_plan();
  WriteSession();
  const auto refused = Export("format: CSV");
  EXPECT_EQ(refused.code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(refused.status.error_message(), HasSubstr("publish"));
  EXPECT_TRUE(Export(absl::StrCat("format: CSV plan: '", kSession, "/plans/1'")).ok());
}

TEST_F(AgendaExportTest, DeletedMemberIsShownByItsId) {
  ASSERT_TRUE(Send<v1::DeleteMemberRequest>("name: 'alliances/music/members/star'").ok());
  EXPECT_THAT(Export("format: HTML")->content(), HasSubstr("<h1>star</h1>"));
}

TEST_F(AgendaExportTest, SameStateGivesTheSameBytes) {
  for (const char* format : {"ICALENDAR", "CSV", "HTML"}) {
    const std::string request = absl::StrCat("format: ", format);
    const auto before = Export(request);
    Restart();
    EXPECT_EQ(Export(request)->content(), before->content());
  }
}

}  // namespace
}  // namespace counterpoint::service
