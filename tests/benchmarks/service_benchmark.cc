// The service as its callers see it: imports, live recommendations and start-up
// on a real server over loopback, beside an empty gRPC call in the same run.
// Prints a table in Markdown.
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "clients/cpp/operations.h"
#include "clients/cpp/recommendations.h"
#include "counterpoint/v1/matching_service.grpc.pb.h"
#include "tests/benchmarks/bench_server.h"
#include "tests/benchmarks/empty_service.h"
#include "tests/benchmarks/load.h"
#include "tests/benchmarks/sample_alliance.h"

namespace counterpoint::benchmarks {
namespace {

double Milliseconds(absl::Duration duration) { return absl::ToDoubleMilliseconds(duration); }

void PrintLoad(const std::string& what, int in_flight, const LoadResult& load,
               const LoadResult& empty) {
  Require(load.failures == 0, absl::StrCat(what, ": ", load.failures, " calls failed"));
  std::printf("| %s | %d | %.2f | %.2f | %.0f | %.3f |\n", what.c_str(), in_flight,
              Milliseconds(load.p50), Milliseconds(load.p99), load.calls_per_second,
              load.calls_per_second / empty.calls_per_second);
  std::fflush(stdout);
}

// Calls of a server.
class Caller {
 public:
  explicit Caller(const BenchServer& server)
      : stub_(v1::MatchingService::NewStub(server.channel())) {}

  // Ten partners with their evidence for one member after another.
  StartCall Recommend(std::int64_t members, bool evidence) {
    return [this, members, evidence](std::function<void(bool)> done) {
      struct Call {
        grpc::ClientContext context;
        v1::RecommendPartnersRequest request;
        v1::RecommendPartnersResponse response;
      };
      auto* call = new Call;
      char id[24];
      std::snprintf(id, sizeof(id), "m-%06lld", static_cast<long long>((next_ += 7919) % members));
      call->request.set_member(absl::StrCat(BenchServer::kAlliance, "/members/", id));
      call->request.set_omit_evidence(!evidence);
      stub_->async()->RecommendPartners(&call->context, &call->request, &call->response,
                                        [call, done = std::move(done)](const grpc::Status& status) {
                                          const std::unique_ptr<Call> owned(call);
                                          done(status.ok());
                                        });
    };
  }

 private:
  const std::unique_ptr<v1::MatchingService::Stub> stub_;
  std::atomic<std::int64_t> next_ = 0;
};

// Beside a refresh of everybody's lists, where that takes longer than the load.
void MeasureInRefresh(const BenchServer& server, const StartCall& call, absl::Duration duration,
                      const LoadResult& empty) {
  v1::RefreshRecommendationsRequest request;
  request.set_parent(BenchServer::kAlliance);
  const auto begun = server.client().recommendations().Refresh(request);
  Require(begun.ok(), begun.status().ToString());
  const LoadResult load = RunLoad(1, duration, call);
  v1::CancelOperationRequest cancel;
  cancel.set_name(begun->name());
  const auto ended = server.client().operations().Cancel(cancel);
  Require(ended.ok(), ended.status().ToString());
  if (ended->state() != v1::Operation::SUCCEEDED) {
    PrintLoad("RecommendPartners, in a refresh", 1, load, empty);
  }
}

void Measure(std::int64_t size, const std::string& directory, absl::Duration duration) {
  const std::vector<v1::Member> members = GenerateMembers(size);
  BenchServer server(absl::StrCat(directory, "/", size));
  server.Start();
  const BenchServer::Imported imported = server.Import(members);
  std::printf("\n%lld members: imported %.0f a second, indexed %.2f s after the last; ",
              static_cast<long long>(size),
              static_cast<double>(size) / absl::ToDoubleSeconds(imported.acknowledged),
              absl::ToDoubleSeconds(imported.indexed));
  std::printf("start-up %.2f s\n\n", absl::ToDoubleSeconds(server.Start()));
  std::printf("| call | in flight | p50 ms | p99 ms | calls/s | of an empty call |\n");
  std::printf("|---|---|---|---|---|---|\n");
  EmptyServer empty_server;
  Caller caller(server);
  for (const int in_flight : {1, 64}) {
    const LoadResult empty = RunLoad(in_flight, duration, empty_server.Call());
    PrintLoad("empty", in_flight, empty, empty);
    PrintLoad("RecommendPartners", in_flight,
              RunLoad(in_flight, duration, caller.Recommend(size, true)), empty);
    PrintLoad("without evidence", in_flight,
              RunLoad(in_flight, duration, caller.Recommend(size, false)), empty);
    if (in_flight == 1) {
      MeasureInRefresh(server, caller.Recommend(size, true), duration, empty);
    }
  }
}

}  // namespace
}  // namespace counterpoint::benchmarks

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);  // As counterpointd.
  std::vector<std::int64_t> sizes = {1'000, 10'000, 100'000};
  std::string directory = std::filesystem::temp_directory_path() / "counterpoint-benchmark";
  double seconds = 5;
  CLI::App app("Measures the service on alliances of generated members", "service_benchmark");
  app.add_option("--members", sizes, "Sizes of alliance")->capture_default_str();
  app.add_option("--data", directory, "Directory for the data, removed afterwards")
      ->capture_default_str();
  app.add_option("--seconds", seconds, "How long each load runs")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  std::filesystem::create_directories(directory);
  for (const std::int64_t size : sizes) {
    counterpoint::benchmarks::Measure(size, directory, absl::Seconds(seconds));
  }
  return 0;
}
