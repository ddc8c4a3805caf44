// Command lines about sessions and participants against a real server.
#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "counterpoint/v1/session_service.pb.h"
#include "tests/clients/typed_commands.h"

namespace counterpoint::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Each test has members m1 to m5.
class CliSessionTest : public SharedServerTest {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(SharedServerTest::SetUp());
    std::string members;
    for (int i = 1; i <= 5; ++i) {
      absl::StrAppend(&members, "{\"name\":\"members/m", i, "\",\"kind\":\"",
                      i % 2 == 0 ? "CREATOR" : "SCENE_UNIT", "\",\"displayName\":{\"en\":\"Member ",
                      i, "\"}}\n");
    }
    ASSERT_EQ(Run({"import", "-"}, members), ExitCode::kOk) << err();
  }

  void CreateSpring() {
    ASSERT_EQ(Run({"session",
                   "create",
                   "--id",
                   "spring",
                   "--name",
                   "en:Spring",
                   "--time-zone",
                   "Asia/Shanghai",
                   "--day",
                   "2027-03-02",
                   "--from",
                   "09:00",
                   "--until",
                   "13:30",
                   "--pause",
                   "12:00-13:00",
                   "--tables",
                   "3",
                   "--table-features",
                   "t1=screen,remote-link"}),
              ExitCode::kOk)
        << err();
  }
  v1::Session Spring() { return Read<v1::Session>({"session", "get", "spring"}); }
  v1::Participant Participant(const std::string& member) {
    return Read<v1::Participant>({"session", "participant", "spring", member});
  }
};

TEST_F(CliSessionTest, SessionIsMadeFromFlagsAndShown) {
  EXPECT_EQ(Run({"session", "list"}), ExitCode::kOk);
  EXPECT_THAT(err(), HasSubstr("counterpoint session create"));
  CreateSpring();
  EXPECT_THAT(out(), HasSubstr("8 slots, 09:00 - 13:00 (+20)"));
  EXPECT_THAT(out(), HasSubstr("3; remote-link: 1; screen: 1"));
  EXPECT_THAT(err(), HasSubstr("session join spring"));
  EXPECT_EQ(Run({"session", "list"}), ExitCode::kOk);
  EXPECT_THAT(out(), HasSubstr("spring"));
  EXPECT_THAT(out(), HasSubstr("draft"));
  EXPECT_EQ(Spring().days(0).slots(7).slot(), "2027-03-02T13:00");
}

TEST_F(CliSessionTest, WrongFieldsAreNamed) {
  EXPECT_EQ(Run({"session", "create", "--id", "spring", "--name", "Spring", "--time-zone", "Mars",
                 "--day", "2027-03-02", "--tables", "2"}),
            ExitCode::kError);
  EXPECT_THAT(err(), HasSubstr("session.time_zone"));
  EXPECT_EQ(Run({"session", "create", "--day", "2027-03-02", "--from", "9"}), ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("--from"));
  EXPECT_EQ(Run({"session", "get", "none"}), ExitCode::kNotFound);
}

TEST_F(CliSessionTest, SessionIsMadeFromAFileAndUpdatedFromAnother) {
  CreateSpring();
  ASSERT_EQ(Run({"session", "get", "spring", "-o", "json"}), ExitCode::kOk);
  const std::string file = out();
  ASSERT_EQ(Run({"session", "create", "--file", "-", "--id", "autumn", "--most", "3"}, file),
            ExitCode::kOk)
      << err();
  EXPECT_EQ(Run({"session", "update", "autumn", "--set", "pairing.candidates=30", "--set",
                 "display_name.en=Autumn"}),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("Autumn"));
  EXPECT_EQ(Run({"session", "update", "autumn", "--file", "-", "--mask", "time_zone"},
                "{\"timeZone\":\"UTC\"}"),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("UTC"));
  EXPECT_EQ(Run({"session", "delete", "autumn"}), ExitCode::kOk) << err();
  EXPECT_EQ(Run({"session", "get", "autumn"}), ExitCode::kNotFound);
}

TEST_F(CliSessionTest, MembersJoinSayWhatTheyWishAndLeave) {
  CreateSpring();
  EXPECT_EQ(Run({"session", "participants", "spring"}), ExitCode::kOk);
  EXPECT_THAT(err(), HasSubstr("Nobody takes part yet"));
  ASSERT_EQ(Run({"session", "join", "spring", "m1", "m2", "--away", "2027-03-02T09:00-09:30",
                 "--most", "4", "--needs", "screen", "--prefers", "morning", "--must", "m3",
                 "--delegate", "Delegate one/Head of sound"}),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("Member 2"));
  const v1::Participant m1 = Participant("m1");
  EXPECT_THAT(m1.unavailable_slots(), ElementsAre("2027-03-02T09:00", "2027-03-02T09:25"));
  EXPECT_EQ(m1.delegates(0).role(), "Head of sound");
  EXPECT_EQ(m1.wishes(0).partner(), absl::StrCat("alliances/", alliance_, "/members/m3"));

  ASSERT_EQ(Run({"session", "participant-update", "spring", "m1", "--clear", "away,most", "--wont",
                 "m3", "--wants", "m4"}),
            ExitCode::kOk)
      << err();
  const v1::Participant changed = Participant("m1");
  EXPECT_THAT(changed.unavailable_slots(), IsEmpty());
  EXPECT_FALSE(changed.has_most_meetings());
  EXPECT_EQ(changed.wishes(0).kind(), v1::MeetingWish::WONT_MEET);
  EXPECT_EQ(changed.wishes_size(), 2);
  EXPECT_THAT(changed.table_features(), ElementsAre("screen"));

  ASSERT_EQ(Run({"session", "leave", "spring", "m1"}), ExitCode::kOk) << err();
  EXPECT_EQ(Run({"session", "participants", "spring"}), ExitCode::kOk);
  EXPECT_THAT(out(), Not(HasSubstr("Member 1")));
  EXPECT_THAT(out(), HasSubstr("Member 2"));
}

TEST_F(CliSessionTest, AllMembersOfAFilterJoin) {
  CreateSpring();
  EXPECT_EQ(Run({"session", "join", "spring"}), ExitCode::kUsage);
  EXPECT_EQ(Run({"session", "join", "spring", "m1", "--all"}), ExitCode::kUsage);
  EXPECT_EQ(Run({"session", "join", "spring", "m1", "--kind", "creator"}), ExitCode::kUsage);
  EXPECT_EQ(Run({"session", "join", "spring", "m1", "--away", "noon"}), ExitCode::kUsage);
  ASSERT_EQ(Run({"session", "join", "spring", "--all", "--kind", "creator"}), ExitCode::kOk);
  EXPECT_THAT(err(), HasSubstr("2 joined."));
  ASSERT_EQ(Run({"session", "join", "spring", "--all"}), ExitCode::kOk) << err();
  EXPECT_THAT(err(), HasSubstr("3 joined, 2 took part already."));
}

TEST_F(CliSessionTest, ParticipantsAreImportedRowByRow) {
  CreateSpring();
  const std::string rows =
      "member,away,most,wants\nm1,09:00-10:00,3,m2;m3\nnobody,,,\nm2,noon,,\nm3,,2,\nm3,,2,\n"
      "m4,,x,\n";
  const std::string rejects = absl::StrCat(testing::TempDir(), "/rejects-", getpid(), ".jsonl");
  EXPECT_EQ(Run({"session", "import", "spring", "-", "--rejects", rejects}, rows),
            ExitCode::kRejected);
  EXPECT_THAT(err(), HasSubstr("6 items: 2 joined, 0 changed, 4 rejected."));
  std::stringstream kept;
  kept << std::ifstream(rejects).rdbuf();
  EXPECT_THAT(kept.str(), HasSubstr("nobody"));
  EXPECT_THAT(kept.str(), HasSubstr("noon"));
  EXPECT_EQ(Run({"session", "import", "spring", "-", "-o", "json"}, "member,most\nm1,1\nm5,2\n"),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("\"joined\":1,\"changed\":1"));
  EXPECT_EQ(Participant("m1").most_meetings(), 1);
  EXPECT_EQ(Participant("m1").wishes_size(), 2) << "what no column names stays";
  EXPECT_EQ(Run({"session", "import", "spring", "-"}, "member,colour\n"), ExitCode::kUsage);
}

TEST_F(CliSessionTest, PairsArePinnedAndBanned) {
  CreateSpring();
  ASSERT_EQ(
      Run({"session", "pin", "spring", "m1", "m2", "--slot", "2027-03-02T09:00", "--table", "t1"}),
      ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("m1 - m2 @ 2027-03-02T09:00, t1"));
  ASSERT_EQ(Run({"session", "pin", "spring", "m2", "m1"}), ExitCode::kOk) << err();
  EXPECT_EQ(Spring().placing().fixed_meetings_size(), 1);
  EXPECT_EQ(Run({"session", "ban", "spring", "m1", "m2"}), ExitCode::kError);
  EXPECT_THAT(err(), HasSubstr("is banned"));
  ASSERT_EQ(Run({"session", "unpin", "spring", "m1", "m2"}), ExitCode::kOk) << err();
  EXPECT_EQ(Run({"session", "unpin", "spring", "m1", "m2"}), ExitCode::kUsage);
  ASSERT_EQ(Run({"session", "ban", "spring", "m1", "m2"}), ExitCode::kOk) << err();
  EXPECT_EQ(Spring().pairing().banned_pairs_size(), 1);
  ASSERT_EQ(Run({"session", "unban", "spring", "m2", "m1"}), ExitCode::kOk) << err();
  EXPECT_EQ(Spring().pairing().banned_pairs_size(), 0);
}

TEST_F(CliSessionTest, SessionsAreCopiedAndStepsAreRefusedWithAdvice) {
  CreateSpring();
  ASSERT_EQ(Run({"session", "join", "spring", "m1"}), ExitCode::kOk) << err();
  ASSERT_EQ(Run({"session", "copy", "spring", "--id", "autumn", "--first-date", "2027-09-07",
                 "--with-participants", "--name", "en:Autumn"}),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("2027-09-07"));
  EXPECT_EQ(Run({"session", "participants", "autumn"}), ExitCode::kOk);
  EXPECT_THAT(out(), HasSubstr("Member 1"));
  for (const char* step : {"start", "close", "reopen", "unstart", "withdraw"}) {
    EXPECT_EQ(Run({"session", step, "spring"}), ExitCode::kError) << step;
    EXPECT_THAT(err(), HasSubstr("no step leads to")) << step;
  }
}

// The sample's session and its participants, in the sample alliance.
TEST_F(CliSessionTest, SampleSessionIsCreatedAndJoined) {
  alliance_ = "shanghai-digital-culture";
  const std::string sample = COUNTERPOINT_SAMPLE_FOLDER;
  ASSERT_EQ(Run({"alliance", "create", alliance_, "--file", sample + "/alliance.json"}),
            ExitCode::kOk)
      << err();
  ASSERT_EQ(Run({"import", sample + "/members.jsonl"}), ExitCode::kOk) << err();
  ASSERT_EQ(Run({"session", "create", "--file", sample + "/session.json"}), ExitCode::kOk) << err();
  ASSERT_EQ(Run({"session", "import", "spring-matchmaking", sample + "/participants.csv",
                 "--ignore-deadline"}),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(err(), HasSubstr("40 items: 40 joined, 0 changed, 0 rejected."));
  EXPECT_EQ(Run({"session", "participants", "spring-matchmaking"}), ExitCode::kOk);
  EXPECT_THAT(out(), HasSubstr("xiangyu-games"));
}

}  // namespace
}  // namespace counterpoint::cli
