// The sample session from nothing to its report, typed as staff would type it,
// against a real server.
#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "counterpoint/v1/plan_service.pb.h"
#include "counterpoint/v1/session_day.pb.h"
#include "tests/clients/sample_alliance_test.h"

namespace counterpoint::cli {
namespace {

using testing::HasSubstr;

constexpr char kSession[] = "spring-matchmaking";

class SampleSessionTest : public SampleAllianceTest {
 protected:
  void SetUp() override {
    SampleAllianceTest::SetUp();
    Succeed({"session", "create", "--file", SampleFile("session.json")});
    Succeed({"session", "import", kSession, SampleFile("participants.csv")});
  }
};

// Nobody and no table twice in a slot.
void ExpectSound(const v1::SessionPlan& plan) {
  std::set<std::pair<std::string, std::string>> taken;
  for (const v1::PlannedMeeting& meeting : plan.meetings()) {
    for (const std::string& who :
         {meeting.pair().participant(), meeting.pair().partner(), meeting.table()}) {
      EXPECT_TRUE(taken.emplace(meeting.slot(), who).second) << who << " " << meeting.slot();
    }
  }
}

std::map<std::pair<std::string, std::string>, std::string> SlotsOf(const v1::SessionPlan& plan) {
  std::map<std::pair<std::string, std::string>, std::string> slots;
  for (const v1::PlannedMeeting& meeting : plan.meetings()) {
    slots[{meeting.pair().participant(), meeting.pair().partner()}] = meeting.slot();
  }
  return slots;
}

TEST_F(SampleSessionTest, IsPlannedExportedRepairedHeldAndReported) {
  Succeed({"session", "plan", kSession, "--effort", "0.2"});
  const auto plan = Read<v1::SessionPlan>({"session", "show", absl::StrCat(kSession, "/1")});
  ExpectSound(plan);
  EXPECT_EQ(plan.quality().unplaced(), 0);
  EXPECT_TRUE(plan.quality().score_proved());
  EXPECT_EQ(plan.violations_size(), 0);
  EXPECT_EQ(plan.loads_size(), 40);
  for (const v1::ParticipantLoad& load : plan.loads()) EXPECT_GE(load.meetings(), 1);

  Succeed({"session", "publish", kSession});
  const std::filesystem::path page = testing::TempDir() + absl::StrCat("agendas-", getpid());
  Succeed({"session", "agenda", kSession, "--format", "html", "--out", page, "--language", "zh"});
  std::ifstream in(page);
  const std::string html((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  EXPECT_THAT(html, HasSubstr("柳坨元宇宙产业园"));
  std::filesystem::remove(page);

  // A no-show loses its meetings, and nobody else's move.
  Succeed({"session", "repair", kSession, "--no-show", "liutuo-park"});
  const auto repaired = Read<v1::SessionPlan>({"session", "show", absl::StrCat(kSession, "/2")});
  ExpectSound(repaired);
  const auto before = SlotsOf(plan);
  EXPECT_LT(repaired.meetings_size(), plan.meetings_size());
  for (const auto& [pair, slot] : SlotsOf(repaired)) {
    EXPECT_FALSE(absl::EndsWith(pair.first, "/liutuo-park"));
    EXPECT_FALSE(absl::EndsWith(pair.second, "/liutuo-park"));
    EXPECT_EQ(before.at(pair), slot);
  }
  EXPECT_GT(repaired.stand_bys_size(), 0);

  Succeed({"session", "start", kSession});
  Succeed({"session", "check-in", kSession, "shanyu-aigc"});
  const v1::PlannedMeeting& held = plan.meetings(0);
  const auto id_of = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
  const std::string one = id_of(held.pair().participant());
  Succeed({"session", "outcome", kSession, absl::StrCat(one, ",", id_of(held.pair().partner())),
           "held", "--rating", absl::StrCat(one, "=5")});
  const auto report = Read<v1::SessionReport>({"session", "report", kSession});
  EXPECT_EQ(report.participants(), 40);
  EXPECT_EQ(report.checked_in(), 1);
  EXPECT_EQ(report.meetings(), plan.meetings_size());
  EXPECT_EQ(report.held(), 1);
  EXPECT_DOUBLE_EQ(report.mean_rating(), 5);
  Succeed({"session", "close", kSession});
  EXPECT_NE(Run({"session", "plan", kSession}), ExitCode::kOk);
}

}  // namespace
}  // namespace counterpoint::cli
