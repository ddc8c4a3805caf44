// The system's clock is set back and forth by hours, while it serves and between runs.
#include "absl/time/time.h"
#include "counterpoint/v1/audit_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "service/conversion/timestamp.h"
#include "service/threads/steady_signal.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

constexpr char kNorth[] = "kind: CREATOR display_name { key: 'en' value: 'North' }";

class ClockJumpTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    CreateAlliance("music");
    StopClock();
  }
  absl::Time TimeOf(const std::string& id) {
    const auto member = Send<v1::GetMemberRequest>("name: 'alliances/music/members/" + id + "'");
    EXPECT_TRUE(member.ok()) << member.status.error_message();
    return conversion::ToTime(member->update_time());
  }
  // Times of the alliance's entries, in their order.
  std::vector<absl::Time> AuditTimes() {
    grpc::ClientContext context;
    v1::ListAuditEntriesRequest request;
    request.set_parent("alliances/music");
    request.set_oldest_first(true);
    v1::ListAuditEntriesResponse response;
    EXPECT_TRUE(
        v1::AuditService::NewStub(channel_)->ListAuditEntries(&context, request, &response).ok());
    std::vector<absl::Time> times;
    for (const v1::AuditEntry& entry : response.entries()) {
      times.push_back(conversion::ToTime(entry.time()));
    }
    return times;
  }
};

TEST_F(ClockJumpTest, RecordedTimesNeverGoBackWhileItServesAndAcrossAStart) {
  CreateMember("a", kNorth);
  Wait(-absl::Hours(3));
  CreateMember("b", kNorth);
  EXPECT_EQ(TimeOf("b"), TimeOf("a"));  // The last time is repeated,
  Restart();
  CreateMember("c", kNorth);
  EXPECT_EQ(TimeOf("c"), TimeOf("a"));
  Wait(absl::Hours(4));
  CreateMember("d", kNorth);
  EXPECT_GT(TimeOf("d"), TimeOf("a"));  // until the clock has caught up.
  const auto times = AuditTimes();
  ASSERT_GE(times.size(), 5U);
  EXPECT_TRUE(std::is_sorted(times.begin(), times.end()));
  const auto changes = Changes("alliances/music", 0);
  ASSERT_EQ(changes.message.size(), 4U);
}

TEST_F(ClockJumpTest, ARepeatedRequestIsKnownAgainOnEitherSideOfAJump) {
  const std::string request =
      "parent: 'alliances/music' member_id: 'a' request_id: 'once' member { kind: CREATOR "
      "display_name { key: 'en' value: 'North' } }";
  const auto first = Send<v1::CreateMemberRequest>(request);
  ASSERT_TRUE(first.ok());
  for (const absl::Duration jump : {-absl::Hours(5), absl::Hours(12)}) {
    Wait(jump);
    ASSERT_TRUE(server_->Sweep().ok());
    const auto again = Send<v1::CreateMemberRequest>(request);
    EXPECT_TRUE(again.ok()) << again.status.error_message();
    EXPECT_EQ(again->etag(), first->etag());
  }
}

TEST_F(ClockJumpTest, MatchingAndPagesGoOnAfterAJumpBack) {
  for (const char* id : {"a", "b", "c"}) CreateMember(id, kNorth);
  AwaitIndex();
  const auto page = Send<v1::ListMembersRequest>("parent: 'alliances/music' page_size: 1");
  ASSERT_TRUE(page.ok());
  Wait(-absl::Hours(6));
  EXPECT_TRUE(Send<v1::ListMembersRequest>("parent: 'alliances/music' page_size: 1 page_token: '" +
                                           page->next_page_token() + "'")
                  .ok());
  EXPECT_TRUE(Send<v1::RecommendPartnersRequest>("member: 'alliances/music/members/a'").ok());
  // A jump forward beyond their lifetime ends pages, with an error that says so.
  Wait(absl::Hours(9));
  const auto late = Send<v1::ListMembersRequest>(
      "parent: 'alliances/music' page_size: 1 page_token: '" + page->next_page_token() + "'");
  EXPECT_EQ(late.code(), grpc::StatusCode::FAILED_PRECONDITION);
}

TEST(SteadySignalTest, ItIsAwaitedAndLastsUntilItIsCleared) {
  SteadySignal signal;
  EXPECT_FALSE(signal.Await(absl::Milliseconds(1)));
  EXPECT_FALSE(signal.Await(-absl::Seconds(1)));
  signal.Set();
  EXPECT_TRUE(signal.Await(absl::InfiniteDuration()));
  EXPECT_TRUE(signal.Await(absl::ZeroDuration()));
  signal.Clear();
  EXPECT_FALSE(signal.Await(absl::ZeroDuration()));
}

}  // namespace
}  // namespace counterpoint::service
