// Files of members in and out, typed as staff would type it, against a real server.
#include <gmock/gmock.h>

#include <fstream>
#include <string>

#include "tests/clients/typed_commands.h"

namespace counterpoint::cli {
namespace {

using testing::HasSubstr;

class CliImportTest : public SharedServerTest {};

TEST_F(CliImportTest, RejectedItemsGoToAFileAndTheOthersIn) {
  const std::string rejects = TemporaryPath("rejects.jsonl");
  const std::string bad = "{\"name\":\"members/bad\"}\nnot json\n";
  EXPECT_EQ(Run({"import", "-", "--rejects", rejects}, kMembers + bad), ExitCode::kRejected);
  EXPECT_THAT(err(), HasSubstr("5 items: 3 new, 0 replaced, 0 unchanged, 2 rejected."));
  const std::string content = ContentOf(rejects);
  EXPECT_THAT(content, HasSubstr("\"line\":4,\"id\":\"bad\""));
  EXPECT_THAT(content, HasSubstr("\"line\":5"));
  EXPECT_THAT(content, HasSubstr("kind"));
  EXPECT_EQ(Run({"import", "-"}, kMembers), ExitCode::kOk);
  EXPECT_THAT(err(), HasSubstr("3 items: 0 new, 0 replaced, 3 unchanged, 0 rejected."));
  EXPECT_EQ(Run({"import", "-", "--existing", "reject"}, kMembers), ExitCode::kRejected);
}

TEST_F(CliImportTest, DryRunChangesNothing) {
  EXPECT_EQ(Run({"import", "-", "--dry-run"}, kMembers), ExitCode::kOk) << err();
  EXPECT_THAT(err(), HasSubstr("Dry run, nothing changed: 3 items: 3 new"));
  EXPECT_EQ(Run({"member", "list"}), ExitCode::kOk);
  EXPECT_THAT(err(), HasSubstr("No members yet. Import some"));
}

TEST_F(CliImportTest, ExportIsImportedIntoANewAllianceAsItWas) {
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

TEST_F(CliImportTest, CsvIsImportedWithAMapping) {
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

}  // namespace
}  // namespace counterpoint::cli
