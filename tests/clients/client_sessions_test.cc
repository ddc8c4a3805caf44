#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "absl/strings/str_cat.h"
#include "clients/cpp/client.h"
#include "clients/cpp/sessions.h"

namespace counterpoint::client {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

grpc::Status Unavailable() { return {grpc::StatusCode::UNAVAILABLE, "building the index"}; }

// Fails as often as it is told to, and keeps the request ids that it saw.
class FlakySessions : public v1::SessionService::Service {
 public:
  int failures = 0;
  std::set<std::string> request_ids;
  int calls = 0;

  grpc::Status CreateSession(grpc::ServerContext*, const v1::CreateSessionRequest* request,
                             v1::Session* response) override {
    response->set_name(request->parent() + "/sessions/" + request->session_id());
    return Seen(request->request_id());
  }
  grpc::Status UpdateSession(grpc::ServerContext*, const v1::UpdateSessionRequest* request,
                             v1::Session*) override {
    return Seen(request->request_id());
  }
  grpc::Status DeleteSession(grpc::ServerContext*, const v1::DeleteSessionRequest* request,
                             google::protobuf::Empty*) override {
    return Seen(request->request_id());
  }
  grpc::Status CopySession(grpc::ServerContext*, const v1::CopySessionRequest* request,
                           v1::Session*) override {
    return Seen(request->request_id());
  }
  grpc::Status SetSessionState(grpc::ServerContext*, const v1::SetSessionStateRequest* request,
                               v1::Session* response) override {
    response->set_state(request->state());
    return Seen("none");
  }
  grpc::Status CreateParticipant(grpc::ServerContext*, const v1::CreateParticipantRequest* request,
                                 v1::Participant*) override {
    return Seen(request->request_id());
  }
  grpc::Status BatchCreateParticipants(grpc::ServerContext*,
                                       const v1::BatchCreateParticipantsRequest* request,
                                       v1::BatchCreateParticipantsResponse*) override {
    return Seen(request->request_id());
  }
  grpc::Status UpdateParticipant(grpc::ServerContext*, const v1::UpdateParticipantRequest* request,
                                 v1::Participant*) override {
    return Seen(request->request_id());
  }
  grpc::Status DeleteParticipant(grpc::ServerContext*, const v1::DeleteParticipantRequest* request,
                                 google::protobuf::Empty*) override {
    return Seen(request->request_id());
  }
  // Two pages of two.
  grpc::Status ListParticipants(grpc::ServerContext*, const v1::ListParticipantsRequest* request,
                                v1::ListParticipantsResponse* response) override {
    const bool first = request->page_token().empty();
    for (const char* id : {"a", "b"}) {
      response->add_participants()->set_name(absl::StrCat(first ? "1" : "2", id));
    }
    if (first) response->set_next_page_token("next");
    return Seen("list");
  }

 private:
  grpc::Status Seen(const std::string& request_id) {
    request_ids.insert(request_id);
    return ++calls <= failures ? Unavailable() : grpc::Status::OK;
  }
};

class ClientSessionsTest : public testing::Test {
 protected:
  ClientSessionsTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    ConnectionOptions options;
    options.retry.initial_backoff = absl::Milliseconds(1);
    options.retry.max_backoff = absl::Milliseconds(2);
    client_ = std::make_unique<Client>(server_->InProcessChannel({}), options);
  }
  ~ClientSessionsTest() override {
    client_.reset();
    server_->Shutdown();
  }

  FlakySessions service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Client> client_;
};

TEST_F(ClientSessionsTest, MutationsAreRepeatedUnderOneRequestId) {
  const Sessions& sessions = client_->sessions();
  const std::vector<std::function<absl::Status()>> mutations = {
      [&] { return sessions.Create({}).status(); },
      [&] { return sessions.Update({}).status(); },
      [&] { return sessions.Delete({}); },
      [&] { return sessions.Copy({}).status(); },
      [&] { return sessions.CreateParticipant({}).status(); },
      [&] { return sessions.BatchCreateParticipants({}).status(); },
      [&] { return sessions.UpdateParticipant({}).status(); },
      [&] { return sessions.DeleteParticipant({}); },
  };
  for (const auto& mutation : mutations) {
    service_.calls = 0;
    service_.failures = 2;
    service_.request_ids.clear();
    EXPECT_TRUE(mutation().ok());
    EXPECT_EQ(service_.calls, 3);
    EXPECT_THAT(service_.request_ids, ElementsAre(Not(IsEmpty())));
  }
}

TEST_F(ClientSessionsTest, StepsOfTheStateAreRepeated) {
  service_.failures = 1;
  v1::SetSessionStateRequest request;
  request.set_state(v1::Session::RUNNING);
  const auto stepped = client_->sessions().SetState(request);
  ASSERT_TRUE(stepped.ok()) << stepped.status();
  EXPECT_EQ(stepped->state(), v1::Session::RUNNING);
  EXPECT_EQ(service_.calls, 2);
}

TEST_F(ClientSessionsTest, ParticipantsAreReadPageByPage) {
  std::vector<std::string> names;
  auto participants = client_->sessions().ListParticipants({});
  for (const v1::Participant& participant : participants) names.push_back(participant.name());
  EXPECT_TRUE(participants.status().ok());
  EXPECT_THAT(names, ElementsAre("1a", "1b", "2a", "2b"));
}

TEST_F(ClientSessionsTest, ARequestIdOfTheCallerIsKept) {
  v1::CreateSessionRequest request;
  request.set_parent("alliances/a");
  request.set_session_id("s");
  request.set_request_id("mine");
  const auto created = client_->sessions().Create(request);
  ASSERT_TRUE(created.ok());
  EXPECT_EQ(created->name(), "alliances/a/sessions/s");
  EXPECT_THAT(service_.request_ids, ElementsAre("mine"));
}

}  // namespace
}  // namespace counterpoint::client
