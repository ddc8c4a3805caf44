// Interactions that come from a stored list know their place in it.
#include "absl/strings/str_cat.h"
#include "counterpoint/v1/operation_service.grpc.pb.h"
#include "counterpoint/v1/recommendation_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "service/tokens/attribution_token.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

class AttributedInteractionsTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    StopClock();  // Or those made in another second would be a little fresher.
    CreateAlliance("music", "policy { floor: 0 diversity: 0 reciprocity: ARITHMETIC_MEAN }");
    CreateMember("star", kGameStudio);
    for (const char* id : {"east", "north", "south", "west"}) CreateMember(id, kComposer);
    AwaitIndex();
  }
  // Makes a generation, and returns it.
  v1::Generation Refresh() {
    const auto recommendations = v1::RecommendationService::NewStub(channel_);
    v1::Operation operation;
    grpc::ClientContext begin;
    auto status = recommendations->RefreshRecommendations(
        &begin, Parse<v1::RefreshRecommendationsRequest>("parent: 'alliances/music'"), &operation);
    EXPECT_TRUE(status.ok()) << status.error_message();
    v1::WaitOperationRequest wait;
    wait.set_name(operation.name());
    grpc::ClientContext waiting;
    status = v1::OperationService::NewStub(channel_)->WaitOperation(&waiting, wait, &operation);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(operation.state(), v1::Operation::SUCCEEDED) << operation.ShortDebugString();
    v1::Generation generation;
    grpc::ClientContext get;
    status = recommendations->GetGeneration(
        &get, Parse<v1::GetGenerationRequest>("name: 'alliances/music/generations/current'"),
        &generation);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return generation;
  }
  static std::string TokenOf(int number, const std::string& member,
                             const v1::Generation& generation) {
    return EncodeAttributionToken(StoredListToken("music", member, number,
                                                  generation.policy_version(),
                                                  generation.revision(), absl::UnixEpoch()));
  }
  // Records that `member` accepts `partner`, shown in the second place as it says, and
  // returns the interaction as it is kept.
  v1::Interaction Accept(const std::string& id, const std::string& member,
                         const std::string& partner, const std::string& token) {
    const auto recorded = Send<v1::BatchRecordInteractionsRequest>(absl::StrCat(
        "parent: 'alliances/music' interactions { name: 'alliances/music/interactions/", id,
        "' kind: ACCEPTED member: 'alliances/music/members/", member,
        "' partner: 'alliances/music/members/", partner, "' attribution_token: '", token,
        "' place: 2 }"));
    EXPECT_TRUE(recorded.ok()) << recorded.status.error_message();
    return recorded.ok() ? recorded->interactions(0) : v1::Interaction();
  }
};

TEST_F(AttributedInteractionsTest, PlaceIsFilledInFromTheStoredList) {
  const v1::Generation generation = Refresh();
  const std::string token = TokenOf(1, "star", generation);
  EXPECT_EQ(Accept("i1", "star", "east", token).place(), 1);
  EXPECT_EQ(Accept("i2", "star", "west", token).place(), 4);
  EXPECT_EQ(Accept("i3", "south", "star", token).place(), 3) << "the one that was shown accepts";
  EXPECT_EQ(Accept("i3", "south", "star", token).place(), 3) << "the same again";
  EXPECT_EQ(Accept("i3", "south", "star", token).staff_rule(), "");
}

TEST_F(AttributedInteractionsTest, RuleThatMovedAnEntryIsFilledInFromTheStoredList) {
  const auto created = Send<v1::CreateStaffRuleRequest>(
      "parent: 'alliances/music' staff_rule_id: 'spring' staff_rule { action: PIN "
      "author: 'Staff' reason: 'Spring programme' "
      "members { members: 'alliances/music/members/star' } "
      "partners { members: 'alliances/music/members/west' } }");
  ASSERT_TRUE(created.ok()) << created.status.error_message();
  const std::string token = TokenOf(1, "star", Refresh());
  const v1::Interaction moved = Accept("i1", "star", "west", token);
  EXPECT_EQ(moved.place(), 1);
  EXPECT_EQ(moved.staff_rule(), created->name());
  EXPECT_EQ(
      Send<v1::GetInteractionRequest>("name: 'alliances/music/interactions/i1'")->staff_rule(),
      created->name());
  const v1::Interaction other = Accept("i2", "star", "east", token);
  EXPECT_EQ(other.place(), 2);
  EXPECT_EQ(other.staff_rule(), "") << "no rule concerns it";
  // What is said of the rule does not count.
  const auto said = Send<v1::BatchRecordInteractionsRequest>(absl::StrCat(
      "parent: 'alliances/music' interactions { name: 'alliances/music/interactions/i3' "
      "kind: VIEWED member: 'alliances/music/members/star' "
      "partner: 'alliances/music/members/north' staff_rule: '",
      created->name(), "' attribution_token: '", token, "' }"));
  ASSERT_TRUE(said.ok()) << said.status.error_message();
  EXPECT_EQ(said->interactions(0).staff_rule(), "");
}

TEST_F(AttributedInteractionsTest, PlaceStaysAsItWasSaidWhereTheListIsNotThere) {
  const v1::Generation generation = Refresh();
  EXPECT_EQ(Accept("i1", "star", "east", TokenOf(9, "star", generation)).place(), 2)
      << "no such generation";
  v1::Generation other = generation;
  other.set_revision(generation.revision() + 1);
  EXPECT_EQ(Accept("i2", "star", "east", TokenOf(1, "star", other)).place(), 2)
      << "of an alliance that was there before";
  CreateMember("late", kComposer);
  EXPECT_EQ(Accept("i3", "star", "late", TokenOf(1, "star", generation)).place(), 2)
      << "not in the list";
}

TEST_F(AttributedInteractionsTest, ExplanationOfAStoredListIsRefusedWithWhatToDo) {
  const std::string token = TokenOf(1, "star", Refresh());
  const auto explained = Send<v1::ExplainMatchRequest>(
      absl::StrCat("member: 'alliances/music/members/star' partner: 'alliances/music/members/east' "
                   "attribution_token: '",
                   token, "'"));
  EXPECT_EQ(explained.code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(explained.status.error_message(), testing::HasSubstr("leave the token out"));
}

}  // namespace
}  // namespace counterpoint::service
