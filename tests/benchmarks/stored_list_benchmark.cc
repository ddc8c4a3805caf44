// Stored lists as portals read them: ListRecommendations on a real server over
// loopback, by gRPC and through the HTTP gateway, beside a call in the same run that does
// nothing and answers as many bytes. All clients leave the bytes as they are. The calls take
// turns in short rounds, and a table in Markdown has the medians of these.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "counterpoint/v1/recommendation_service.grpc.pb.h"
#include "google/protobuf/util/json_util.h"
#include "grpcpp/generic/generic_stub.h"
#include "tests/benchmarks/empty_service.h"
#include "tests/benchmarks/http_calls.h"
#include "tests/benchmarks/load.h"
#include "tests/benchmarks/refreshed_alliance.h"
#include "tests/benchmarks/sample_alliance.h"

namespace counterpoint::benchmarks {
namespace {

constexpr char kMethod[] = "/counterpoint.v1.RecommendationService/ListRecommendations";

grpc::ByteBuffer BytesOf(const google::protobuf::MessageLite& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

// An alliance whose recommendations have been refreshed once.
class Bench {
 public:
  Bench(std::string directory, const std::vector<v1::Member>& members, int page_size)
      : alliance_(std::move(directory), members),
        stub_(std::make_unique<grpc::GenericStub>(alliance_.channel())),
        json_calls_(alliance_.http_port(), kMethod, "application/json"),
        binary_calls_(alliance_.http_port(), kMethod, "application/proto") {
    alliance_.AwaitIndex();
    std::printf("refreshed in %.1f s; ", absl::ToDoubleSeconds(alliance_.Refresh({}).wall));
    for (const v1::Member& member : members) {
      v1::ListRecommendationsRequest request;
      request.set_member(RefreshedAlliance::NameOf(member));
      request.set_page_size(page_size);
      bytes_.push_back(BytesOf(request));
      requests_.push_back(std::move(request));
    }
  }

  // Mean bytes of the answers to up to a thousand of the requests; checks them.
  std::size_t AnswerBytes() {
    const auto stub = v1::RecommendationService::NewStub(alliance_.channel());
    const std::size_t checked = std::min<std::size_t>(requests_.size(), 1000);
    std::size_t bytes = 0;
    std::size_t entries = 0;
    for (std::size_t i = 0; i < checked; ++i) {
      grpc::ClientContext context;
      v1::ListRecommendationsResponse response;
      Require(stub->ListRecommendations(&context, requests_[i], &response), "list");
      Require(response.list().member() == requests_[i].member(), "the list is of another member");
      Require(!response.provenance().stale(), "the lists are stale");
      bytes += response.ByteSizeLong();
      entries += static_cast<std::size_t>(response.list().recommendations_size());
    }
    std::printf("%.1f entries and %zu bytes an answer\n\n",
                static_cast<double>(entries) / static_cast<double>(checked), bytes / checked);
    return bytes / checked;
  }

  // By gRPC, the list of one member after another, all over the alliance.
  StartCall List() {
    return [this](std::function<void(bool)> done) {
      struct Call {
        grpc::ClientContext context;
        grpc::ByteBuffer request;
        grpc::ByteBuffer answer;
      };
      auto* call = new Call;
      call->request = NextBytes();
      stub_->UnaryCall(&call->context, kMethod, {}, &call->request, &call->answer,
                       [call, done = std::move(done)](const grpc::Status& status) {
                         delete call;
                         done(status.ok());
                       });
    };
  }

  // The same over HTTP/1.1, one connection for each call in flight.
  StartCall ListInJson() {
    return [this](std::function<void(bool)> done) {
      std::string body;
      Require(google::protobuf::util::MessageToJsonString(NextRequest(), &body).ok(), "JSON");
      json_calls_.Post(std::move(body),
                       [done = std::move(done)](bool ok, const std::string&) { done(ok); });
    };
  }
  StartCall ListInBinary() {
    return [this](std::function<void(bool)> done) {
      binary_calls_.Post(NextRequest().SerializeAsString(),
                         [done = std::move(done)](bool ok, const std::string&) { done(ok); });
    };
  }

 private:
  std::size_t Next() { return (next_ += 7919) % requests_.size(); }
  const v1::ListRecommendationsRequest& NextRequest() { return requests_[Next()]; }
  // Made beforehand, as the empty call's.
  const grpc::ByteBuffer& NextBytes() { return bytes_[Next()]; }

  RefreshedAlliance alliance_;
  std::unique_ptr<grpc::GenericStub> stub_;
  HttpCalls json_calls_;
  HttpCalls binary_calls_;
  std::vector<v1::ListRecommendationsRequest> requests_;
  std::vector<grpc::ByteBuffer> bytes_;  // Of these.
  std::atomic<std::size_t> next_ = 0;
};

double MedianOf(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// What the rounds of one call found.
class Rounds {
 public:
  explicit Rounds(std::string call) : call_(std::move(call)) {}

  void Add(const LoadResult& load) {
    Require(load.failures == 0, absl::StrCat(call_, ": ", load.failures, " calls failed"));
    loads_.push_back(load);
  }

  // A row of the table: medians over the rounds.
  void Print(int in_flight, const Rounds* empty, const Rounds* grpc) const {
    const auto median = [this](auto value) {
      std::vector<double> values;
      for (const LoadResult& load : loads_) values.push_back(value(load));
      return MedianOf(std::move(values));
    };
    std::printf("| %s | %d | %.2f | %.2f | %.1f | %.0f | %s | %s |\n", call_.c_str(), in_flight,
                median([](const auto& load) { return absl::ToDoubleMilliseconds(load.p50); }),
                median([](const auto& load) { return absl::ToDoubleMilliseconds(load.p99); }),
                median([](const auto& load) { return absl::ToDoubleMicroseconds(load.processor); }),
                median([](const auto& load) { return load.calls_per_second; }),
                ShareOf(empty).c_str(), ShareOf(grpc).c_str());
  }

 private:
  // Median, least and most of the shares of `other`'s rate, each within its round: the
  // speed of a shared machine changes between rounds.
  std::string ShareOf(const Rounds* other) const {
    if (other == nullptr) return "";
    std::vector<double> shares;
    for (std::size_t i = 0; i < loads_.size(); ++i) {
      shares.push_back(100 * loads_[i].calls_per_second / other->loads_[i].calls_per_second);
    }
    const auto [least, most] = std::minmax_element(shares.begin(), shares.end());
    return absl::StrFormat("%.0f %% (%.0f to %.0f)", MedianOf(shares), *least, *most);
  }

  std::string call_;
  std::vector<LoadResult> loads_;
};

void Measure(std::int64_t size, const std::string& directory, int page_size, int rounds,
             const std::vector<int>& loads, absl::Duration duration, bool with_http) {
  Bench bench(absl::StrCat(directory, "/", size), GenerateMembers(size), page_size);
  std::printf("%lld members; ", static_cast<long long>(size));
  EmptyServer empty_server(bench.AnswerBytes());
  std::printf(
      "| call | in flight | p50 ms | p99 ms | processor µs | calls/s | of an empty call as large | "
      "of gRPC |\n"
      "|---|---|---|---|---|---|---|---|\n");
  for (const int in_flight : loads) {
    Rounds empty("empty, as large");
    Rounds list("ListRecommendations");
    Rounds binary("over HTTP, binary");
    Rounds json("over HTTP, JSON");
    for (int round = 0; round < rounds; ++round) {
      empty.Add(RunLoad(in_flight, duration, empty_server.Call()));
      list.Add(RunLoad(in_flight, duration, bench.List()));
      if (!with_http) continue;
      binary.Add(RunLoad(in_flight, duration, bench.ListInBinary()));
      json.Add(RunLoad(in_flight, duration, bench.ListInJson()));
    }
    empty.Print(in_flight, nullptr, nullptr);
    list.Print(in_flight, &empty, nullptr);
    if (with_http) {
      binary.Print(in_flight, &empty, &list);
      json.Print(in_flight, &empty, &list);
    }
    std::fflush(stdout);
  }
  std::printf("\n");
}

}  // namespace
}  // namespace counterpoint::benchmarks

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);  // As counterpointd.
  std::vector<std::int64_t> sizes = {1'000, 10'000};
  std::string directory = std::filesystem::temp_directory_path() / "counterpoint-stored-lists";
  int page_size = 20;
  int rounds = 15;
  double seconds = 0.5;
  std::vector<int> loads = {1, 64};
  bool with_http = true;
  CLI::App app("Measures the reading of stored lists", "stored_list_benchmark");
  app.add_option("--members", sizes, "Sizes of alliance")->capture_default_str();
  app.add_option("--page-size", page_size, "Entries of an answer")->capture_default_str();
  app.add_option("--data", directory, "Directory for the data, removed afterwards")
      ->capture_default_str();
  app.add_option("--rounds", rounds, "How often the calls are measured in turn")
      ->capture_default_str();
  app.add_option("--seconds", seconds, "How long each load runs in a round")->capture_default_str();
  app.add_option("--in-flight", loads, "Calls in flight at a time")->capture_default_str();
  app.add_flag("--http,!--no-http", with_http, "Whether to measure the HTTP gateway too");
  CLI11_PARSE(app, argc, argv);
  std::filesystem::create_directories(directory);
  for (const std::int64_t size : sizes) {
    counterpoint::benchmarks::Measure(size, directory, page_size, rounds, loads,
                                      absl::Seconds(seconds), with_http);
  }
  return 0;
}
