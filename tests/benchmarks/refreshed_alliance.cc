#include "tests/benchmarks/refreshed_alliance.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "counterpoint/v1/alliance_service.grpc.pb.h"
#include "counterpoint/v1/member_service.grpc.pb.h"
#include "counterpoint/v1/operation_service.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "tests/benchmarks/process_usage.h"

namespace counterpoint::benchmarks {
namespace {

std::int64_t BytesWritten() {
  std::ifstream io("/proc/self/io");
  std::string name;
  std::int64_t count = 0;
  while (io >> name >> count) {
    if (name == "wchar:") return count;
  }
  return 0;
}

}  // namespace

void Require(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what.c_str());
  std::fflush(stdout);
  std::_Exit(1);  // A server may be at work.
}

void Require(const grpc::Status& status, const std::string& what) {
  Require(status.ok(), absl::StrCat(what, ": ", status.error_message()));
}

RefreshedAlliance::RefreshedAlliance(std::string directory, const std::vector<v1::Member>& members)
    : directory_(std::move(directory)) {
  Start();
  v1::CreateAllianceRequest alliance;
  alliance.set_alliance_id("benchmark");
  (*alliance.mutable_alliance()->mutable_display_name())["en"] = "Benchmark";
  grpc::ClientContext creating;
  v1::Alliance created;
  Require(v1::AllianceService::NewStub(channel_)->CreateAlliance(&creating, alliance, &created),
          "the alliance was not created");
  Import(members);
}

RefreshedAlliance::~RefreshedAlliance() {
  server_.reset();
  std::filesystem::remove_all(directory_);
}

void RefreshedAlliance::Start() {
  service::ServerOptions options;
  options.store.path = directory_;
  options.listen = "127.0.0.1:0";
  options.gateway.listen = "127.0.0.1:0";
  auto server = service::Server::Start(options);
  Require(server.ok(), server.status().ToString());
  server_ = *std::move(server);
  channel_ = grpc::CreateChannel(absl::StrCat("127.0.0.1:", server_->port()),
                                 grpc::InsecureChannelCredentials());
}

void RefreshedAlliance::Restart() {
  server_.reset();
  Start();
  AwaitIndex();
}

std::string RefreshedAlliance::NameOf(const v1::Member& member) {
  return absl::StrCat(kName, member.name().substr(member.name().rfind("/members/")));
}

void RefreshedAlliance::Import(const std::vector<v1::Member>& members) {
  const auto stub = v1::MemberService::NewStub(channel_);
  grpc::ClientContext importing;
  const auto stream = stub->ImportMembers(&importing);
  v1::ImportMembersResponse response;
  constexpr std::size_t kBatch = 500;
  for (std::size_t from = 0; from < members.size(); from += kBatch) {
    v1::ImportMembersRequest request;
    request.set_parent(kName);
    for (std::size_t i = from; i < std::min(from + kBatch, members.size()); ++i) {
      *request.add_members() = members[i];
    }
    Require(stream->Write(request) && stream->Read(&response), "the import broke off");
  }
  stream->WritesDone();
  Require(stream->Finish(), "import");
}

void RefreshedAlliance::AwaitIndex() {
  v1::GetAllianceRequest request;
  request.set_name(kName);
  grpc::ClientContext context;
  v1::Alliance alliance;
  Require(v1::AllianceService::NewStub(channel_)->GetAlliance(&context, request, &alliance), "get");
  Require(server_->AwaitIndexed("benchmark", alliance.revision(), absl::Minutes(30)),
          "the members were not indexed");
}

v1::Operation RefreshedAlliance::Get(const std::string& name) {
  v1::GetOperationRequest request;
  request.set_name(name);
  grpc::ClientContext context;
  v1::Operation operation;
  Require(v1::OperationService::NewStub(channel_)->GetOperation(&context, request, &operation),
          "operation");
  return operation;
}

RefreshCost RefreshedAlliance::Refresh(v1::RefreshRecommendationsRequest request) {
  RefreshCost cost;
  request.set_parent(kName);
  const auto stub = v1::RecommendationService::NewStub(channel_);
  const std::int64_t written = BytesWritten();
  const absl::Duration used = ProcessorTime();
  const absl::Time began = absl::Now();
  grpc::ClientContext beginning;
  v1::Operation operation;
  Require(stub->RefreshRecommendations(&beginning, request, &operation), "refresh");
  absl::Time last = began;
  std::string phase = operation.phase();
  for (;;) {
    operation = Get(operation.name());
    const absl::Time now = absl::Now();
    if (operation.phase() != phase || operation.has_end_time()) {
      cost.phases.emplace_back(phase, now - last);
      phase = operation.phase();
      last = now;
    }
    if (operation.has_end_time()) break;
    absl::SleepFor(absl::Milliseconds(2));
  }
  cost.wall = last - began;
  cost.processor = ProcessorTime() - used;
  cost.bytes_written = BytesWritten() - written;
  Require(operation.state() == v1::Operation::SUCCEEDED, operation.error().message());
  v1::GetGenerationRequest made;
  made.set_name(operation.result());
  grpc::ClientContext getting;
  Require(stub->GetGeneration(&getting, made, &cost.generation), "generation");
  return cost;
}

}  // namespace counterpoint::benchmarks
