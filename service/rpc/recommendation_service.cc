#include "service/rpc/recommendation_service.h"

#include <memory>
#include <utility>

#include "service/rpc/grpc_status.h"
#include "service/rpc/recommendation_watch.h"
#include "service/rpc/stored_list_export.h"
#include "service/rpc/stream_call.h"
#include "service/rpc/unary_call.h"

namespace counterpoint::service {
namespace {

constexpr absl::Duration kHeartbeat = absl::Seconds(30);

// Without a copy of the bytes.
grpc::ByteBuffer BufferOf(std::string bytes) {
  auto* const kept = new std::string(std::move(bytes));
  const grpc::Slice slice(
      kept->data(), kept->size(), [](void* string) { delete static_cast<std::string*>(string); },
      kept);
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace

RecommendationService::RecommendationService(const Backend& backend, WorkerPool& writers,
                                             WorkerPool& readers, StreamLimit& streams,
                                             BackgroundThreads& background)
    : gate_(backend.gate),
      backend_(backend),
      sources_(backend),
      runs_(backend, background),
      writes_(backend),
      generations_(backend),
      lists_(backend, sources_),
      changes_(backend, sources_),
      writers_(writers),
      readers_(readers),
      streams_(streams) {
  backend.operations.Register(kRefreshRecommendations,
                              [this](const OperationRequest& request, OperationControl& control) {
                                return runs_.Run(request, control);
                              });
}

grpc::ServerUnaryReactor* RecommendationService::RefreshRecommendations(
    grpc::CallbackServerContext* context, const v1::RefreshRecommendationsRequest* request,
    v1::Operation* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return runs_.Refresh(r); });
}

grpc::ServerUnaryReactor* RecommendationService::GetGeneration(
    grpc::CallbackServerContext* context, const v1::GetGenerationRequest* request,
    v1::Generation* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return generations_.Get(r); });
}

grpc::ServerUnaryReactor* RecommendationService::ListGenerations(
    grpc::CallbackServerContext* context, const v1::ListGenerationsRequest* request,
    v1::ListGenerationsResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return generations_.List(r); });
}

grpc::ServerUnaryReactor* RecommendationService::RollBackRecommendations(
    grpc::CallbackServerContext* context, const v1::RollBackRecommendationsRequest* request,
    v1::Generation* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return writes_.RollBack(r); });
}

grpc::ServerUnaryReactor* RecommendationService::ListRecommendations(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  v1::ListRecommendationsRequest parsed;
  grpc::ByteBuffer bytes = *request;  // Shares them; parsing uses them up.
  const grpc::Status read =
      grpc::SerializationTraits<v1::ListRecommendationsRequest>::Deserialize(&bytes, &parsed);
  if (!read.ok()) {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(read);
    return reactor;
  }
  const auto list = [this](const auto& r) -> absl::StatusOr<grpc::ByteBuffer> {
    auto answer = lists_.List(r);
    if (!answer.ok()) return answer.status();
    return BufferOf(*std::move(answer));
  };
  if (parsed.change_mode() != v1::ListRecommendationsRequest::PATCH) {
    return RunInline(gate_, context, &parsed, response, list);
  }
  // Lives as long as the method that has it.
  const auto kept = std::make_shared<const v1::ListRecommendationsRequest>(std::move(parsed));
  return RunOn(gate_, readers_, context, kept.get(), response,
               [list, kept](const auto& r) { return list(r); });
}

grpc::ServerUnaryReactor* RecommendationService::CompareGenerations(
    grpc::CallbackServerContext* context, const v1::CompareGenerationsRequest* request,
    v1::CompareGenerationsResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return changes_.Compare(r); });
}

grpc::ServerUnaryReactor* RecommendationService::GetRecommendationDigest(
    grpc::CallbackServerContext* context, const v1::GetRecommendationDigestRequest* request,
    v1::RecommendationDigest* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return changes_.Digest(r); });
}

grpc::Status RecommendationService::ReadRecommendations(
    grpc::ServerContext* context, const v1::ReadRecommendationsRequest* request,
    grpc::ServerWriter<v1::ReadRecommendationsResponse>* writer) {
  StreamCall call(gate_, streams_, *context, *request);
  if (!call.status().ok()) return call.End(call.status());
  return call.End(call.Run([&] {
    return ExportLists(backend_, sources_, *request, [&](const auto& response) {
      return !call.IsOver() && call.Write(*writer, response);
    });
  }));
}

grpc::Status RecommendationService::WatchRecommendationChanges(
    grpc::ServerContext* context, const v1::WatchRecommendationChangesRequest* request,
    grpc::ServerWriter<v1::WatchRecommendationChangesResponse>* writer) {
  StreamCall call(gate_, streams_, *context, *request);
  if (!call.status().ok()) return call.End(call.status());
  RecommendationWatch watch(backend_, sources_,
                            {[&](const auto& response) { return call.Write(*writer, response); },
                             [&] { return call.IsOver(); }},
                            kHeartbeat);
  return call.End(call.Run([&] { return watch.Run(*request); }));
}

}  // namespace counterpoint::service
