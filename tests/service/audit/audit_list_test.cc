// Listing, retention and floods of the audit trail, on a real server that asks nobody.
#include "absl/strings/str_cat.h"
#include "counterpoint/v1/audit_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AuditListTest : public ServiceTest {
 protected:
  void SetUp() override {
    StopClock();
    ServiceTest::SetUp();
    CreateAlliance("music");  // Entry 1.
    for (const char* id : {"a", "b", "c"}) {
      Wait(absl::Minutes(1));
      CreateMember(id, kComposer);
    }
    Wait(absl::Minutes(1));
    Delete("none");  // Entry 5, NOT_FOUND, which is entered a moment later.
    List("");
    Delete("b");  // Entry 6.
  }
  void Delete(const std::string& id) {
    v1::DeleteMemberRequest request;
    request.set_name(absl::StrCat("alliances/music/members/", id));
    Send(request);
  }
  Answer<v1::ListAuditEntriesResponse> List(const std::string& fields) {
    const auto request =
        Parse<v1::ListAuditEntriesRequest>(absl::StrCat("parent: 'alliances/music' ", fields));
    Answer<v1::ListAuditEntriesResponse> answer;
    grpc::ClientContext context;
    answer.status =
        v1::AuditService::NewStub(channel_)->ListAuditEntries(&context, request, &answer.message);
    return answer;
  }
  std::vector<int> Numbers(const std::string& fields) {
    const auto answer = List(fields);
    EXPECT_TRUE(answer.ok()) << answer.status.error_message();
    std::vector<int> numbers;
    for (const auto& entry : answer->entries()) {
      numbers.push_back(static_cast<int>(entry.sequence()));
    }
    return numbers;
  }
  std::string TimeOf(int sequence) {
    const auto listed = List("oldest_first: true");
    return absl::StrCat("{ seconds: ", listed->entries(sequence - 1).time().seconds(),
                        " nanos: ", listed->entries(sequence - 1).time().nanos(), " }");
  }
};

TEST_F(AuditListTest, TheNewestComeFirstUnlessTheOldestAreAskedFor) {
  EXPECT_THAT(Numbers(""), ElementsAre(6, 5, 4, 3, 2, 1));
  EXPECT_THAT(Numbers("oldest_first: true"), ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST_F(AuditListTest, FiltersByTimeCallerMethodResourceAndOutcome) {
  EXPECT_THAT(Numbers("start_time " + TimeOf(3)), ElementsAre(6, 5, 4, 3));
  EXPECT_THAT(Numbers("end_time " + TimeOf(3)), ElementsAre(2, 1));
  EXPECT_THAT(Numbers(absl::StrCat("start_time ", TimeOf(2), " end_time ", TimeOf(4))),
              ElementsAre(3, 2));
  EXPECT_THAT(Numbers("method: 'CreateMember'"), ElementsAre(4, 3, 2));
  EXPECT_THAT(Numbers("method: 'counterpoint.v1.MemberService.DeleteMember'"), ElementsAre(6, 5));
  EXPECT_THAT(Numbers("method: 'Member'"), IsEmpty());
  EXPECT_THAT(Numbers("resource: 'alliances/music/members/b'"), ElementsAre(6, 3));
  EXPECT_THAT(Numbers("resource: 'alliances/music/members'"), ElementsAre(6, 5, 4, 3, 2));
  EXPECT_THAT(Numbers("outcome: OK"), ElementsAre(6, 4, 3, 2, 1));
  EXPECT_THAT(Numbers("outcome: FAILED"), ElementsAre(5));
  EXPECT_THAT(Numbers("outcome: REFUSED"), IsEmpty());
  EXPECT_THAT(Numbers("caller: 'local'"), ElementsAre(6, 5, 4, 3, 2, 1));
  EXPECT_THAT(Numbers("caller: 'somebody'"), IsEmpty());
}

TEST_F(AuditListTest, PagesGoOnWhileOthersWrite) {
  for (const std::string order : {"oldest_first: true ", ""}) {
    std::vector<int> numbers;
    std::string token;
    do {
      const auto page = List(absl::StrCat(order, "page_size: 2 page_token: '", token, "'"));
      ASSERT_TRUE(page.ok()) << page.status.error_message();
      for (const auto& entry : page->entries()) {
        numbers.push_back(static_cast<int>(entry.sequence()));
      }
      token = page->next_page_token();
      if (numbers.size() == 2) Delete(absl::StrCat("later", order.size()));
    } while (!token.empty());
    if (order.empty()) {
      EXPECT_THAT(numbers, ElementsAre(7, 6, 5, 4, 3, 2, 1));
    } else {
      EXPECT_THAT(numbers, ElementsAre(1, 2, 3, 4, 5, 6, 7));
    }
  }
}

TEST_F(AuditListTest, WrongRequestsAreToldByField) {
  const auto answer =
      List("page_size: -1 outcome: 9 start_time { seconds: 9 } end_time { seconds: 3 }");
  EXPECT_THAT(BadFields(answer.status), ElementsAre("page_size", "end_time", "outcome"));
  EXPECT_EQ(List("page_token: 'x'").code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(AuditListTest, ARequestIdThatIsTooLongIsCutBetweenCharacters) {
  // 126 bytes, and a character that 128 cut apart.
  const std::string start(126, 'r');
  v1::DeleteMemberRequest request;
  request.set_name("alliances/music/members/none");
  request.set_request_id(start + "乐乐");
  EXPECT_THAT(BadFields(Send(request).status), ElementsAre("request_id"));
  Delete("b");  // What was refused is entered with the next.
  const auto listed = List("");
  ASSERT_TRUE(listed.ok()) << listed.status.error_message();
  std::vector<std::string> ids;
  for (const auto& entry : listed->entries()) ids.push_back(entry.request_id());
  EXPECT_THAT(ids, testing::Contains(start));
}

TEST_F(AuditListTest, TheTrailGoesOnAfterARestart) {
  Restart();
  Delete("c");
  EXPECT_THAT(Numbers(""), ElementsAre(7, 6, 5, 4, 3, 2, 1));
}

TEST_F(AuditListTest, EntriesOlderThanTheRetentionGo) {
  Wait(absl::Hours(24 * 399));
  ASSERT_TRUE(server_->Sweep().ok());
  EXPECT_EQ(Numbers("").size(), 6U);
  Delete("c");
  Wait(absl::Hours(24 * 2));
  ASSERT_TRUE(server_->Sweep().ok());
  EXPECT_THAT(Numbers(""), ElementsAre(7));
  v1::VerifyAuditRequest request;
  request.set_parent("alliances/music");
  v1::VerifyAuditResponse response;
  grpc::ClientContext context;
  ASSERT_TRUE(v1::AuditService::NewStub(channel_)->VerifyAudit(&context, request, &response).ok());
  EXPECT_TRUE(response.holds()) << response.fault();
  EXPECT_EQ(response.head().trimmed_sequence(), 6);
}

TEST_F(AuditListTest, AFloodOfFailuresIsCountedAndNotEnteredOneByOne) {
  Stop();
  options_.audit.burst = 5;
  Start();
  for (int i = 0; i < 40; ++i) Delete("none");
  EXPECT_EQ(Numbers("outcome: FAILED").size(), 6U);
  CreateMember("d", kComposer);  // What changes something is always entered.
  Wait(absl::Minutes(1));
  ASSERT_TRUE(server_->Sweep().ok());
  const auto listed = List("outcome: FAILED page_size: 1");
  EXPECT_EQ(listed->entries(0).omitted(), 34);
  EXPECT_EQ(Numbers("outcome: FAILED").size(), 7U);
}

}  // namespace
}  // namespace counterpoint::service
