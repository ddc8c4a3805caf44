#include "service/validation/session_day_requests.h"

#include "absl/strings/str_cat.h"
#include "tests/service/validation/valid_resources.h"

namespace counterpoint::validation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kSession[] = "session: 'alliances/a/sessions/s' ";

template <typename Request>
std::vector<std::string> WrongIn(const std::string& text) {
  Request request;
  MergeText(text, request);
  Violations violations;
  Check(request, violations);
  return FieldsOf(violations);
}

// What is wrong with one outcome of the members m and n.
std::vector<std::string> WrongWith(const std::string& outcome) {
  return WrongIn<v1::RecordMeetingOutcomesRequest>(absl::StrCat(
      kSession,
      "outcomes { pair { participant: 'alliances/a/members/m' partner: 'alliances/a/members/n' } ",
      outcome, " }"));
}

TEST(SessionDayRequestsTest, OutcomeNamesEveryBadField) {
  const std::string m = "'alliances/a/members/m'";
  EXPECT_THAT(WrongWith("result: HELD"), IsEmpty());
  EXPECT_THAT(WrongWith("result: CANCELLED"), IsEmpty());
  EXPECT_THAT(WrongWith("result: NO_SHOW absent: " + m), IsEmpty());
  EXPECT_THAT(
      WrongWith("result: HELD ratings { participant: " + m + " rating: 5 comment: 'two\\nlines' }"),
      IsEmpty());
  const std::vector<BadField> bad = {
      {"", "result"},
      {"result: 9", "result"},
      {"result: NO_SHOW", "absent"},
      {"result: HELD absent: " + m, "absent"},
      {"result: CANCELLED absent: " + m, "absent"},
      {"result: NO_SHOW absent: 'alliances/a/members/o'", "absent[0]"},
      {"result: NO_SHOW absent: " + m + " absent: " + m, "absent[1]"},
      {"result: NO_SHOW absent: " + m + " ratings { participant: " + m + " rating: 1 }", "ratings"},
      {"result: HELD ratings { participant: 'm' rating: 1 }", "ratings[0].participant"},
      {"result: HELD ratings { participant: " + m + " }", "ratings[0].rating"},
      {"result: HELD ratings { participant: " + m + " rating: 6 }", "ratings[0].rating"},
      {"result: HELD ratings { participant: " + m + " rating: 1 } ratings { participant: " + m +
           " rating: 2 }",
       "ratings[1].participant"},
      {"result: HELD ratings { participant: " + m + " rating: 1 comment: '" +
           std::string(2001, 'x') + "' }",
       "ratings[0].comment"},
  };
  for (const auto& [text, field] : bad) {
    EXPECT_THAT(WrongWith(text), ElementsAre(absl::StrCat("outcomes[0].", field))) << text;
  }
}

TEST(SessionDayRequestsTest, OutcomesAreOfDistinctPairsOfTheAlliance) {
  using Request = v1::RecordMeetingOutcomesRequest;
  EXPECT_THAT(WrongIn<Request>(""), ElementsAre("session", "outcomes"));
  const auto outcome = [](const std::string& a, const std::string& b) {
    return absl::StrCat("outcomes { result: HELD pair { participant: 'alliances/", a,
                        "' partner: 'alliances/", b, "' } } ");
  };
  EXPECT_THAT(WrongIn<Request>(kSession + outcome("a/members/m", "a/members/m") +
                               outcome("b/members/m", "a/members/n")),
              ElementsAre("outcomes[0].pair.partner", "outcomes[1].pair.participant"));
  EXPECT_THAT(WrongIn<Request>(kSession + outcome("a/members/m", "a/members/n") +
                               outcome("a/members/n", "a/members/m")),
              ElementsAre("outcomes[1].pair"));
}

TEST(SessionDayRequestsTest, AgendaNamesEveryBadField) {
  using Request = v1::ExportAgendaRequest;
  EXPECT_THAT(
      WrongIn<Request>(absl::StrCat(kSession,
                                    "format: CSV plan: 'alliances/a/sessions/s/plans/2' "
                                    "participants: 'alliances/a/members/m' language: 'zh'")),
      IsEmpty());
  EXPECT_THAT(WrongIn<Request>(absl::StrCat(kSession, "format: HTML by_table: true tables: 't1'")),
              IsEmpty());
  EXPECT_THAT(WrongIn<Request>("session: 's' plan: 'p' participants: 'm' language: 'fr'"),
              ElementsAre("session", "plan", "format", "participants[0]", "language"));
  EXPECT_THAT(WrongIn<Request>(absl::StrCat(
                  kSession, "format: CSV plan: 'alliances/a/sessions/r/plans/2' tables: 'T'")),
              ElementsAre("plan", "tables", "tables[0]"));
  EXPECT_THAT(WrongIn<Request>(absl::StrCat(
                  kSession, "format: CSV by_table: true participants: 'alliances/a/members/m'")),
              ElementsAre("participants"));
}

TEST(SessionDayRequestsTest, CheckInHas1To1000DistinctMembersOfTheAlliance) {
  using Request = v1::CheckInParticipantsRequest;
  EXPECT_THAT(WrongIn<Request>(""), ElementsAre("session", "participants"));
  EXPECT_THAT(WrongIn<Request>(absl::StrCat(kSession,
                                            "participants: 'alliances/a/members/m' "
                                            "participants: 'alliances/b/members/m' "
                                            "participants: 'alliances/a/members/m'")),
              ElementsAre("participants[1]", "participants[2]"));
  Request request;
  MergeText(kSession, request);
  for (int i = 0; i <= 1000; ++i) {
    request.add_participants(absl::StrCat("alliances/a/members/m", i));
  }
  Violations violations;
  Check(request, violations);
  EXPECT_THAT(FieldsOf(violations), ElementsAre("participants"));
}

TEST(SessionDayRequestsTest, ReadsNameTheirSession) {
  EXPECT_THAT(WrongIn<v1::GetSessionReportRequest>(kSession), IsEmpty());
  EXPECT_THAT(WrongIn<v1::GetSessionReportRequest>("session: 'alliances/a'"),
              ElementsAre("session"));
  EXPECT_THAT(WrongIn<v1::ListMeetingOutcomesRequest>("page_size: 1001"),
              ElementsAre("parent", "page_size"));
}

}  // namespace
}  // namespace counterpoint::validation
