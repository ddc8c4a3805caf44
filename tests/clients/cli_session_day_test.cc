// The commands about the day of a session against a real server.
#include <gmock/gmock.h>

#include <fstream>
#include <memory>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "clients/cli/json.h"
#include "counterpoint/v1/session_day_service.pb.h"
#include "google/protobuf/text_format.h"
#include "service/conversion/session_record.h"
#include "storage/store.h"
#include "tests/clients/typed_commands.h"

namespace counterpoint::cli {
namespace {

using storage::Collection;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr char kMembers[] =
    R"({"name":"members/studio","kind":"SCENE_UNIT","displayName":{"en":"Studio One","zh":"一号工作室"}}
{"name":"members/museum","kind":"SCENE_UNIT","displayName":{"en":"Museum"}}
{"name":"members/orchard","kind":"CREATOR","displayName":{"en":"Orchard"}}
)";

constexpr char kSession[] = R"pb(
  display_name { key: "en" value: "Spring Session" }
  time_zone: "Asia/Shanghai"
  days {
    date: "2026-03-02"
    slots { start: "09:00" minutes: 20 }
    slots { start: "09:25" minutes: 20 }
  }
  tables { id: "t1" }
  state: RUNNING
  published_plan: "alliances/music/sessions/spring/plans/1"
)pb";

constexpr char kPlan[] = R"pb(
  meetings {
    pair { participant: "alliances/music/members/museum" partner: "alliances/music/members/studio" }
    slot: "2026-03-02T09:00"
    table: "t1"
    score: 0.5
  }
  meetings {
    pair {
      participant: "alliances/music/members/orchard"
      partner: "alliances/music/members/studio"
    }
    slot: "2026-03-02T09:25"
    table: "t1"
    score: 0.25
  }
)pb";

template <typename Message>
std::string PayloadOf(const char* text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return conversion::PayloadOf(message);
}

// Adds the running session "spring" of alliance "music" to a store.
void AddSession(const std::string& data) {
  storage::StoreOptions options;
  options.path = data;
  const auto store = storage::Store::Open(options);
  ASSERT_TRUE(store.ok()) << store.status();
  storage::CommitRequest commit;
  commit.alliance = "music";
  const auto add = [&](Collection collection, const std::string& id, const std::string& payload) {
    storage::Write& write = commit.writes.emplace_back();
    write.collection = collection;
    write.id = id;
    write.payload = payload;
  };
  add(Collection::kSession, "spring", PayloadOf<v1::Session>(kSession));
  add(Collection::kPlan, conversion::PlanRecordId("spring", 1), PayloadOf<v1::SessionPlan>(kPlan));
  for (const char* id : {"studio", "museum", "orchard"}) {
    add(Collection::kParticipant, conversion::ParticipantRecordId("spring", id),
        PayloadOf<v1::Participant>(""));
  }
  ASSERT_TRUE((*store)->Commit(std::move(commit)).ok());
}

class SessionDayCommandsTest : public TypedCommandsTest {
 protected:
  SessionDayCommandsTest() { alliance_ = "music"; }
  void SetUp() override {
    ASSERT_FALSE(server_.address().empty()) << "counterpointd did not start";
    ASSERT_EQ(Run({"alliance", "create", "music", "--name", "Music"}), ExitCode::kOk) << err();
    ASSERT_EQ(Run({"import", "-"}, kMembers), ExitCode::kOk) << err();
    server_.RestartAfter(AddSession);
    ASSERT_FALSE(server_.address().empty()) << "counterpointd did not start again";
  }

  const ServerProcess& server() const override { return server_; }

  ServerProcess server_;
};

TEST_F(SessionDayCommandsTest, AgendaGoesToStandardOutputOrAFile) {
  ASSERT_EQ(Run({"session", "agenda", "spring", "--format", "ics", "--participant", "studio"}),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(),
              AllOf(StartsWith("BEGIN:VCALENDAR"), HasSubstr("SUMMARY;LANGUAGE=en:Orchard")));
  const std::string path = testing::TempDir() + "agenda-of-day.html";
  Succeed({"session", "agenda", "spring", "--by-table", "--plan", "1", "--out", path, "--language",
           "zh"});
  EXPECT_EQ(out(), "");
  EXPECT_THAT(err(), HasSubstr("Wrote " + path));
  std::stringstream page;
  page << std::ifstream(path).rdbuf();
  EXPECT_THAT(page.str(), AllOf(HasSubstr("<html lang=\"zh-CN\">"), HasSubstr("一号工作室")));
  EXPECT_EQ(Run({"session", "agenda", "spring"}), ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("--format ics, csv or html"));
  EXPECT_EQ(Run({"session", "agenda", "spring", "--format", "csv", "--participant", "nobody"}),
            ExitCode::kError);
  EXPECT_THAT(err(), HasSubstr("participants[0]: does not take part"));
  EXPECT_EQ(Run({"session", "agenda", "autumn", "--format", "csv"}), ExitCode::kNotFound);
}

TEST_F(SessionDayCommandsTest, CheckInTellsWhoIsNew) {
  ASSERT_EQ(Run({"session", "check-in", "spring", "studio", "museum"}), ExitCode::kOk) << err();
  EXPECT_THAT(err(), HasSubstr("2 checked in, 0 were before."));
  EXPECT_EQ(Run({"session", "check-in", "spring", "studio", "orchard"}), ExitCode::kOk);
  EXPECT_THAT(err(), HasSubstr("1 checked in, 1 were before."));
  EXPECT_EQ(Run({"session", "check-in", "spring", "orchard", "--undo"}), ExitCode::kOk);
  EXPECT_THAT(err(), HasSubstr("1 check-ins taken back, 0 had not come."));
}

TEST_F(SessionDayCommandsTest, OutcomesAreRecordedListedAndReported) {
  ASSERT_EQ(Run({"session", "outcome", "spring", "studio,museum", "held", "--rating", "studio=4",
                 "--rating", "museum=5", "--comment", "museum=We go on, together"}),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), AllOf(HasSubstr("2026-03-02T09:00"), HasSubstr("museum 5, studio 4")));
  ASSERT_EQ(
      Run({"session", "outcome", "spring", "studio,orchard", "no-show", "--absent", "orchard"}),
      ExitCode::kOk)
      << err();
  ASSERT_EQ(Run({"session", "outcomes", "spring", "-o", "json"}), ExitCode::kOk) << err();
  v1::ListMeetingOutcomesResponse listed;
  ASSERT_TRUE(FromJson(out(), &listed).ok()) << out();
  ASSERT_EQ(listed.outcomes_size(), 2);
  EXPECT_EQ(listed.outcomes(0).ratings(0).comment(), "We go on, together");
  ASSERT_EQ(Run({"interaction", "list"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), AllOf(HasSubstr("rated"), HasSubstr("no-show"), HasSubstr("met")));
  ASSERT_EQ(Run({"session", "report", "spring"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(),
              AllOf(HasSubstr("Planned meetings       2"), HasSubstr("Mean rating         4.50"),
                    HasSubstr("Came to no meeting  orchard")));
  ASSERT_EQ(Run({"session", "report", "spring", "-o", "json"}), ExitCode::kOk) << err();
  v1::SessionReport report;
  ASSERT_TRUE(FromJson(out(), &report).ok()) << out();
  EXPECT_EQ(report.held(), 1);
}

TEST_F(SessionDayCommandsTest, OutcomeThatCannotBeReadIsAUsageError) {
  EXPECT_EQ(Run({"session", "outcome", "spring", "studio", "held"}), ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("ONE,OTHER"));
  EXPECT_EQ(Run({"session", "outcome", "spring", "studio,museum", "fine"}), ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("held, no-show, cancelled"));
  EXPECT_EQ(Run({"session", "outcome", "spring", "studio,museum", "held", "--rating", "4"}),
            ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("MEMBER=VALUE"));
  EXPECT_EQ(Run({"session", "outcome", "spring", "studio,museum", "held", "--comment", "museum=x"}),
            ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("needs a rating"));
}

TEST_F(SessionDayCommandsTest, RowsOfAFileAreTakenOrRejectedEachOnItsOwn) {
  const std::string rejects = testing::TempDir() + "outcomes-of-day.jsonl";
  EXPECT_EQ(Run({"session", "outcomes", "spring", "--import", "-", "--rejects", rejects},
                "participant,partner,result,absent,rating\n"
                "studio,museum,held,,4\n"
                "studio,stranger,held,,\n"
                "studio,orchard,no-show,,\n"
                "museum,orchard,held,,9\n"),
            ExitCode::kRejected);
  EXPECT_THAT(err(), HasSubstr("4 rows: 1 recorded, 3 rejected."));
  EXPECT_THAT(err(), HasSubstr("line 3 (studio,stranger): pair.partner: does not take part"));
  EXPECT_THAT(err(), HasSubstr("line 4 (studio,orchard): absent: must name who did not come"));
  std::stringstream kept;
  kept << std::ifstream(rejects).rdbuf();
  EXPECT_THAT(kept.str(), HasSubstr("\"line\":5"));
  ASSERT_EQ(Run({"session", "outcomes", "spring"}), ExitCode::kOk);
  EXPECT_THAT(out(), AllOf(HasSubstr("studio 4"), Not(HasSubstr("orchard"))));
  EXPECT_EQ(Run({"session", "outcomes", "spring", "--import", "-"}, "participant,partner\n"),
            ExitCode::kUsage);
}

}  // namespace
}  // namespace counterpoint::cli
