#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "service/access/bearer_token.h"
#include "service/access/grant_changes.h"
#include "tests/service/access/guarded_service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::HasSubstr;

class TokenLifecycleTest : public GuardedServiceTest {
 protected:
  static void Carry(grpc::ClientContext& context, const std::string& token) {
    context.AddMetadata("authorization", "Bearer " + token);
  }
  void CreateAllianceWith(const std::string& token, const std::string& id) {
    grpc::ClientContext context;
    Carry(context, token);
    v1::CreateAllianceRequest request;
    request.set_alliance_id(id);
    (*request.mutable_alliance()->mutable_display_name())["en"] = id;
    v1::Alliance created;
    const auto status = alliances_->CreateAlliance(&context, request, &created);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  std::vector<std::string> AlliancesOf(const std::string& token) {
    grpc::ClientContext context;
    Carry(context, token);
    v1::ListAlliancesResponse response;
    EXPECT_TRUE(alliances_->ListAlliances(&context, {}, &response).ok());
    std::vector<std::string> names;
    for (const auto& alliance : response.alliances()) names.push_back(alliance.name());
    return names;
  }
  void Revoke(const std::string& token) {
    const std::string id = ParseBearerToken(token)->id;
    ChangeFile(
        [&](stored::AccessGrants& grants) { return RevokeGrant(id, options_.clock(), grants); });
    AwaitTaken(token, false);
  }
};

TEST_F(TokenLifecycleTest, ATokenIsMadeUsedRotatedAndRevokedWhileTheServerRuns) {
  const std::string first = Token(Role::kStaff, "music");
  const std::string id = ParseBearerToken(first)->id;
  std::string second;
  ChangeFile([&](stored::AccessGrants& grants) {
    auto made = RotateGrant(id, absl::Hours(24), absl::Hours(1), options_.clock(), grants);
    second = made.value_or("");
    return made.status();
  });
  AwaitTaken(second, true);
  EXPECT_TRUE(TryToken(first).ok());
  Wait(absl::Hours(1) + absl::Seconds(1));
  EXPECT_EQ(TryToken(first).error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_TRUE(TryToken(second).ok());
  Revoke(second);
  const grpc::Status refused = TryToken(second);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_THAT(refused.error_message(), HasSubstr("ask whoever runs the server"));
}

TEST_F(TokenLifecycleTest, ACallerSeesItsOwnAllianceAlone) {
  const std::string all = Token(Role::kAdministrator, "");
  const std::string music = Token(Role::kReader, "music");
  EXPECT_THAT(AlliancesOf(music), ::testing::IsEmpty());
  CreateAllianceWith(all, "games");
  EXPECT_THAT(AlliancesOf(music), ::testing::IsEmpty());
  CreateAllianceWith(all, "music");
  EXPECT_THAT(AlliancesOf(music), ::testing::ElementsAre("alliances/music"));
  EXPECT_THAT(AlliancesOf(all), ::testing::ElementsAre("alliances/games", "alliances/music"));
}

TEST_F(TokenLifecycleTest, AWatchEndsWhenItsTokenIsRevoked) {
  CreateAllianceWith(Token(Role::kAdministrator, ""), "music");
  const std::string token = Token(Role::kPortal, "music");
  {
    // So that there is something to tell at once.
    grpc::ClientContext context;
    Carry(context, token);
    v1::Member created;
    const auto request = Parse<v1::CreateMemberRequest>(
        "parent: 'alliances/music' member { kind: CREATOR display_name { key: 'en' value: 'n' } }");
    ASSERT_TRUE(members_->CreateMember(&context, request, &created).ok());
  }
  grpc::ClientContext context;
  Carry(context, token);
  v1::WatchMembersRequest request;
  request.set_parent("alliances/music");
  const auto stream = members_->WatchMembers(&context, request);
  v1::WatchMembersResponse response;
  ASSERT_TRUE(stream->Read(&response));
  Revoke(token);
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(TokenLifecycleTest, AnImportCannotLeaveItsAlliance) {
  CreateAllianceWith(Token(Role::kAdministrator, ""), "music");
  grpc::ClientContext context;
  Carry(context, Token(Role::kBatch, "music"));
  const auto stream = members_->ImportMembers(&context);
  v1::ImportMembersRequest request;
  request.set_parent("alliances/games");
  v1::ImportMembersResponse response;
  ASSERT_TRUE(stream->Write(request));
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(TokenLifecycleTest, AFileThatBreaksIsAFaultAndTheOldOneCounts) {
  const std::string token = Token(Role::kReader, "music");
  server_->TakeFaults();
  {
    std::FILE* file = std::fopen(options_.access.tokens_file.c_str(), "a");
    std::fputs("nonsense {", file);
    std::fclose(file);
  }
  std::vector<IndexFault> faults;
  while (faults.empty()) faults = server_->TakeFaults();
  EXPECT_THAT(faults.front().status.ToString(), HasSubstr(options_.access.tokens_file));
  EXPECT_TRUE(TryToken(token).ok());
}

TEST_F(TokenLifecycleTest, WithoutCredentialsTheServerListensOnLoopbackOnly) {
  Stop();
  ServerOptions open = options_;
  open.access = {};
  open.listen = "0.0.0.0:0";
  const auto refused = Server::Start(open);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("--tokens"));
}

TEST_F(TokenLifecycleTest, AServerWhoseFileIsMissingDoesNotStart) {
  Stop();
  ServerOptions missing = options_;
  missing.access.tokens_file += "-nowhere";
  EXPECT_TRUE(absl::IsNotFound(Server::Start(missing).status()));
}

}  // namespace
}  // namespace counterpoint::service
