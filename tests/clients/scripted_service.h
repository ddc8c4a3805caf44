// A service whose answers the test writes.
#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "clients/cpp/client.h"
#include "counterpoint/v1/interaction_service.grpc.pb.h"
#include "counterpoint/v1/member_service.grpc.pb.h"
#include "counterpoint/v1/operation_service.grpc.pb.h"
#include "counterpoint/v1/plan_service.grpc.pb.h"
#include "counterpoint/v1/session_day_service.grpc.pb.h"

namespace counterpoint::client {

// A real gRPC server in this process. Each method runs the function of its name
// with the number of the call, from 1. Set the functions before calling.
class ScriptedMembers : public v1::MemberService::Service {
 public:
  template <typename Request, typename Response>
  using Unary = std::function<grpc::Status(int call, const Request&, Response*)>;
  using ImportStream =
      grpc::ServerReaderWriter<v1::ImportMembersResponse, v1::ImportMembersRequest>;

  Unary<v1::CreateMemberRequest, v1::Member> create;
  Unary<v1::ListMembersRequest, v1::ListMembersResponse> list;
  std::function<grpc::Status(int, ImportStream*)> import;
  std::function<grpc::Status(int, const v1::WatchMembersRequest&,
                             grpc::ServerWriter<v1::WatchMembersResponse>*)>
      watch;
  std::function<grpc::Status(int, grpc::ServerWriter<v1::StreamMembersResponse>*)> stream;

  int calls() const { return calls_; }

 private:
  grpc::Status CreateMember(grpc::ServerContext*, const v1::CreateMemberRequest* request,
                            v1::Member* response) override {
    return create(++calls_, *request, response);
  }
  grpc::Status ListMembers(grpc::ServerContext*, const v1::ListMembersRequest* request,
                           v1::ListMembersResponse* response) override {
    return list(++calls_, *request, response);
  }
  grpc::Status ImportMembers(grpc::ServerContext*, ImportStream* members) override {
    return import(++calls_, members);
  }
  grpc::Status WatchMembers(grpc::ServerContext*, const v1::WatchMembersRequest* request,
                            grpc::ServerWriter<v1::WatchMembersResponse>* writer) override {
    return watch(++calls_, *request, writer);
  }
  grpc::Status StreamMembers(grpc::ServerContext*, const v1::StreamMembersRequest*,
                             grpc::ServerWriter<v1::StreamMembersResponse>* writer) override {
    return stream(++calls_, writer);
  }

  std::atomic<int> calls_{0};
};

// As ScriptedMembers.
class ScriptedInteractions : public v1::InteractionService::Service {
 public:
  using Stream =
      grpc::ServerReaderWriter<v1::RecordInteractionsResponse, v1::RecordInteractionsRequest>;

  std::function<grpc::Status(int, Stream*)> stream;
  ScriptedMembers::Unary<v1::BatchRecordInteractionsRequest, v1::BatchRecordInteractionsResponse>
      record;

  int calls() const { return calls_; }

 private:
  grpc::Status BatchRecordInteractions(grpc::ServerContext*,
                                       const v1::BatchRecordInteractionsRequest* request,
                                       v1::BatchRecordInteractionsResponse* response) override {
    return record(++calls_, *request, response);
  }
  grpc::Status RecordInteractions(grpc::ServerContext*, Stream* interactions) override {
    return stream(++calls_, interactions);
  }

  std::atomic<int> calls_{0};
};

// As ScriptedMembers.
class ScriptedSessionDays : public v1::SessionDayService::Service {
 public:
  ScriptedMembers::Unary<v1::RecordMeetingOutcomesRequest, v1::RecordMeetingOutcomesResponse>
      record;
  ScriptedMembers::Unary<v1::ListMeetingOutcomesRequest, v1::ListMeetingOutcomesResponse> list;

  int calls() const { return calls_; }

 private:
  grpc::Status RecordMeetingOutcomes(grpc::ServerContext*,
                                     const v1::RecordMeetingOutcomesRequest* request,
                                     v1::RecordMeetingOutcomesResponse* response) override {
    return record(++calls_, *request, response);
  }
  grpc::Status ListMeetingOutcomes(grpc::ServerContext*,
                                   const v1::ListMeetingOutcomesRequest* request,
                                   v1::ListMeetingOutcomesResponse* response) override {
    return list(++calls_, *request, response);
  }

  std::atomic<int> calls_{0};
};

// As ScriptedMembers.
class ScriptedOperations : public v1::OperationService::Service {
 public:
  ScriptedMembers::Unary<v1::WaitOperationRequest, v1::Operation> wait;
  ScriptedMembers::Unary<v1::CancelOperationRequest, v1::Operation> cancel;
  std::function<grpc::Status(int, const v1::WatchOperationRequest&,
                             grpc::ServerWriter<v1::Operation>*)>
      watch;

  int calls() const { return calls_; }

 private:
  grpc::Status WaitOperation(grpc::ServerContext*, const v1::WaitOperationRequest* request,
                             v1::Operation* response) override {
    return wait(++calls_, *request, response);
  }
  grpc::Status CancelOperation(grpc::ServerContext*, const v1::CancelOperationRequest* request,
                               v1::Operation* response) override {
    return cancel(++calls_, *request, response);
  }
  grpc::Status WatchOperation(grpc::ServerContext*, const v1::WatchOperationRequest* request,
                              grpc::ServerWriter<v1::Operation>* writer) override {
    return watch(++calls_, *request, writer);
  }

  std::atomic<int> calls_{0};
};

// As ScriptedMembers.
class ScriptedPlans : public v1::PlanService::Service {
 public:
  ScriptedMembers::Unary<v1::PlanSessionRequest, v1::Operation> plan;
  ScriptedMembers::Unary<v1::EditPlanRequest, v1::SessionPlan> edit;
  ScriptedMembers::Unary<v1::GetPlanRequest, v1::SessionPlan> get;

  int calls() const { return calls_; }

 private:
  grpc::Status PlanSession(grpc::ServerContext*, const v1::PlanSessionRequest* request,
                           v1::Operation* response) override {
    return plan(++calls_, *request, response);
  }
  grpc::Status EditPlan(grpc::ServerContext*, const v1::EditPlanRequest* request,
                        v1::SessionPlan* response) override {
    return edit(++calls_, *request, response);
  }
  grpc::Status GetPlan(grpc::ServerContext*, const v1::GetPlanRequest* request,
                       v1::SessionPlan* response) override {
    return get(++calls_, *request, response);
  }

  std::atomic<int> calls_{0};
};

// Runs scripted services and a client of them. Pauses between attempts are short.
class ScriptedServer {
 public:
  ScriptedServer() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&members_);
    builder.RegisterService(&interactions_);
    builder.RegisterService(&operations_);
    builder.RegisterService(&plans_);
    builder.RegisterService(&session_days_);
    server_ = builder.BuildAndStart();
    options_.retry.initial_backoff = absl::Milliseconds(1);
    options_.retry.max_backoff = absl::Milliseconds(2);
    options_.timeout = absl::Seconds(60);
    Connect();
  }
  ~ScriptedServer() {
    client_.reset();
    server_->Shutdown();
  }

  ScriptedMembers& members() { return members_; }
  ScriptedInteractions& interactions() { return interactions_; }
  ScriptedOperations& operations() { return operations_; }
  ScriptedPlans& plans() { return plans_; }
  ScriptedSessionDays& session_days() { return session_days_; }
  const Client& client() { return *client_; }
  ConnectionOptions& options() { return options_; }
  // Makes the client again, after a change of options().
  void Connect() { client_ = std::make_unique<Client>(server_->InProcessChannel({}), options_); }

 private:
  ScriptedMembers members_;
  ScriptedInteractions interactions_;
  ScriptedOperations operations_;
  ScriptedPlans plans_;
  ScriptedSessionDays session_days_;
  std::unique_ptr<grpc::Server> server_;
  ConnectionOptions options_;
  std::unique_ptr<Client> client_;
};

inline grpc::Status Unavailable() {
  return grpc::Status(grpc::StatusCode::UNAVAILABLE, "building the index");
}

}  // namespace counterpoint::client
