// Members and alliances, typed as staff would type it, against a real server.
#include <gmock/gmock.h>

#include <string>

#include "clients/cpp/client.h"
#include "clients/cpp/members.h"
#include "counterpoint/v1/member.pb.h"
#include "counterpoint/v1/member_service.pb.h"
#include "tests/clients/typed_commands.h"

namespace counterpoint::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class CliMembersTest : public SharedServerTest {};

TEST_F(CliMembersTest, MemberIsCreatedChangedListedAndDeleted) {
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

TEST_F(CliMembersTest, ConfidentialNeedsAreShownAsTheirViewerMaySeeThem) {
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

TEST_F(CliMembersTest, BadFieldsAreNamedOnALineEach) {
  EXPECT_EQ(Run({"member", "create", "studio", "--region", "shanghai"}), ExitCode::kError);
  EXPECT_THAT(err(), HasSubstr("\n  member.kind: "));
  EXPECT_THAT(err(), HasSubstr("\n  member.display_name: "));
  EXPECT_THAT(err(), HasSubstr("\n  member.region: "));
}

TEST_F(CliMembersTest, UnknownAllianceIsNotFound) {
  EXPECT_EQ(RunIn("nowhere", {"member", "list"}), ExitCode::kNotFound);
}

TEST_F(CliMembersTest, AlliancePolicyIsChangedByPath) {
  ASSERT_EQ(Run({"alliance", "update", alliance_, "--set", "policy.floor=0.25"}), ExitCode::kOk)
      << err();
  EXPECT_EQ(Run({"alliance", "get", alliance_, "--output", "json"}), ExitCode::kOk);
  EXPECT_THAT(out(), HasSubstr("\"floor\": 0.25"));
}

TEST_F(CliMembersTest, WatchTellsChangesAfterARevision) {
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

TEST_F(CliMembersTest, WatchOutlivesARestartOfTheServer) {
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

}  // namespace
}  // namespace counterpoint::cli
