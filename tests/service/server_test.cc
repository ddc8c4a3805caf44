#include "service/server.h"

#include <filesystem>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;

// The health and reflection protos are not packaged; their messages are small
// enough to be written by hand.
constexpr char kServing[] = "\x08\x01";
constexpr char kNotServing[] = "\x08\x02";
constexpr char kListServices[] = "\x3a\x00";  // list_services: ""

class ServerTest : public ServiceTest {
 protected:
  // Calls a method with the bytes of a request; returns those of the answer.
  Answer<grpc::ByteBuffer> CallRaw(const std::string& method, absl::string_view request) {
    Answer<grpc::ByteBuffer> answer;
    const grpc::Slice slice(request.data(), request.size());
    grpc::ByteBuffer bytes(&slice, 1);
    grpc::ClientContext context;
    grpc::CompletionQueue queue;
    grpc::GenericStub stub(channel_);
    const auto call = stub.PrepareCall(&context, method, &queue);
    void* tag = nullptr;
    bool ok = false;
    call->StartCall(nullptr);
    queue.Next(&tag, &ok);
    call->WriteLast(bytes, grpc::WriteOptions(), nullptr);
    queue.Next(&tag, &ok);
    call->Read(&answer.message, nullptr);
    queue.Next(&tag, &ok);
    call->Finish(&answer.status, nullptr);
    queue.Next(&tag, &ok);
    return answer;
  }
  static std::string TextOf(const grpc::ByteBuffer& buffer) {
    std::vector<grpc::Slice> slices;
    buffer.Dump(&slices).ok();
    std::string text;
    for (const grpc::Slice& slice : slices) {
      text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
    return text;
  }
  std::string HealthOf(const std::string& service) {
    const std::string request =
        service.empty()
            ? ""
            : absl::StrCat("\x0a", std::string(1, static_cast<char>(service.size())), service);
    return TextOf(*CallRaw("/grpc.health.v1.Health/Check", request));
  }
};

TEST_F(ServerTest, EveryServiceIsHealthyOnceReady) {
  for (const char* service :
       {"", "counterpoint.v1.AllianceService", "counterpoint.v1.MemberService",
        "counterpoint.v1.MatchingService", "counterpoint.v1.InteractionService",
        "counterpoint.v1.OperationService"}) {
    EXPECT_EQ(HealthOf(service), kServing) << service;
  }
  EXPECT_EQ(CallRaw("/grpc.health.v1.Health/Check", "\x0a\x01x").code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(ServerTest, IsHealthyOnlyWhenMatchingAnswers) {
  CreateAlliance("music");
  CreateMember("north", kComposer);
  for (int round = 0; round < 5; ++round) {
    Stop();
    Listen();
    const std::string service = "counterpoint.v1.MatchingService";
    std::string health = HealthOf(service);
    for (; health == kNotServing; health = HealthOf(service)) {
    }
    EXPECT_EQ(health, kServing);
    EXPECT_TRUE(Send<v1::MatchNeedRequest>(
                    "parent: 'alliances/music' need { title { key: 'en' value: 'music' } }")
                    .ok());
  }
}

TEST_F(ServerTest, HealthGoesBeforeTheCallsThatADrainWaitsFor) {
  grpc::ClientContext import_context;
  const auto import = members_->ImportMembers(&import_context);
  v1::ImportMembersRequest request;
  CreateAlliance("music");
  request.set_parent("alliances/music");
  request.add_members()->set_name("members/unfit");  // It gets a verdict.
  import->Write(request);
  v1::ImportMembersResponse response;
  ASSERT_TRUE(import->Read(&response));

  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  grpc::GenericStub stub(channel_);
  const auto watch = stub.PrepareCall(&context, "/grpc.health.v1.Health/Watch", &queue);
  const grpc::Slice empty;
  void* tag = nullptr;
  bool ok = false;
  watch->StartCall(nullptr);
  queue.Next(&tag, &ok);
  watch->WriteLast(grpc::ByteBuffer(&empty, 1), grpc::WriteOptions(), nullptr);
  queue.Next(&tag, &ok);
  const auto next = [&] {
    grpc::ByteBuffer message;
    watch->Read(&message, nullptr);
    queue.Next(&tag, &ok);
    return TextOf(message);
  };
  EXPECT_EQ(next(), kServing);
  std::thread draining([&] {
    server_->Drain(absl::Minutes(1));
    server_.reset();
  });
  EXPECT_EQ(next(), kNotServing);
  grpc::Status ended;
  watch->Finish(&ended, nullptr);
  queue.Next(&tag, &ok);
  EXPECT_EQ(ended.error_code(), grpc::StatusCode::UNAVAILABLE);
  // It goes on for the import until that is done.
  import->WritesDone();
  EXPECT_TRUE(import->Finish().ok());
  draining.join();
}

TEST_F(ServerTest, WatchesOfHealthHoldUpNoDrain) {
  // Of the server, of one service, and of one that there is not.
  const std::vector<std::string> requests = {"", "\x0a\x01x",
                                             "\x0a\x1d"
                                             "counterpoint.v1.MemberService"};
  const char kUnknown[] = "\x08\x03";
  struct Watch {
    grpc::ClientContext context;
    std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call;
    grpc::ByteBuffer message;
    grpc::Status ended;
  };
  grpc::CompletionQueue queue;
  grpc::GenericStub stub(channel_);
  void* tag = nullptr;
  bool ok = false;
  std::vector<std::unique_ptr<Watch>> watches;
  for (const std::string& request : requests) {
    Watch& watch = *watches.emplace_back(std::make_unique<Watch>());
    watch.call = stub.PrepareCall(&watch.context, "/grpc.health.v1.Health/Watch", &queue);
    const grpc::Slice slice(request);
    watch.call->StartCall(nullptr);
    queue.Next(&tag, &ok);
    watch.call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
    queue.Next(&tag, &ok);
    watch.call->Read(&watch.message, nullptr);
    queue.Next(&tag, &ok);
    EXPECT_EQ(TextOf(watch.message), request == requests[1] ? kUnknown : kServing);
  }
  // As nobody sets an end to it but the calls, it would last an hour.
  server_->Drain(absl::Hours(1));
  server_.reset();
  for (const auto& watch : watches) {
    for (;;) {
      watch->call->Read(&watch->message, nullptr);
      queue.Next(&tag, &ok);
      if (!ok) break;
      EXPECT_EQ(TextOf(watch->message), kNotServing);
    }
    watch->call->Finish(&watch->ended, nullptr);
    queue.Next(&tag, &ok);
    EXPECT_EQ(watch->ended.error_code(), grpc::StatusCode::UNAVAILABLE);
  }
}

TEST_F(ServerTest, ReflectionListsTheServices) {
  const auto answer = CallRaw("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                              absl::string_view(kListServices, 2));
  ASSERT_TRUE(answer.ok()) << answer.status.error_message();
  const std::string text = TextOf(*answer);
  for (const char* service :
       {"counterpoint.v1.AllianceService", "counterpoint.v1.MemberService",
        "counterpoint.v1.MatchingService", "counterpoint.v1.InteractionService",
        "counterpoint.v1.OperationService", "grpc.health.v1.Health"}) {
    EXPECT_THAT(text, ::testing::HasSubstr(service));
  }
}

TEST_F(ServerTest, AlliancesNeverSeeEachOther) {
  CreateAlliance("music");
  CreateAlliance("games");
  CreateMember("north", kComposer);
  const auto studio = Send<v1::CreateMemberRequest>(absl::StrCat(
      "parent: 'alliances/games' member_id: 'star' request_id: 'r' member {", kGameStudio, "}"));
  ASSERT_TRUE(studio.ok());
  AwaitIndex("games");
  const auto found =
      Send<v1::RecommendPartnersRequest>("member: 'alliances/games/members/star' floor: 0");
  ASSERT_TRUE(found.ok()) << found.status.error_message();
  EXPECT_EQ(found->matches_size(), 0);
  EXPECT_EQ(found->eligible_size(), 0);
  EXPECT_EQ(Send<v1::ListMembersRequest>("parent: 'alliances/games'")->members_size(), 1);
  EXPECT_EQ(Send<v1::GetAllianceRequest>("name: 'alliances/games'")->revision(), 2);
  EXPECT_THAT(BadFields(Send<v1::BatchGetMembersRequest>(
                            "parent: 'alliances/games' names: 'alliances/music/members/north'")
                            .status),
              ElementsAre("names[0]"));
  EXPECT_EQ(Changes("alliances/games", 0)->size(), 1U);
}

TEST_F(ServerTest, DeletedAllianceIsGoneFromMatching) {
  CreateAlliance("music");
  CreateMember("north", kComposer);
  AwaitIndex();
  EXPECT_TRUE(Send<v1::DeleteAllianceRequest>("name: 'alliances/music' force: true").ok());
  const std::string need =
      "parent: 'alliances/music' need { title { key: 'en' value: 'game music' } } floor: 0";
  EXPECT_EQ(Send<v1::MatchNeedRequest>(need).code(), grpc::StatusCode::NOT_FOUND);
  CreateAlliance("music");
  AwaitIndex();
  EXPECT_EQ(Send<v1::MatchNeedRequest>(need)->eligible_size(), 0);
}

TEST_F(ServerTest, MembersWrittenWhileAllianceIsDeletedAreGoneWithIt) {
  CreateAlliance("music");
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&, i] {
      for (int n = 0; n < 50; ++n) {
        Send<v1::CreateMemberRequest>(absl::StrCat("parent: 'alliances/music' member_id: 'm", i,
                                                   "-", n, "' member {", kComposer, "}"));
      }
    });
  }
  const auto deleted = Send<v1::DeleteAllianceRequest>("name: 'alliances/music' force: true");
  for (std::thread& writer : writers) writer.join();
  ASSERT_TRUE(deleted.ok()) << deleted.status.error_message();
  CreateAlliance("music");
  EXPECT_EQ(Send<v1::ListMembersRequest>("parent: 'alliances/music'")->members_size(), 0);
}

TEST_F(ServerTest, SecondServerOnTheSameDataIsUnavailable) {
  EXPECT_TRUE(absl::IsUnavailable(Server::Start(options_).status()));
}

TEST_F(ServerTest, TakenPortIsRefused) {
  ServerOptions options = options_;
  options.store.path += "-second";
  options.listen = absl::StrCat("127.0.0.1:", server_->port());
  EXPECT_TRUE(absl::IsInvalidArgument(Server::Start(options).status()));
  std::filesystem::remove_all(options.store.path);
}

TEST_F(ServerTest, OversizedRequestIsRefused) {
  CreateAlliance("music");
  v1::CreateMemberRequest request;
  request.set_parent("alliances/music");
  request.set_request_id(std::string(17 << 20, 'x'));
  EXPECT_EQ(Send(request).code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(ServerTest, StreamsBeyondTheLimitAreRefused) {
  options_.calls.max_streams = 1;
  Restart();
  CreateAlliance("music");
  grpc::ClientContext context;
  const auto watch =
      members_->WatchMembers(&context, Parse<v1::WatchMembersRequest>("parent: 'alliances/music'"));
  CreateMember("north", kComposer);
  v1::WatchMembersResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(Changes("alliances/music", 0).code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  context.TryCancel();
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(ServerTest, CallsAfterTheDrainAreUnavailable) {
  Stop();
  EXPECT_EQ(Send<v1::ListAlliancesRequest>("").code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace counterpoint::service
