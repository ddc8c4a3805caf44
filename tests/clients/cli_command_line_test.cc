#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "clients/cli/command_line.h"

namespace counterpoint::cli {
namespace {

using testing::HasSubstr;

// Nothing listens on port 1.
constexpr char kNowhere[] = "127.0.0.1:1";

class CommandLineTest : public testing::Test {
 protected:
  void SetUp() override {
    unsetenv("COUNTERPOINT_ALLIANCE");
    setenv("LC_ALL", "en_US.UTF-8", 1);
  }

  ExitCode Run(std::vector<std::string> arguments) {
    out_.str("");
    err_.str("");
    return RunCommandLine(std::move(arguments), {.in = &in_, .out = &out_, .err = &err_});
  }

  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(CommandLineTest, EveryCommandTeachesWithExamples) {
  const std::vector<std::vector<std::string>> commands{{"alliance", "create"},
                                                       {"alliance", "get"},
                                                       {"alliance", "list"},
                                                       {"alliance", "update"},
                                                       {"alliance", "delete"},
                                                       {"topic", "list"},
                                                       {"member", "create"},
                                                       {"member", "get"},
                                                       {"member", "list"},
                                                       {"member", "search"},
                                                       {"member", "update"},
                                                       {"member", "delete"},
                                                       {"interaction", "record"},
                                                       {"interaction", "import"},
                                                       {"interaction", "list"},
                                                       {"interaction", "get"},
                                                       {"interaction", "delete"},
                                                       {"session", "plan"},
                                                       {"session", "plans"},
                                                       {"session", "show"},
                                                       {"session", "compare"},
                                                       {"session", "repair"},
                                                       {"session", "edit"},
                                                       {"session", "what-if"},
                                                       {"session", "publish"},
                                                       {"session", "delete-plan"},
                                                       {"operation", "list"},
                                                       {"operation", "get"},
                                                       {"operation", "wait"},
                                                       {"operation", "cancel"},
                                                       {"session", "agenda"},
                                                       {"session", "check-in"},
                                                       {"session", "outcome"},
                                                       {"session", "outcomes"},
                                                       {"session", "report"},
                                                       {"import"},
                                                       {"export"},
                                                       {"recommend"},
                                                       {"match"},
                                                       {"similar"},
                                                       {"explain"},
                                                       {"why-not"},
                                                       {"watch"},
                                                       {"completion"},
                                                       {"version"}};
  for (auto command : commands) {
    command.push_back("--help");
    EXPECT_EQ(Run(command), ExitCode::kOk) << command[0];
    EXPECT_THAT(out_.str(), HasSubstr("Examples:\n")) << command[0];
    EXPECT_THAT(out_.str(), HasSubstr("counterpoint " + command[0])) << command[0];
  }
}

TEST_F(CommandLineTest, UnknownCommandNamesTheNearest) {
  EXPECT_EQ(Run({"membr", "list"}), ExitCode::kUsage);
  EXPECT_THAT(err_.str(), HasSubstr("there is no command \"membr\". Did you mean \"member\"?"));
  EXPECT_EQ(Run({"member", "lst"}), ExitCode::kUsage);
  EXPECT_THAT(err_.str(), HasSubstr("Did you mean \"list\"?"));
}

TEST_F(CommandLineTest, UnknownVocabularyIsAUsageErrorThatListsIt) {
  EXPECT_EQ(Run({"member", "list", "-a", "x", "--kind", "wizard"}), ExitCode::kUsage);
  EXPECT_THAT(err_.str(), HasSubstr("\"wizard\" is not one of technology-supplier"));
}

TEST_F(CommandLineTest, MissingAllianceSaysHowToNameOne) {
  EXPECT_EQ(Run({"member", "list"}), ExitCode::kUsage);
  EXPECT_THAT(err_.str(), HasSubstr("COUNTERPOINT_ALLIANCE"));
}

TEST_F(CommandLineTest, AbsentServerSaysHowToStartIt) {
  EXPECT_EQ(Run({"alliance", "list", "--server", kNowhere}), ExitCode::kUnavailable);
  EXPECT_THAT(err_.str(), HasSubstr("Is counterpointd running at 127.0.0.1:1? Start it with: "
                                    "counterpointd serve --data DIR --listen 127.0.0.1:1"));
  EXPECT_TRUE(out_.str().empty());
}

TEST_F(CommandLineTest, GlobalOptionsMayStandBeforeOrBehind) {
  EXPECT_EQ(Run({"--server", kNowhere, "-a", "x", "member", "list"}), ExitCode::kUnavailable);
  EXPECT_EQ(Run({"member", "list", "-a", "x", "--server", kNowhere}), ExitCode::kUnavailable);
}

TEST_F(CommandLineTest, OptionValuesDoNotSwallowPositionals) {
  EXPECT_EQ(Run({"recommend", "--kind", "creator", "studio", "-a", "x", "--server", kNowhere}),
            ExitCode::kUnavailable);
}

TEST_F(CommandLineTest, CsvWithoutMappingSaysWhatIsMissing) {
  EXPECT_EQ(Run({"import", "-", "--format", "csv", "-a", "x"}), ExitCode::kUsage);
  EXPECT_THAT(err_.str(), HasSubstr("--mapping"));
}

TEST_F(CommandLineTest, FileThatCannotBeOpenedIsNamed) {
  EXPECT_EQ(Run({"import", "/nowhere/members.jsonl", "-a", "x"}), ExitCode::kUsage);
  EXPECT_THAT(err_.str(), HasSubstr("cannot open /nowhere/members.jsonl"));
}

TEST_F(CommandLineTest, BudgetOfAnotherFormIsAUsageError) {
  EXPECT_EQ(Run({"match", "-a", "x", "--need", "music", "--budget", "lots"}), ExitCode::kUsage);
  EXPECT_THAT(err_.str(), HasSubstr("CNY:100000-500000"));
}

TEST_F(CommandLineTest, TimeOfAnotherFormIsAUsageError) {
  EXPECT_EQ(Run({"interaction", "record", "a", "b", "-a", "x", "--time", "lately"}),
            ExitCode::kUsage);
  EXPECT_THAT(err_.str(), HasSubstr("--time: \"lately\" is no time"));
}

TEST_F(CommandLineTest, MatchWithoutANeedAsksForOne) {
  EXPECT_EQ(Run({"match", "-a", "x"}), ExitCode::kUsage);
  EXPECT_THAT(err_.str(), HasSubstr("--need TEXT"));
}

TEST_F(CommandLineTest, CompletesCommandsOptionsAndValues) {
  Run({"__complete", "member", "l"});
  EXPECT_EQ(out_.str(), "list\n");
  Run({"__complete", "-a", "member", "recommend", "studio", "--div"});
  EXPECT_EQ(out_.str(), "--diversity\n");
  Run({"__complete", "why"});
  EXPECT_EQ(out_.str(), "why-not\n");
  Run({"__complete", "why-not", "studio", "orchard", "--lim"});
  EXPECT_EQ(out_.str(), "--limit\n");
  Run({"__complete", "member", "list", "--kind", "sc"});
  EXPECT_EQ(out_.str(), "scene-unit\n");
  Run({"__complete", "interaction", "record", "a", "b", "--kind", ""});
  EXPECT_EQ(out_.str(),
            "partnership\nmet\nno-show\nrated\nviewed\nsaved\nintroduced\naccepted\ndeclined\n"
            "agreement-signed\nconflict\n");
  Run({"__complete", "session", "participant-"});
  EXPECT_EQ(out_.str(), "participant-update\n");
  Run({"__complete", "session", "join", "spring", "--prefers", ""});
  EXPECT_EQ(out_.str(), "morning\nafternoon\n");
  Run({"__complete", "recommend", "studio", "--incl"});
  EXPECT_EQ(out_.str(), "--include-partners\n");
  Run({"__complete", "export", "--to", ""});
  EXPECT_EQ(out_.str(), "");
}

TEST_F(CommandLineTest, CompletionScriptsAskTheProgram) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    EXPECT_EQ(Run({"completion", shell}), ExitCode::kOk);
    EXPECT_THAT(out_.str(), HasSubstr("__complete")) << shell;
  }
}

}  // namespace
}  // namespace counterpoint::cli
