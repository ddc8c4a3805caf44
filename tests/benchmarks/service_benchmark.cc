// The service as its callers see it: imports, live recommendations and start-up
// on a real server over loopback, beside an empty gRPC call in the same run.
// Prints a table in Markdown.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cpp/client.h"
#include "counterpoint/v1/matching_service.grpc.pb.h"
#include "service/server.h"
#include "tests/benchmarks/empty_service.h"
#include "tests/benchmarks/load.h"
#include "tests/benchmarks/sample_alliance.h"

namespace counterpoint::benchmarks {
namespace {

constexpr char kAlliance[] = "alliances/benchmark";

void Require(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "service_benchmark: %s\n", what.c_str());
  std::exit(1);
}

double Milliseconds(absl::Duration duration) { return absl::ToDoubleMilliseconds(duration); }

void PrintLoad(const std::string& what, int in_flight, const LoadResult& load,
               const LoadResult& empty) {
  Require(load.failures == 0, absl::StrCat(what, ": ", load.failures, " calls failed"));
  std::printf("| %s | %d | %.2f | %.2f | %.0f | %.3f |\n", what.c_str(), in_flight,
              Milliseconds(load.p50), Milliseconds(load.p99), load.calls_per_second,
              load.calls_per_second / empty.calls_per_second);
  std::fflush(stdout);
}

// A server with its data in a directory of its own.
class Bench {
 public:
  explicit Bench(const std::string& directory) : directory_(directory) { Start(); }
  ~Bench() {
    server_.reset();
    std::filesystem::remove_all(directory_);
  }

  // Returns how long it took until every answer was there.
  absl::Duration Start() {
    server_.reset();
    service::ServerOptions options;
    options.store.path = directory_;
    options.listen = "127.0.0.1:0";
    const absl::Time began = absl::Now();
    auto server = service::Server::Start(options);
    Require(server.ok(), server.status().ToString());
    server_ = *std::move(server);
    Require(server_->AwaitReady(absl::Minutes(10)), "the indexes were not built");
    const absl::Duration taken = absl::Now() - began;
    client::ConnectionOptions connection;
    connection.address = absl::StrCat("127.0.0.1:", server_->port());
    channel_ = client::OpenChannel(connection);
    client_ = std::make_unique<client::Client>(channel_, connection);
    stub_ = v1::MatchingService::NewStub(channel_);
    return taken;
  }

  // Returns the acknowledged members a second, and waits for the index.
  double Import(const std::vector<v1::Member>& members) {
    v1::CreateAllianceRequest alliance;
    alliance.set_alliance_id("benchmark");
    (*alliance.mutable_alliance()->mutable_display_name())["en"] = "Benchmark";
    Require(client_->alliances().Create(alliance).ok(), "the alliance was not created");
    client::ImportOptions options;
    options.parent = kAlliance;
    const absl::Time began = absl::Now();
    auto import = client_->members().Import(options, [](const auto&, const auto&) {});
    for (const v1::Member& member : members) Require(import->Add(member).ok(), "import broke off");
    const auto summary = import->Finish();
    Require(summary.ok() && summary->rejected == 0, "members were rejected");
    const double rate =
        static_cast<double>(members.size()) / absl::ToDoubleSeconds(absl::Now() - began);
    const absl::Time acknowledged = absl::Now();
    Require(server_->AwaitIndexed("benchmark", summary->revision, absl::Minutes(10)),
            "the import was not indexed");
    indexing_lag_ = absl::Now() - acknowledged;
    return rate;
  }
  // How long the index went on after the last acknowledgement.
  absl::Duration indexing_lag() const { return indexing_lag_; }

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
      call->request.set_member(absl::StrCat(kAlliance, "/members/", id));
      call->request.set_omit_evidence(!evidence);
      stub_->async()->RecommendPartners(&call->context, &call->request, &call->response,
                                        [call, done = std::move(done)](const grpc::Status& status) {
                                          const std::unique_ptr<Call> owned(call);
                                          done(status.ok());
                                        });
    };
  }

 private:
  const std::string directory_;
  std::unique_ptr<service::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<client::Client> client_;
  std::unique_ptr<v1::MatchingService::Stub> stub_;
  std::atomic<std::int64_t> next_ = 0;
  absl::Duration indexing_lag_;
};

void Measure(std::int64_t size, const std::string& directory, absl::Duration duration) {
  const std::vector<v1::Member> members = GenerateMembers(size);
  Bench bench(absl::StrCat(directory, "/", size));
  const double rate = bench.Import(members);
  std::printf("\n%lld members: imported %.0f a second, indexed %.2f s after the last; ",
              static_cast<long long>(size), rate, absl::ToDoubleSeconds(bench.indexing_lag()));
  std::printf("start-up %.2f s\n\n", absl::ToDoubleSeconds(bench.Start()));
  std::printf("| call | in flight | p50 ms | p99 ms | calls/s | of an empty call |\n");
  std::printf("|---|---|---|---|---|---|\n");
  EmptyServer empty_server;
  for (const int in_flight : {1, 64}) {
    const LoadResult empty = RunLoad(in_flight, duration, empty_server.Call());
    PrintLoad("empty", in_flight, empty, empty);
    PrintLoad("RecommendPartners", in_flight,
              RunLoad(in_flight, duration, bench.Recommend(size, true)), empty);
    PrintLoad("without evidence", in_flight,
              RunLoad(in_flight, duration, bench.Recommend(size, false)), empty);
  }
}

}  // namespace
}  // namespace counterpoint::benchmarks

int main(int argc, char** argv) {
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
