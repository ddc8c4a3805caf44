// Command lines against a real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/command_line.h"
#include "clients/cli/json.h"
#include "clients/cpp/members.h"
#include "counterpoint/v1/ledger_service.pb.h"
#include "counterpoint/v1/matching_service.pb.h"
#include "counterpoint/v1/member_service.pb.h"
#include "tests/clients/server_process.h"

namespace counterpoint::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kMembers[] =
    R"({"name":"members/studio","kind":"SCENE_UNIT","displayName":{"en":"Studio One"},"region":"CN-SH","needs":[{"title":{"zh":"游戏配乐","en":"Game music"},"text":{"en":"Orchestral game music for an open world"}}],"offers":[{"title":{"en":"Internships for students of composition"}}]}
{"name":"members/conservatory","kind":"RESEARCH_INSTITUTION","displayName":{"zh":"音乐学院"},"region":"CN-SH","offers":[{"title":{"zh":"游戏配乐创作","en":"Game music composition"},"text":{"en":"Orchestral game music by our students of composition"}}],"needs":[{"title":{"en":"Internships for students of composition"}}]}
{"name":"members/museum","kind":"SCENE_UNIT","displayName":{"en":"Museum"},"region":"CN-BJ","needs":[{"title":{"en":"Virtual reality exhibition"}}],"offers":[{"title":{"en":"Exhibition halls"}}]}
)";

// The server is started once for all tests; each has an alliance of its own.
class EndToEndTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = new ServerProcess(); }
  static void TearDownTestSuite() { delete std::exchange(server_, nullptr); }

  void SetUp() override {
    ASSERT_FALSE(server_->address().empty()) << "counterpointd did not start";
    static int count = 0;
    alliance_ = absl::StrCat("alliance-", ++count);
    ASSERT_EQ(Run({"alliance", "create", alliance_, "--name", "Alliance"}), ExitCode::kOk) << err();
  }

  ExitCode RunIn(const std::string& alliance, std::vector<std::string> arguments,
                 const std::string& input = "") {
    for (const char* word : {"--server", "-a", "--language"}) arguments.emplace_back(word);
    arguments.insert(arguments.end() - 2, server_->address());
    arguments.insert(arguments.end() - 1, alliance);
    arguments.emplace_back("en");
    std::istringstream in(input);
    out_.str("");
    err_.str("");
    return RunCommandLine(std::move(arguments), {.in = &in, .out = &out_, .err = &err_});
  }
  ExitCode Run(std::vector<std::string> arguments, const std::string& input = "") {
    return RunIn(alliance_, std::move(arguments), input);
  }
  std::string out() const { return out_.str(); }
  std::string err() const { return err_.str(); }

  // The three members, once matching sees them.
  void ImportMembers() {
    ASSERT_EQ(Run({"import", "-"}, kMembers), ExitCode::kOk) << err();
    do {
      ASSERT_EQ(Run({"similar", "studio", "--output", "json"}), ExitCode::kOk) << err();
    } while (!absl::StrContains(out(), "conservatory"));
  }

  std::string TemporaryPath(const std::string& name) {
    return testing::TempDir() + alliance_ + "-" + name;
  }

  static ServerProcess* server_;
  std::string alliance_;
  std::ostringstream out_;
  std::ostringstream err_;
};

ServerProcess* EndToEndTest::server_ = nullptr;

std::string Content(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

TEST_F(EndToEndTest, MemberIsCreatedChangedListedAndDeleted) {
  ASSERT_EQ(Run({"member", "create", "studio", "--kind", "scene-unit", "--name", "Studio One",
                 "--need", "原创游戏配乐", "--region", "CN-SH"}),
            ExitCode::kOk)
      << err();
  ASSERT_EQ(Run({"member", "update", "studio", "--set", "region=CN-BJ", "--set",
                 "needs[0].title.en=Game music", "--set", "capacity=3"}),
            ExitCode::kOk)
      << err();
  ASSERT_EQ(Run({"member", "get", "studio", "--output", "json"}), ExitCode::kOk);
  v1::Member member;
  ASSERT_TRUE(FromJson(out(), &member).ok()) << out();
  EXPECT_EQ(member.region(), "CN-BJ");
  EXPECT_EQ(member.capacity(), 3);
  EXPECT_EQ(member.needs(0).title().at("zh"), "原创游戏配乐");
  EXPECT_EQ(member.needs(0).title().at("en"), "Game music");
  EXPECT_EQ(Run({"member", "list", "--region", "CN-SH"}), ExitCode::kOk);
  EXPECT_THAT(err(), HasSubstr("No member fulfils all of these conditions."));
  EXPECT_EQ(Run({"member", "list", "--region", "CN"}), ExitCode::kOk);
  EXPECT_THAT(out(), HasSubstr("Studio One"));
  EXPECT_EQ(Run({"member", "search", "one", "STU"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("Studio One"));
  EXPECT_EQ(Run({"member", "search", "--counts"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("CN-BJ"));
  EXPECT_THAT(err(), HasSubstr("1 members, 1 needs, 0 offers."));
  EXPECT_EQ(Run({"member", "search", "two"}), ExitCode::kOk);
  EXPECT_THAT(err(), HasSubstr("Nobody is called that"));
  EXPECT_EQ(Run({"member", "delete", "studio"}), ExitCode::kOk) << err();
  EXPECT_EQ(Run({"member", "get", "studio"}), ExitCode::kNotFound);
  EXPECT_THAT(err(), HasSubstr("See which members there are: counterpoint member list"));
}

TEST_F(EndToEndTest, ConfidentialNeedsAreShownAsTheirViewerMaySeeThem) {
  ASSERT_EQ(Run({"member", "create", "studio", "--kind", "scene-unit", "--name", "Studio One",
                 "--need", "Takeover of a studio", "--need", "Game music"}),
            ExitCode::kOk)
      << err();
  ASSERT_EQ(Run({"member", "update", "studio", "--set", "needs[0].confidentiality=broker", "--set",
                 "needs[1].confidentiality=teaser"}),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("Takeover of a studio (broker)"));
  ASSERT_EQ(Run({"member", "get", "studio", "--viewer", "museum"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("2. (withheld) (teaser)"));
  EXPECT_THAT(out(), Not(HasSubstr("Takeover")));
  ASSERT_EQ(Run({"export", "--format", "csv"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("Takeover of a studio (BROKER); Game music (TEASER)"));
  ASSERT_EQ(Run({"export"}), ExitCode::kOk) << err();
  const std::string exported = out();
  ASSERT_EQ(Run({"import", "-"}, exported), ExitCode::kOk) << err();
  EXPECT_THAT(out() + err(), HasSubstr("1 unchanged"));
  ASSERT_EQ(Run({"export", "--viewer", "museum"}), ExitCode::kOk) << err();
  EXPECT_EQ(Run({"import", "-"}, out()), ExitCode::kRejected) << "staff would lose the rest";
  EXPECT_THAT(err() + out(), HasSubstr("withheld"));
}

TEST_F(EndToEndTest, BadFieldsAreNamedOnALineEach) {
  EXPECT_EQ(Run({"member", "create", "studio", "--region", "shanghai"}), ExitCode::kError);
  EXPECT_THAT(err(), HasSubstr("\n  member.kind: "));
  EXPECT_THAT(err(), HasSubstr("\n  member.display_name: "));
  EXPECT_THAT(err(), HasSubstr("\n  member.region: "));
}

TEST_F(EndToEndTest, UnknownAllianceIsNotFound) {
  EXPECT_EQ(RunIn("nowhere", {"member", "list"}), ExitCode::kNotFound);
}

TEST_F(EndToEndTest, AlliancePolicyIsChangedByPath) {
  ASSERT_EQ(Run({"alliance", "update", alliance_, "--set", "policy.floor=0.25"}), ExitCode::kOk)
      << err();
  EXPECT_EQ(Run({"alliance", "get", alliance_, "--output", "json"}), ExitCode::kOk);
  EXPECT_THAT(out(), HasSubstr("\"floor\": 0.25"));
}

TEST_F(EndToEndTest, RejectedItemsGoToAFileAndTheOthersIn) {
  const std::string rejects = TemporaryPath("rejects.jsonl");
  const std::string bad = "{\"name\":\"members/bad\"}\nnot json\n";
  EXPECT_EQ(Run({"import", "-", "--rejects", rejects}, kMembers + bad), ExitCode::kRejected);
  EXPECT_THAT(err(), HasSubstr("5 items: 3 new, 0 replaced, 0 unchanged, 2 rejected."));
  const std::string content = Content(rejects);
  EXPECT_THAT(content, HasSubstr("\"line\":4,\"id\":\"bad\""));
  EXPECT_THAT(content, HasSubstr("\"line\":5"));
  EXPECT_THAT(content, HasSubstr("kind"));
  EXPECT_EQ(Run({"import", "-"}, kMembers), ExitCode::kOk);
  EXPECT_THAT(err(), HasSubstr("3 items: 0 new, 0 replaced, 3 unchanged, 0 rejected."));
  EXPECT_EQ(Run({"import", "-", "--existing", "reject"}, kMembers), ExitCode::kRejected);
}

TEST_F(EndToEndTest, DryRunChangesNothing) {
  EXPECT_EQ(Run({"import", "-", "--dry-run"}, kMembers), ExitCode::kOk) << err();
  EXPECT_THAT(err(), HasSubstr("Dry run, nothing changed: 3 items: 3 new"));
  EXPECT_EQ(Run({"member", "list"}), ExitCode::kOk);
  EXPECT_THAT(err(), HasSubstr("No members yet. Import some"));
}

TEST_F(EndToEndTest, ExportIsImportedIntoANewAllianceAsItWas) {
  ASSERT_EQ(Run({"import", "-"}, kMembers), ExitCode::kOk) << err();
  const std::string path = TemporaryPath("members.jsonl");
  ASSERT_EQ(Run({"export", "--to", path}), ExitCode::kOk) << err();
  const std::string copy = alliance_ + "-copy";
  ASSERT_EQ(RunIn(copy, {"import", path, "--create-alliance"}), ExitCode::kOk) << err();
  ASSERT_EQ(RunIn(copy, {"import", path}), ExitCode::kOk) << err();
  EXPECT_THAT(err(), HasSubstr("3 unchanged"));
  EXPECT_EQ(RunIn(copy, {"export", "--format", "csv"}), ExitCode::kOk);
  EXPECT_THAT(out(), HasSubstr("conservatory,RESEARCH_INSTITUTION,"));
}

TEST_F(EndToEndTest, CsvIsImportedWithAMapping) {
  const std::string mapping = TemporaryPath("mapping.json");
  std::ofstream(mapping) << R"({"id": {"column": "name", "transform": "slug"},
                                "kind": {"constant": "CREATOR"}, "display_name": "{name}"})";
  EXPECT_EQ(Run({"import", "-", "--format", "csv", "--mapping", mapping},
                "name\r\n\"Li, Wei\"\r\nAnna\r\n"),
            ExitCode::kOk)
      << err();
  EXPECT_EQ(Run({"member", "list", "--kind", "creator"}), ExitCode::kOk);
  EXPECT_THAT(out(), HasSubstr("li-wei"));
  EXPECT_EQ(Run({"import", "-", "--format", "csv", "--mapping", mapping}, "title\r\n"),
            ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("id: the file has no column \"name\"; it has title"));
}

TEST_F(EndToEndTest, PartnersAreRecommendedWithReasons) {
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

TEST_F(EndToEndTest, PartnershipIsRecordedOnceListedAndDeleted) {
  ASSERT_EQ(Run({"import", "-"}, kMembers), ExitCode::kOk) << err();
  ASSERT_EQ(Run({"interaction", "record", "studio", "museum", "--time", "2026-01-31"}),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("museum--studio"));
  EXPECT_THAT(err(), HasSubstr("Recorded."));
  EXPECT_EQ(Run({"interaction", "record", "museum", "studio"}), ExitCode::kOk) << err();
  EXPECT_THAT(err(), HasSubstr("Was recorded already; nothing changed."));
  EXPECT_EQ(Run({"interaction", "record", "museum", "studio", "--time", "2025-01-31"}),
            ExitCode::kError);
  EXPECT_THAT(err(), HasSubstr("choose another id with --id"));
  EXPECT_EQ(Run({"interaction", "record", "studio", "nobody"}), ExitCode::kError);
  EXPECT_THAT(err(), HasSubstr("interactions[0].partner: no such member"));

  ASSERT_EQ(Run({"interaction", "list", "--member", "museum"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("museum--studio  partnership  studio  museum   2026-01-31 00:00"));
  EXPECT_EQ(Run({"interaction", "list", "--member", "conservatory"}), ExitCode::kOk);
  EXPECT_THAT(err(), HasSubstr("This member has part in no interaction."));
  ASSERT_EQ(Run({"interaction", "get", "museum--studio", "--output", "json"}), ExitCode::kOk);
  EXPECT_THAT(out(), HasSubstr("\"occurTime\": \"2026-01-31T00:00:00Z\""));
  ASSERT_EQ(Run({"interaction", "record", "studio", "museum", "--kind", "rated", "--rating", "4"}),
            ExitCode::kOk)
      << err();
  ASSERT_EQ(Run({"interaction", "get", "rated--studio--museum"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("Rating    4"));
  EXPECT_EQ(Run({"interaction", "record", "studio", "museum", "--kind", "rated"}),
            ExitCode::kError);
  EXPECT_THAT(err(), HasSubstr("interactions[0].rating: "));
  EXPECT_EQ(Run({"interaction", "delete", "museum--studio"}), ExitCode::kOk) << err();
  EXPECT_EQ(Run({"interaction", "get", "museum--studio"}), ExitCode::kNotFound);
  EXPECT_THAT(err(), HasSubstr("counterpoint interaction list -a"));
}

TEST_F(EndToEndTest, LedgerTellsWhatCameOfPairs) {
  ImportMembers();
  ASSERT_EQ(Run({"ledger"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("suggested       0\n"));
  ASSERT_EQ(Run({"ledger", "--by", "month"}), ExitCode::kOk) << err();
  EXPECT_THAT(err(), HasSubstr("No pair was suggested"));

  for (const char* partner : {"museum", "conservatory"}) {
    ASSERT_EQ(
        Run({"interaction", "record", "studio", partner, "--kind", "met", "--time", "2026-01-31"}),
        ExitCode::kOk)
        << err();
  }
  ASSERT_EQ(Run({"interaction", "record", "studio", "museum", "--time", "2026-02-01"}),
            ExitCode::kOk)
      << err();
  ASSERT_EQ(Run({"ledger", "--by", "month", "--from", "2026-01-01", "--to", "2026-02-01"}),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("2026-01  suggested"));
  EXPECT_THAT(out(), HasSubstr("signed          1   50.0%"));
  ASSERT_EQ(Run({"ledger", "--kind", "research-institution", "--output", "json"}), ExitCode::kOk);
  v1::Ledger ledger;
  ASSERT_TRUE(FromJson(out(), &ledger).ok()) << out();
  EXPECT_EQ(ledger.rows(0).steps(0).count(), 1);
  ASSERT_EQ(Run({"ledger", "--by", "kinds", "--format", "csv"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("\r\nSCENE_UNIT+SCENE_UNIT,1,1,1,"));

  EXPECT_EQ(Run({"ledger", "--from", "soon"}), ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("--from: "));
  EXPECT_EQ(Run({"ledger", "--by", "weather"}), ExitCode::kUsage);
  EXPECT_EQ(Run({"ledger", "--topic", "no-such-topic"}), ExitCode::kError);
  EXPECT_THAT(err(), HasSubstr("topic"));
}

TEST_F(EndToEndTest, InteractionsAreImportedOneByOneAndOnlyOnce) {
  ASSERT_EQ(Run({"import", "-"}, kMembers), ExitCode::kOk) << err();
  const std::string csv =
      "member,partner,time,id\n"
      "studio,museum,2026-01-31,\n"
      "museum,studio,2026-01-31,\n"  // The first once more.
      "studio,nobody,,\n"
      "studio,conservatory,2999-01-01,\n"
      "studio,conservatory,lately,\n"
      "conservatory,museum,,festival-2025\n";
  const std::string rejects = TemporaryPath("rejects.jsonl");
  EXPECT_EQ(Run({"interaction", "import", "-", "--format", "csv", "--rejects", rejects}, csv),
            ExitCode::kRejected);
  EXPECT_THAT(err(), HasSubstr("6 items: 2 recorded, 1 unchanged, 3 rejected."));
  const std::string content = Content(rejects);
  EXPECT_THAT(content, HasSubstr("\"line\":4,\"id\":\"nobody--studio\""));
  EXPECT_THAT(content, HasSubstr("partner: no such member"));
  EXPECT_THAT(content, HasSubstr("must not lie in the future"));
  EXPECT_THAT(content, HasSubstr("\"line\":6"));

  ASSERT_EQ(Run({"interaction", "list", "--output", "jsonl"}), ExitCode::kOk) << err();
  const std::string listed = out();
  EXPECT_EQ(Run({"interaction", "import", "-"}, listed), ExitCode::kOk) << err();
  EXPECT_THAT(err(), HasSubstr("2 items: 0 recorded, 2 unchanged, 0 rejected."));
  const std::string copy = alliance_ + "-copy";
  ASSERT_EQ(RunIn(copy, {"import", "-", "--create-alliance"}, kMembers), ExitCode::kOk) << err();
  EXPECT_EQ(RunIn(copy, {"interaction", "import", "-", "--output", "json"}, listed), ExitCode::kOk);
  EXPECT_EQ(out(), "{\"recorded\":2,\"unchanged\":0,\"rejected\":0}\n");
  EXPECT_EQ(Run({"interaction", "import", "-", "--format", "csv"}, "member,friend\n"),
            ExitCode::kUsage);
  EXPECT_THAT(err(), HasSubstr("unknown field \"friend\""));
}

TEST_F(EndToEndTest, WhoHasDeclinedIsNotRecommendedAndFoundByTheKind) {
  ImportMembers();
  ASSERT_EQ(Run({"recommend", "studio", "--floor", "0", "--output", "json"}), ExitCode::kOk);
  EXPECT_THAT(out(), HasSubstr("members/conservatory"));
  ASSERT_EQ(Run({"interaction", "record", "conservatory", "studio", "--kind", "declined",
                 "--reason", "too-early"}),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("Reason    too-early"));
  ASSERT_EQ(Run({"recommend", "studio", "--floor", "0", "--output", "json"}), ExitCode::kOk);
  EXPECT_THAT(out(), Not(HasSubstr("members/conservatory")));
  ASSERT_EQ(Run({"why-not", "studio", "conservatory", "--floor", "0"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("has declined lately"));

  ASSERT_EQ(Run({"interaction", "list", "--kind", "declined"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("declined--conservatory--studio  declined"));
  EXPECT_EQ(Run({"interaction", "list", "--kind", "met,conflict"}), ExitCode::kOk);
  EXPECT_THAT(err(), HasSubstr("No interaction is of this kind."));
  EXPECT_EQ(Run({"interaction", "record", "studio", "museum", "--kind", "declined"}),
            ExitCode::kError);
  EXPECT_THAT(err(), HasSubstr("interactions[0].decline_reason: "));
  EXPECT_EQ(Run({"interaction", "record", "studio", "museum", "--reason", "dull"}),
            ExitCode::kUsage);
}

TEST_F(EndToEndTest, PartnersAreListedWhereTheyAreAskedFor) {
  ImportMembers();
  ASSERT_EQ(Run({"interaction", "record", "studio", "conservatory"}), ExitCode::kOk) << err();
  ASSERT_EQ(Run({"recommend", "studio", "--floor", "0", "--include-partners"}), ExitCode::kOk);
  EXPECT_THAT(out(), HasSubstr("conservatory"));
}

TEST_F(EndToEndTest, ARuleOfTheStaffCountsInListsUntilItIsEnded) {
  ImportMembers();
  ASSERT_EQ(Run({"rule", "add", "--pin", "--member", "museum", "--for-kind", "scene-unit",
                 "--author", "Staff", "--reason", "spring campaign", "--expires", "2099-06-01",
                 "--id", "museum-first"}),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("spring campaign"));
  EXPECT_THAT(out(), HasSubstr("2099-06-01"));
  ASSERT_EQ(Run({"recommend", "studio"}), ExitCode::kOk) << err();
  EXPECT_LT(out().find("museum"), out().find("conservatory"));
  EXPECT_THAT(out(), HasSubstr("pinned by the staff"));

  ASSERT_EQ(Run({"rule", "add", "--boost", "1.5", "--topic", "game-music", "--region", "CN-SH",
                 "--author", "Staff", "--reason", "focus", "--dry-run"}),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("boost x 1.5"));
  EXPECT_THAT(out(), HasSubstr("region: CN-SH; topic: game-music"));
  ASSERT_EQ(Run({"rule", "add", "--veto", "--member", "conservatory", "--for", "studio",
                 "--both-ways", "--author", "Staff", "--reason", "a dispute", "--id", "apart"}),
            ExitCode::kOk)
      << err();
  ASSERT_EQ(Run({"rule", "list"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("veto (both ways)"));
  EXPECT_THAT(out(), HasSubstr("museum-first"));
  ASSERT_EQ(Run({"why-not", "studio", "conservatory"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("apart"));
  EXPECT_THAT(out(), Not(HasSubstr("dispute")));

  ASSERT_EQ(Run({"rule", "end", "apart", "--author", "B. Wu", "--reason", "settled"}),
            ExitCode::kOk)
      << err();
  EXPECT_NE(Run({"rule", "end", "apart", "--author", "B. Wu", "--reason", "settled"}),
            ExitCode::kOk);
  ASSERT_EQ(Run({"rule", "list"}), ExitCode::kOk);
  EXPECT_THAT(out(), Not(HasSubstr("apart")));
  ASSERT_EQ(Run({"rule", "list", "--all"}), ExitCode::kOk);
  EXPECT_THAT(out(), HasSubstr("apart"));
  ASSERT_EQ(Run({"rule", "show", "apart"}), ExitCode::kOk);
  EXPECT_THAT(out(), HasSubstr("settled"));
  EXPECT_EQ(Run({"rule", "show", "nothing"}), ExitCode::kNotFound);
}

TEST_F(EndToEndTest, ARuleHasOneActionAndSaysWhoAndWhy) {
  EXPECT_EQ(Run({"rule", "add", "--member", "m", "--author", "a", "--reason", "b"}),
            ExitCode::kUsage);
  EXPECT_EQ(
      Run({"rule", "add", "--veto", "--pin", "--member", "m", "--author", "a", "--reason", "b"}),
      ExitCode::kUsage);
  EXPECT_EQ(Run({"rule", "add", "--veto", "--member", "m"}), ExitCode::kUsage);
  EXPECT_EQ(Run({"rule", "add", "--veto", "--member", "m", "--author", "a", "--reason", "b",
                 "--expires", "soon"}),
            ExitCode::kUsage);
  EXPECT_EQ(
      Run({"rule", "add", "--boost", "0.5", "--member", "m", "--author", "a", "--reason", "b"}),
      ExitCode::kError);
  EXPECT_THAT(err(), HasSubstr("staff_rule.factor"));
}

TEST_F(EndToEndTest, AMissedPartnerIsAccountedForAndARemedyNamed) {
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

TEST_F(EndToEndTest, ExplanationMarksWhatTheTextsShare) {
  ImportMembers();
  ASSERT_EQ(Run({"explain", "studio", "conservatory", "--texts"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("- game music +0."));
  EXPECT_THAT(out(), HasSubstr("needs[0].text.en: [Orchestral] [game music] for an open world"));
  EXPECT_THAT(out(), HasSubstr("offers[0].title.zh: [游戏配乐]"));
  EXPECT_EQ(Run({"explain", "studio", "conservatory", "--texts", "--output", "json"}),
            ExitCode::kUsage);
}

TEST_F(EndToEndTest, PlacesAreInJsonWhereAskedFor) {
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

TEST_F(EndToEndTest, NeedInWordsFindsTheOffer) {
  ImportMembers();
  ASSERT_EQ(Run({"match", "--need", "为游戏创作配乐", "--floor", "0", "--limit", "1", "--output",
                 "jsonl"}),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("members/conservatory\""));
  const std::string lines = out();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 1) << lines;
}

TEST_F(EndToEndTest, WatchTellsChangesAfterARevision) {
  ASSERT_EQ(Run({"import", "-", "--output", "json"}, kMembers), ExitCode::kOk) << err();
  ASSERT_EQ(Run({"watch", "--until-present"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("created  museum  Museum"));
  const std::string told = err();
  const std::string revision =
      told.substr(told.rfind(' ') + 1, told.rfind('.') - told.rfind(' ') - 1);
  ASSERT_EQ(Run({"member", "delete", "museum"}), ExitCode::kOk);
  ASSERT_EQ(Run({"watch", "--until-present", "--from", revision}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("deleted  museum"));
  EXPECT_THAT(out(), Not(HasSubstr("created")));
}

TEST_F(EndToEndTest, WatchOutlivesARestartOfTheServer) {
  client::ConnectionOptions options;
  options.address = server_->address();
  options.retry.max_attempts = 1000;
  const client::Client client(options);
  v1::WatchMembersRequest request;
  request.set_parent("alliances/" + alliance_);
  const auto watch = client.members().Watch(request);
  ASSERT_EQ(Run({"member", "create", "one", "--kind", "creator", "--name", "One"}), ExitCode::kOk);
  auto change = watch->Next();
  ASSERT_TRUE(change.ok() && change->has_value()) << change.status();
  EXPECT_EQ((*change)->changes(0).name(), "alliances/" + alliance_ + "/members/one");
  server_->Restart();
  ASSERT_EQ(Run({"member", "create", "two", "--kind", "creator", "--name", "Two"}), ExitCode::kOk)
      << err();
  change = watch->Next();
  ASSERT_TRUE(change.ok() && change->has_value()) << change.status();
  EXPECT_EQ((*change)->changes(0).name(), "alliances/" + alliance_ + "/members/two");
}

TEST(NearlyFullDiskTest, ReadsGoOnAndWritesAreRefusedAndSayWhatToDo) {
  ServerProcess server;
  std::ostringstream err;
  const auto run = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--server", server.address()});
    std::istringstream in;
    std::ostringstream out;
    return RunCommandLine(std::move(arguments), {.in = &in, .out = &out, .err = &err});
  };
  ASSERT_EQ(run({"alliance", "create", "music", "--name", "Music"}), ExitCode::kOk) << err.str();
  server.RestartWith({"--free-space-mb", "1000000000"});
  ASSERT_FALSE(server.address().empty()) << "counterpointd did not start";
  EXPECT_EQ(run({"alliance", "get", "music"}), ExitCode::kOk) << err.str();
  EXPECT_NE(run({"alliance", "create", "film", "--name", "Film"}), ExitCode::kOk);
  EXPECT_THAT(err.str(), HasSubstr("free some space"));
}

}  // namespace
}  // namespace counterpoint::cli
