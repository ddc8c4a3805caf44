// What leaves an entry in the audit trail, and what is in it: of every method, on a
// real server.
#include "absl/strings/str_cat.h"
#include "counterpoint/v1/audit_service.pb.h"
#include "gmock/gmock.h"
#include "service/access/access_table.h"
#include "service/audit/audited_methods.h"
#include "tests/service/access/filled_alliances.h"

namespace counterpoint::service {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kMusic[] = "alliances/music";
constexpr char kServer[] = "server";

const MethodDescriptor& Method(const std::string& name) {
  return *DescriptorPool::generated_pool()->FindMethodByName("counterpoint.v1." + name);
}

class AuditTrailTest : public FilledAlliancesTest {
 protected:
  template <typename Response, typename Request>
  Response Ask(const std::string& method, const Request& request) const {
    const RawAnswer answer = CallRaw(channel_, Method("AuditService." + method), request, all_);
    EXPECT_TRUE(answer.status.ok()) << method << ": " << answer.status.error_message();
    Response response;
    if (!answer.messages.empty()) response.ParseFromString(answer.messages.front());
    return response;
  }
  std::int64_t Last(const std::string& parent) const {
    v1::GetAuditHeadRequest request;
    request.set_parent(parent);
    return Ask<v1::AuditHead>("GetAuditHead", request).sequence();
  }
  // Newest first.
  std::vector<v1::AuditEntry> Entries(const std::string& parent, int most = 1000) const {
    v1::ListAuditEntriesRequest request;
    request.set_parent(parent);
    request.set_page_size(most);
    const auto response = Ask<v1::ListAuditEntriesResponse>("ListAuditEntries", request);
    return {response.entries().begin(), response.entries().end()};
  }
  v1::AuditEntry Newest(const std::string& parent) const { return Entries(parent, 1).front(); }

  // Of the two chains that a call may be entered in.
  std::int64_t EntryCount() const { return Last(kMusic) + Last(kServer); }
  // How many entries a call left since then.
  std::int64_t EntriesSince(std::int64_t before, const MethodDescriptor& method) const {
    std::int64_t left = EntryCount() - before;
    // Of a stream that the client breaks off the server hears a moment later.
    const bool is_broken_off = AuditKindOf(method.full_name()) == AuditKind::kBulkRead;
    for (int i = 0; is_broken_off && left == 0 && i < 1000; ++i) {
      absl::SleepFor(absl::Milliseconds(2));
      left = EntryCount() - before;
    }
    return left;
  }
  // How many a call leaves.
  std::int64_t EntriesOf(const MethodDescriptor& method) {
    const std::int64_t before = EntryCount();
    StatusOf(method, *ValidRequest(method), all_);
    return EntriesSince(before, method);
  }
};

TEST_F(AuditTrailTest, EveryMethodThatChangesSomethingLeavesOneEntryAndNoReadDoes) {
  for (const MethodDescriptor* method : AllMethods()) {
    const bool is_read = AuditKindOf(method->full_name()) == AuditKind::kRead;
    EXPECT_EQ(EntriesOf(*method), is_read ? 0 : 1) << method->full_name();
  }
}

TEST_F(AuditTrailTest, EveryRefusedCallLeavesOneEntryWhereTheCallerBelongs) {
  const std::string reader = Token(Role::kReader, "music");
  for (const MethodDescriptor* method : AllMethods()) {
    const auto request = ValidRequest(*method);
    const std::int64_t before = EntryCount();
    const std::int64_t before_in_its_own = Last(kMusic);
    const grpc::Status status = StatusOf(*method, *request, reader);
    const std::int64_t left = EntriesSince(before, *method);
    if (status.error_code() != grpc::StatusCode::PERMISSION_DENIED) continue;
    ASSERT_EQ(left, 1) << method->full_name();
    ASSERT_EQ(Last(kMusic), before_in_its_own + 1) << method->full_name();
    EXPECT_EQ(Newest(kMusic).code(), grpc::StatusCode::PERMISSION_DENIED) << method->full_name();
    EXPECT_EQ(Newest(kMusic).method(), method->full_name());
    EXPECT_EQ(Newest(kMusic).role(), "reader");
  }
}

TEST_F(AuditTrailTest, WhoAsksForAnotherAllianceIsEnteredInItsOwn) {
  const std::string staff = Token(Role::kStaff, "music");
  const std::int64_t games = Last("alliances/games");
  v1::DeleteMemberRequest request;
  request.set_name("alliances/games/members/north");
  EXPECT_EQ(StatusOf(Method("MemberService.DeleteMember"), request, staff).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_THAT(Newest(kMusic).resources(), ElementsAre("alliances/games/members/north"));
  EXPECT_EQ(Last("alliances/games"), games);
}

TEST_F(AuditTrailTest, CallersThatNobodyKnowsAreEnteredInTheServersChain) {
  const std::int64_t before = Last(kServer);
  StatusOf(Method("MemberService.DeleteMember"),
           *ValidRequest(Method("MemberService.DeleteMember")), "cpt.somebody.stolen-secret");
  ASSERT_EQ(Last(kServer), before + 1);
  const v1::AuditEntry entry = Newest(kServer);
  EXPECT_EQ(entry.code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(entry.caller(), "");
  EXPECT_THAT(entry.peer(), HasSubstr("127.0.0.1"));
  EXPECT_THAT(entry.DebugString(), Not(HasSubstr("stolen-secret")));
}

TEST_F(AuditTrailTest, AnEntrySaysWhoDidWhatToWhatAndHowItEnded) {
  const std::string staff = Token(Role::kStaff, "music");
  auto request = Parse<v1::CreateMemberRequest>(
      "parent: 'alliances/music' member_id: 'new' request_id: 'r-1' "
      "member { kind: CREATOR display_name { key: 'en' value: 'n' } }");
  const MethodDescriptor& create = Method("MemberService.CreateMember");
  ASSERT_TRUE(StatusOf(create, request, staff).ok());
  v1::AuditEntry entry = Newest(kMusic);
  EXPECT_EQ(entry.method(), "counterpoint.v1.MemberService.CreateMember");
  EXPECT_THAT(entry.caller(), HasSubstr("staff"));
  EXPECT_EQ(entry.identification(), v1::AuditEntry::BEARER_TOKEN);
  EXPECT_THAT(entry.resources(), ElementsAre(kMusic, "alliances/music/members/new"));
  EXPECT_EQ(entry.request_id(), "r-1");
  EXPECT_EQ(entry.request_digest().size(), 32U);
  EXPECT_EQ(entry.records(), 1);
  EXPECT_EQ(entry.code(), 0);

  ASSERT_TRUE(StatusOf(create, request, staff).ok()) << "repeated";
  EXPECT_EQ(Newest(kMusic).records(), 0);
  EXPECT_EQ(Newest(kMusic).request_digest(), entry.request_digest());
  request.set_request_id("r-2");
  EXPECT_EQ(StatusOf(create, request, staff).error_code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(Newest(kMusic).code(), grpc::StatusCode::ALREADY_EXISTS);
  request.set_member_id("another");
  request.set_validate_only(true);
  ASSERT_TRUE(StatusOf(create, request, staff).ok());
  EXPECT_TRUE(Newest(kMusic).dry_run());
}

TEST_F(AuditTrailTest, SecretsAndTextsAreNeverInIt) {
  const std::string staff = Token(Role::kStaff, "music");
  const std::string canary = "canary words";
  for (const MethodDescriptor* method : AllMethods()) {
    auto request = ValidRequest(*method);
    const auto* access = AccessRules().Find(*request)->access;
    // Words where a name belongs.
    if (!access->names.empty()) SetText(*request, std::string(access->names.front()), canary);
    StatusOf(*method, *request, all_);
  }
  StatusOf(Method("MemberService.CreateMember"),
           Parse<v1::CreateMemberRequest>(absl::StrCat(
               "parent: 'alliances/music' member_id: 'c' member { kind: CREATOR display_name { "
               "key: 'en' value: '",
               canary, "' } labels: 'canary-label' }")),
           staff);
  StatusOf(
      Method("StaffRuleService.EndStaffRule"),
      Parse<v1::EndStaffRuleRequest>(absl::StrCat("name: 'alliances/music/staffRules/r' author: '",
                                                  canary, "' reason: '", canary, "'")),
      staff);
  for (const char* parent : {kMusic, kServer}) {
    for (const v1::AuditEntry& entry : Entries(parent)) {
      const std::string text = entry.DebugString();
      EXPECT_THAT(text, Not(HasSubstr("canary")));
      EXPECT_THAT(text, Not(HasSubstr(staff.substr(staff.rfind('.')))));
    }
  }
}

TEST_F(AuditTrailTest, AnImportLeavesAnEntryAMessageWithItsCount) {
  v1::ImportMembersRequest request;
  request.set_parent(kMusic);
  for (int i = 0; i < 40; ++i) {
    v1::Member& member = *request.add_members();
    member.set_name(absl::StrCat(kMusic, "/members/m", i));
    member.set_kind(v1::CREATOR);
    (*member.mutable_display_name())["en"] = "m";
  }
  const std::int64_t before = Last(kMusic);
  ASSERT_TRUE(StatusOf(Method("MemberService.ImportMembers"), request, all_).ok());
  EXPECT_EQ(Last(kMusic), before + 1);
  EXPECT_EQ(Newest(kMusic).records(), 40);
  EXPECT_EQ(Newest(kMusic).resources_size(), 10);
  EXPECT_EQ(Newest(kMusic).more_resources(), 31);
}

TEST_F(AuditTrailTest, AnAllianceMadeAnewDoesNotShowTheTrailOfTheOneBefore) {
  const std::string token = Token(Role::kStaff, "ghost");
  const MethodDescriptor& list = Method("AuditService.ListAuditEntries");
  v1::ListAuditEntriesRequest request;
  request.set_parent("alliances/ghost");
  EXPECT_EQ(StatusOf(list, request, token).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Newest("alliances/ghost").method(), "counterpoint.v1.AllianceService.DeleteAlliance");
  const std::size_t before = Entries("alliances/ghost").size();
  ASSERT_GT(before, 5U);
  ASSERT_TRUE(
      StatusOf(Method("AllianceService.CreateAlliance"),
               Parse<v1::CreateAllianceRequest>(
                   "alliance_id: 'ghost' alliance { display_name { key: 'en' value: 'g' } }"),
               all_)
          .ok());
  const RawAnswer answer = CallRaw(channel_, list, request, token);
  v1::ListAuditEntriesResponse response;
  ASSERT_TRUE(response.ParseFromString(answer.messages.front()));
  ASSERT_EQ(response.entries_size(), 1);
  EXPECT_EQ(response.entries(0).method(), "counterpoint.v1.AllianceService.CreateAlliance");
  EXPECT_EQ(Entries("alliances/ghost").size(), before + 1);
}

TEST_F(AuditTrailTest, OnlyCallersOfAllAlliancesSeeTheServersChain) {
  v1::ListAuditEntriesRequest request;
  request.set_parent(kServer);
  EXPECT_EQ(StatusOf(Method("AuditService.ListAuditEntries"), request,
                     Token(Role::kAdministrator, "music"))
                .error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_TRUE(StatusOf(Method("AuditService.ListAuditEntries"), request, all_).ok());
}

TEST_F(AuditTrailTest, ChainsHoldAfterAllOfThisAndAnAnchorTellsWhatIsMissing) {
  for (const MethodDescriptor* method : AllMethods()) EntriesOf(*method);
  v1::VerifyAuditRequest request;
  request.set_parent(kMusic);
  auto verified = Ask<v1::VerifyAuditResponse>("VerifyAudit", request);
  EXPECT_TRUE(verified.holds()) << verified.fault();
  EXPECT_EQ(verified.entries(), verified.head().sequence());
  request.set_anchor_sequence(verified.head().sequence());
  request.set_anchor_hash(verified.head().hash());
  EXPECT_TRUE(Ask<v1::VerifyAuditResponse>("VerifyAudit", request).holds());
  request.set_anchor_sequence(verified.head().sequence() + 1);
  verified = Ask<v1::VerifyAuditResponse>("VerifyAudit", request);
  EXPECT_FALSE(verified.holds());
  EXPECT_THAT(verified.fault(), HasSubstr("cut off"));
}

TEST(AuditedMethodsTest, ReadsAreMethodsInOrder) {
  const AccessRules loads_descriptors;
  std::vector<std::string> names;
  for (const ReadMethod& read : ReadMethods()) {
    names.emplace_back(read.method);
    EXPECT_NE(DescriptorPool::generated_pool()->FindMethodByName(names.back()), nullptr)
        << names.back();
  }
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
}

}  // namespace
}  // namespace counterpoint::service
