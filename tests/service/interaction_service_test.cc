#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kPrefix[] = "alliances/music/interactions/";

class InteractionServiceTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    CreateAlliance("music");
    for (const char* id : {"north", "star", "moon"}) CreateMember(id, kComposer);
  }
  // One interaction as text, with more fields.
  static std::string Between(const std::string& id, const std::string& member,
                             const std::string& partner, const std::string& fields = "") {
    return absl::StrCat("interactions { name: '", kPrefix, id,
                        "' kind: PARTNERSHIP member: 'alliances/music/members/", member,
                        "' partner: 'alliances/music/members/", partner, "' ", fields, " }");
  }
  Answer<v1::BatchRecordInteractionsResponse> Record(const std::string& interactions) {
    return Send<v1::BatchRecordInteractionsRequest>(
        absl::StrCat("parent: 'alliances/music' ", interactions));
  }
  Answer<v1::Interaction> Get(const std::string& id) {
    return Send<v1::GetInteractionRequest>(absl::StrCat("name: '", kPrefix, id, "'"));
  }
  Answer<google::protobuf::Empty> Delete(const std::string& id, const std::string& request_id) {
    return Send<v1::DeleteInteractionRequest>(
        absl::StrCat("name: '", kPrefix, id, "' request_id: '", request_id, "'"));
  }
  Answer<v1::ListInteractionsResponse> List(const std::string& fields = "") {
    return Send<v1::ListInteractionsRequest>(absl::StrCat("parent: 'alliances/music' ", fields));
  }
  static std::vector<std::string> IdsOf(const v1::ListInteractionsResponse& response) {
    std::vector<std::string> ids;
    for (const auto& interaction : response.interactions()) {
      ids.push_back(interaction.name().substr(interaction.name().rfind('/') + 1));
    }
    return ids;
  }
  std::int64_t Revision() {
    return Send<v1::GetAllianceRequest>("name: 'alliances/music'")->revision();
  }
};

TEST_F(InteractionServiceTest, RecordedInteractionIsGotAndListedAlsoAfterARestart) {
  const auto recorded =
      Record(Between("i1", "star", "north", "occur_time { seconds: 1700000000 nanos: 5 }"));
  ASSERT_TRUE(recorded.ok()) << recorded.status.error_message();
  EXPECT_EQ(recorded->recorded_count(), 1);
  ASSERT_EQ(recorded->interactions_size(), 1);
  const v1::Interaction& shown = recorded->interactions(0);
  EXPECT_EQ(shown.name(), "alliances/music/interactions/i1");
  EXPECT_EQ(shown.kind(), v1::PARTNERSHIP);
  EXPECT_EQ(shown.member(), "alliances/music/members/star");
  EXPECT_EQ(shown.partner(), "alliances/music/members/north");
  EXPECT_EQ(shown.occur_time().seconds(), 1700000000);
  EXPECT_EQ(shown.occur_time().nanos(), 5);
  EXPECT_GT(shown.create_time().seconds(), 1700000000);
  Restart();
  EXPECT_EQ(Get("i1")->SerializeAsString(), shown.SerializeAsString());
  EXPECT_THAT(IdsOf(*List()), ElementsAre("i1"));
}

TEST_F(InteractionServiceTest, TimeLeftOutIsThatOfRecording) {
  ASSERT_TRUE(Record(Between("i1", "star", "north")).ok());
  const auto interaction = Get("i1");
  EXPECT_EQ(interaction->occur_time().SerializeAsString(),
            interaction->create_time().SerializeAsString());
  EXPECT_GT(interaction->occur_time().seconds(), 0);
}

TEST_F(InteractionServiceTest, RepetitionChangesNothing) {
  const std::string time = "occur_time { seconds: 1700000000 }";
  ASSERT_TRUE(Record(Between("i1", "star", "north", time)).ok());
  const std::int64_t revision = Revision();
  for (const std::string& again :
       {Between("i1", "star", "north", time), Between("i1", "north", "star", time),
        Between("i1", "star", "north")}) {
    const auto repeated = Record(again);
    ASSERT_TRUE(repeated.ok()) << repeated.status.error_message();
    EXPECT_EQ(repeated->recorded_count(), 0);
    EXPECT_EQ(repeated->interactions(0).member(), "alliances/music/members/star") << "as kept";
  }
  EXPECT_EQ(Revision(), revision);
  const auto more = Record(Between("i1", "star", "north") + Between("i2", "star", "moon"));
  ASSERT_TRUE(more.ok());
  EXPECT_EQ(more->recorded_count(), 1);
  EXPECT_EQ(more->interactions(1).name(), absl::StrCat(kPrefix, "i2"));
}

TEST_F(InteractionServiceTest, OtherContentUnderANameIsRefusedAsAWhole) {
  const std::string time = "occur_time { seconds: 1700000000 }";
  ASSERT_TRUE(Record(Between("i1", "star", "north", time) + Between("i2", "star", "moon")).ok());
  const auto refused = Record(Between("i3", "north", "moon") + Between("i2", "north", "moon") +
                              Between("i1", "star", "north", "occur_time { seconds: 5 }"));
  EXPECT_EQ(refused.code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_THAT(refused.status.error_message(), HasSubstr("i1"));
  EXPECT_THAT(refused.status.error_message(), HasSubstr("i2"));
  EXPECT_THAT(BadFields(refused.status),
              ElementsAre("interactions[1].name", "interactions[2].name"));
  EXPECT_EQ(DetailOf<google::rpc::ResourceInfo>(refused.status).resource_name(),
            absl::StrCat(kPrefix, "i2"));
  EXPECT_EQ(Get("i3").code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(InteractionServiceTest, EveryMemberThatDoesNotExistIsNamed) {
  const auto refused = Record(Between("i1", "star", "nobody") + Between("i2", "star", "north") +
                              Between("i3", "noone", "nobody"));
  EXPECT_EQ(refused.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(refused.status.error_message(), HasSubstr("no such member"));
  EXPECT_THAT(
      BadFields(refused.status),
      ElementsAre("interactions[0].partner", "interactions[2].member", "interactions[2].partner"));
  EXPECT_THAT(IdsOf(*List()), IsEmpty());
}

TEST_F(InteractionServiceTest, EveryBadFieldIsNamed) {
  const auto refused =
      Record(Between("i1", "star", "star") +
             "interactions { name: 'alliances/music/interactions/i2' "
             "member: 'alliances/music/members/star' partner: 'alliances/music/members/north' }" +
             Between("i2", "star", "north", "occur_time { seconds: 99000000000 }") +
             "interactions { name: 'alliances/games/interactions/i' kind: PARTNERSHIP "
             "member: 'alliances/games/members/a' partner: 'alliances/music/members/north' }");
  EXPECT_EQ(refused.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(
      BadFields(refused.status),
      ElementsAre("interactions[0].partner", "interactions[1].kind", "interactions[2].occur_time",
                  "interactions[2].name", "interactions[3].name", "interactions[3].member"));
}

TEST_F(InteractionServiceTest, MissingAllianceIsNotFoundAndAnEmptyBatchIsInvalid) {
  EXPECT_THAT(BadFields(Record("").status), ElementsAre("interactions"));
  EXPECT_EQ(Send<v1::BatchRecordInteractionsRequest>(
                "parent: 'alliances/games' interactions { name: 'alliances/games/interactions/i' "
                "kind: PARTNERSHIP member: 'alliances/games/members/a' "
                "partner: 'alliances/games/members/b' }")
                .code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Send<v1::ListInteractionsRequest>("parent: 'alliances/games'").code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Get("i1").code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(DetailOf<google::rpc::ResourceInfo>(Get("i1").status).resource_type(),
            "counterpoint.v1/Interaction");
}

TEST_F(InteractionServiceTest, RepetitionAfterADeletedMemberIsStillNoChange) {
  ASSERT_TRUE(Record(Between("i1", "star", "north")).ok());
  ASSERT_TRUE(Send<v1::DeleteMemberRequest>("name: 'alliances/music/members/star'").ok());
  EXPECT_EQ(Record(Between("i1", "star", "north"))->recorded_count(), 0);
  EXPECT_THAT(BadFields(Record(Between("i2", "star", "north")).status),
              ElementsAre("interactions[0].member"));
  EXPECT_THAT(IdsOf(*List("member: 'alliances/music/members/star'")), ElementsAre("i1"));
}

TEST_F(InteractionServiceTest, DeletionIsDoneOnceUnderItsRequestId) {
  ASSERT_TRUE(Record(Between("i1", "star", "north") + Between("i2", "star", "north")).ok());
  EXPECT_TRUE(Delete("i1", "r").ok());
  EXPECT_EQ(Get("i1").code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(Delete("i1", "r").ok());
  EXPECT_EQ(Delete("i2", "r").code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Delete("i1", "").code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(IdsOf(*List()), ElementsAre("i2"));
  EXPECT_THAT(BadFields(Send<v1::DeleteInteractionRequest>("name: 'x'").status),
              ElementsAre("name"));
}

TEST_F(InteractionServiceTest, PagesStayOnTheirViewAndTheirQuery) {
  std::string batch;
  for (int i = 0; i < 9; ++i) {
    batch += Between(absl::StrCat("i", i), i % 3 == 0 ? "moon" : "star", "north");
  }
  ASSERT_TRUE(Record(batch).ok());
  const auto first = List("page_size: 4");
  ASSERT_TRUE(first.ok());
  EXPECT_THAT(IdsOf(*first), ElementsAre("i0", "i1", "i2", "i3"));
  ASSERT_TRUE(Delete("i4", "").ok());
  const std::string token = absl::StrCat("page_token: '", first->next_page_token(), "' ");
  EXPECT_THAT(IdsOf(*List(token + "page_size: 3")), ElementsAre("i4", "i5", "i6"));
  EXPECT_THAT(BadFields(List(token + "member: 'alliances/music/members/moon'").status),
              ElementsAre("page_token"));
  EXPECT_THAT(IdsOf(*List()), testing::SizeIs(8));
  Wait(absl::Minutes(11));
  EXPECT_EQ(List(token).code(), grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(InteractionServiceTest, ListOfAMemberHasThoseItHasPartIn) {
  ASSERT_TRUE(Record(Between("i1", "star", "north") + Between("i2", "moon", "star") +
                     Between("i3", "moon", "north"))
                  .ok());
  EXPECT_THAT(IdsOf(*List("member: 'alliances/music/members/star'")), ElementsAre("i1", "i2"));
  EXPECT_THAT(IdsOf(*List("member: 'alliances/music/members/star' page_size: 1")),
              ElementsAre("i1"));
  EXPECT_THAT(IdsOf(*List("member: 'alliances/music/members/nobody'")), IsEmpty());
  EXPECT_THAT(BadFields(List("member: 'alliances/games/members/star' page_size: -1").status),
              UnorderedElementsAre("member", "page_size"));
}

TEST_F(InteractionServiceTest, WatchTellsMembersAlone) {
  const std::int64_t before = Revision();
  ASSERT_TRUE(Record(Between("i1", "star", "north")).ok());
  CreateMember("late", kComposer);
  ASSERT_TRUE(Delete("i1", "").ok());
  const auto changes = Changes("alliances/music", before);
  ASSERT_TRUE(changes.ok()) << changes.status.error_message();
  ASSERT_EQ(changes->size(), 1U);
  EXPECT_EQ((*changes)[0].name(), "alliances/music/members/late");
}

TEST_F(InteractionServiceTest, IndexReachesTheRevisionOfAnInteraction) {
  ASSERT_TRUE(Record(Between("i1", "star", "north")).ok());
  AwaitIndex();
  EXPECT_GE(Send<v1::RecommendPartnersRequest>("member: 'alliances/music/members/star'")
                ->provenance()
                .revision(),
            Revision());
  EXPECT_THAT(server_->TakeFaults(), IsEmpty());
}

TEST_F(InteractionServiceTest, InteractionsGoWithTheirAlliance) {
  ASSERT_TRUE(Record(Between("i1", "star", "north")).ok());
  ASSERT_TRUE(Send<v1::DeleteAllianceRequest>("name: 'alliances/music' force: true").ok());
  CreateAlliance("music");
  EXPECT_THAT(IdsOf(*List()), IsEmpty());
}

TEST_F(InteractionServiceTest, OneOfManyAtOnceRecordsAndTheOthersFindItThere) {
  std::atomic<int> recorded = 0;
  std::atomic<int> failed = 0;
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 8; ++caller) {
    callers.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        const auto answer = Record(Between(absl::StrCat("i", i), "star", "north"));
        recorded += answer->recorded_count();
        failed += !answer.ok();
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(recorded, 20);
  EXPECT_EQ(failed, 0);
}

}  // namespace
}  // namespace counterpoint::service
