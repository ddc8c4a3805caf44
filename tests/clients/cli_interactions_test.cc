// What became of suggestions, typed as staff would type it, against a real server.
#include <gmock/gmock.h>

#include <string>

#include "counterpoint/v1/ledger_service.pb.h"
#include "tests/clients/typed_commands.h"

namespace counterpoint::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class CliInteractionsTest : public SharedServerTest {};

TEST_F(CliInteractionsTest, PartnershipIsRecordedOnceListedAndDeleted) {
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

TEST_F(CliInteractionsTest, InteractionsAreImportedOneByOneAndOnlyOnce) {
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
  const std::string content = ContentOf(rejects);
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

TEST_F(CliInteractionsTest, WhoHasDeclinedIsNotRecommendedAndFoundByTheKind) {
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

TEST_F(CliInteractionsTest, PartnersAreListedWhereTheyAreAskedFor) {
  ImportMembers();
  ASSERT_EQ(Run({"interaction", "record", "studio", "conservatory"}), ExitCode::kOk) << err();
  ASSERT_EQ(Run({"recommend", "studio", "--floor", "0", "--include-partners"}), ExitCode::kOk);
  EXPECT_THAT(out(), HasSubstr("conservatory"));
}

TEST_F(CliInteractionsTest, LedgerTellsWhatCameOfPairs) {
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

}  // namespace
}  // namespace counterpoint::cli
