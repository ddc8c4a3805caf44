// The real server, killed again and again in the middle of refreshes: what portals
// would read is always whole, and the refresh goes on and comes to its end.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cpp/alliances.h"
#include "clients/cpp/client.h"
#include "clients/cpp/members.h"
#include "clients/cpp/operations.h"
#include "counterpoint/v1/recommendation_service.grpc.pb.h"
#include "service/recommendations/generations.h"
#include "service/recommendations/list_digest.h"
#include "storage/store.h"
#include "tests/clients/server_process.h"

namespace counterpoint {
namespace {

constexpr char kParent[] = "alliances/crash";
constexpr int kMembers = 1500;
constexpr int kListSize = 120;  // Long lists: some twenty blocks.

// 5 unless the environment says otherwise.
int Kills() {
  const char* kills = std::getenv("COUNTERPOINT_REFRESH_KILLS");
  return kills == nullptr ? 5 : std::atoi(kills);
}

class RefreshCrashTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(server_.address(), "");
    Connect();
    v1::CreateAllianceRequest request;
    request.set_alliance_id("crash");
    (*request.mutable_alliance()->mutable_display_name())["en"] = "Crash";
    ASSERT_TRUE(client_->alliances().Create(request).ok());
    Import();
  }

  void Connect() {
    options_.address = server_.address();
    options_.timeout = absl::Seconds(120);
    channel_ = client::OpenChannel(options_);
    client_ = std::make_unique<client::Client>(channel_, options_);
    stub_ = v1::RecommendationService::NewStub(channel_);
  }

  // Offers and needs of a few words out of some dozens.
  void Import() {
    grpc::ClientContext context;
    const auto stream = v1::MemberService::NewStub(channel_)->ImportMembers(&context);
    for (int from = 0; from < kMembers; from += 500) {
      v1::ImportMembersRequest request;
      request.set_parent(kParent);
      for (int i = from; i < from + 500; ++i) *request.add_members() = RandomMember(i);
      v1::ImportMembersResponse response;
      ASSERT_TRUE(stream->Write(request) && stream->Read(&response));
    }
    stream->WritesDone();
    ASSERT_TRUE(stream->Finish().ok());
  }
  v1::Member RandomMember(int i) {
    v1::Member member;
    member.set_name(absl::StrCat(kParent, "/members/m-", 10'000 + i));
    member.set_kind(i % 2 == 0 ? v1::CREATOR : v1::SCENE_UNIT);
    (*member.mutable_display_name())["en"] = absl::StrCat("Member ", i);
    (*member.add_offers()->mutable_title())["en"] = RandomText();
    (*member.add_needs()->mutable_title())["en"] = RandomText();
    return member;
  }
  std::string RandomText() {
    constexpr const char* kWords[] = {"game",   "music",  "stage", "light",   "engine",
                                      "motion", "museum", "sound", "virtual", "score",
                                      "studio", "avatar", "choir", "render",  "archive"};
    std::string text;
    for (int word = 0; word < 5; ++word) {
      absl::StrAppend(&text, word == 0 ? "" : " ", kWords[random_() % std::size(kWords)]);
    }
    return text;
  }
  // So that the refresh that goes on has to judge it anew.
  void UpdateOne() {
    v1::UpdateMemberRequest request;
    *request.mutable_member() = RandomMember(static_cast<int>(random_() % kMembers));
    ASSERT_TRUE(client_->members().Update(request).ok());
  }

  std::string BeginOrJoin(bool full) {
    v1::RefreshRecommendationsRequest request;
    request.set_full(full);
    return BeginOrJoin(std::move(request));
  }
  std::string BeginOrJoin(v1::RefreshRecommendationsRequest request) {
    request.set_parent(kParent);
    request.set_list_size(kListSize);
    request.set_join(true);
    v1::Operation operation;
    for (;;) {
      grpc::ClientContext context;
      const grpc::Status status = stub_->RefreshRecommendations(&context, request, &operation);
      if (status.ok()) return operation.name();
      // The index is not there yet.
      EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION)
          << status.error_message();
      if (HasFailure()) return "";
      absl::SleepFor(absl::Milliseconds(20));
    }
  }

  v1::Generation MadeBy(const v1::Operation& operation) {
    v1::GetGenerationRequest request;
    request.set_name(operation.result());
    grpc::ClientContext context;
    v1::Generation generation;
    const grpc::Status status = stub_->GetGeneration(&context, request, &generation);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return generation;
  }

  // Kills the server, looks at what it has left, and starts it again.
  void KillAndCheck() {
    server_.Kill();
    server_.RestartAfter([this](const std::string& data) {
      storage::StoreOptions options;
      options.path = data;
      const auto store = storage::Store::Open(options);
      ASSERT_TRUE(store.ok()) << store.status();
      service::Generations generations(**store);
      const auto lists = generations.Lists({"crash", 0});
      if (absl::IsFailedPrecondition(lists.status())) {
        EXPECT_EQ(seen_, 0) << "a generation that was current has gone";
        return;
      }
      ASSERT_TRUE(lists.ok()) << lists.status();
      EXPECT_EQ(service::DigestOf(**lists), (*lists)->generation().digest());
      EXPECT_EQ((*lists)->members().size(), static_cast<std::size_t>(kMembers));
      EXPECT_GE((*lists)->number(), seen_);
      seen_ = (*lists)->number();
    });
    ASSERT_NE(server_.address(), "");
    Connect();
  }

  v1::Operation AwaitEnd(const std::string& operation) {
    const auto ended = client_->operations().AwaitEnd(operation, {});
    EXPECT_TRUE(ended.ok()) << ended.status();
    return ended.ok() ? *ended : v1::Operation();
  }

  cli::ServerProcess server_;
  client::ConnectionOptions options_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<client::Client> client_;
  std::unique_ptr<v1::RecommendationService::Stub> stub_;
  std::mt19937 random_{5};
  int seen_ = 0;  // Number of the current generation at the last look.
};

TEST_F(RefreshCrashTest, VisibleListsAreWholeAndTheRefreshGoesOn) {
  int ended = 0;
  std::string under_way;
  for (int kill = 0; kill < Kills(); ++kill) {
    // Incremental ones too, once there is one to begin with.
    under_way = BeginOrJoin(/*full=*/random_() % 2 == 0);
    ASSERT_NE(under_way, "");
    absl::SleepFor(absl::Milliseconds(random_() % 400));
    if (random_() % 3 == 0) UpdateOne();
    KillAndCheck();
    if (HasFatalFailure() || HasFailure()) FAIL() << "after kill " << kill;
    // Now and then it comes to its end, else it is killed again where it goes on.
    if (random_() % 3 != 0) continue;
    const v1::Operation operation = AwaitEnd(under_way);
    ASSERT_EQ(operation.state(), v1::Operation::SUCCEEDED) << operation.error().message();
    ++ended;
  }
  EXPECT_EQ(AwaitEnd(BeginOrJoin(/*full=*/false)).state(), v1::Operation::SUCCEEDED);
  EXPECT_EQ(AwaitEnd(under_way).state(), v1::Operation::SUCCEEDED);
  // What all of this has come to is what is made from nothing.
  UpdateOne();
  const v1::Generation last = MadeBy(AwaitEnd(BeginOrJoin(/*full=*/false)));
  v1::RefreshRecommendationsRequest request;
  request.set_full(true);
  *request.mutable_as_of_time() = last.as_of_time();
  EXPECT_EQ(MadeBy(AwaitEnd(BeginOrJoin(request))).digest(), last.digest());
  KillAndCheck();
  EXPECT_GE(seen_, 1);
  std::printf("%d kills, %d refreshes awaited in between, generation %d is current\n", Kills(),
              ended, seen_);
}

}  // namespace
}  // namespace counterpoint
