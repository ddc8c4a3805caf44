#include "tests/soak/soak_run.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "counterpoint/rpc/health.grpc.pb.h"
#include "tests/soak/bad_clients.h"
#include "tests/soak/good_clients.h"
#include "tests/soak/mixed_load.h"

namespace counterpoint::soak {
namespace {

constexpr int kInFlight = 32;  // Enough to keep every thread of the server at work.
constexpr int kConnections = 4;
constexpr int kWriters = 3;
constexpr int kStalling = 6;
constexpr int kFleeting = 2;
constexpr int kLying = 2;

constexpr double kMostReadsShed = 0.001;
// Memory is flat: from the second quarter to the last it grows by no more.
constexpr double kMostGrowth = 1.25;
constexpr std::int64_t kMostGrowthKib = 64 << 10;
// gRPC keeps some threads for what comes next.
constexpr int kThreadsKept = 8;
constexpr absl::Duration kLongestReturn = absl::Seconds(30);
// Of the drain, beyond its limit: what is at work by then is not broken off, and an erasure
// waits for up to half a minute for those who read what is to go.
constexpr absl::Duration kToClose = absl::Seconds(33);

void PrintUse(const char* when, const ProcessUse& use) {
  std::printf("| %s | %lld | %d | %d | %d |\n", when,
              static_cast<long long>(use.resident_kib / 1024), use.threads, use.sockets,
              use.descriptors);
}

}  // namespace

int SoakRun::Run() {
  absl::Status status = Begin();
  if (status.ok()) {
    std::vector<std::shared_ptr<grpc::Channel>> channels = {server_.Connect()};
    CallTable unloaded;
    const double capacity =
        MixedLoad(channels, quiet_, forbidden_, unloaded, findings_)
            .MeasureCapacity(kInFlight, std::max(absl::Seconds(2), options_.duration / 20));
    channels.clear();
    std::printf("It answers %.0f calls a second, %d of them in flight.\n\n", capacity, kInFlight);
    findings_.Require(capacity > 0, "nothing is answered");
    absl::SleepFor(absl::Seconds(1));
    const ProcessUse before = UseOf(server_.process().process());
    const std::vector<ProcessUse> seen = Soak(options_.factor * capacity);
    CheckTimes();
    std::printf(
        "\n| server | MiB resident | threads | sockets | descriptors |\n|---|---|---|---|---|\n");
    PrintUse("before", before);
    CheckMemory(seen);
    CheckAllIsGivenBack(before);
    status = CheckDrainAndRestart();
  }
  if (!status.ok()) {
    std::fprintf(stderr, "the soak broke off: %s\n", status.ToString().c_str());
    return -1;
  }
  std::printf("%d found to be wrong.\n", findings_.count());
  return findings_.count();
}

absl::Status SoakRun::Begin() {
  absl::Status status = server_.Start();
  if (!status.ok()) return status;
  const client::Client client = server_.PatientClient();
  status = MakeAlliances(client, options_.members);
  return status.ok() ? quiet_.Ask(client, options_.members) : status;
}

void SoakRun::Repeat(std::function<void()> step) {
  threads_.emplace_back([this, step = std::move(step)] {
    while (!over_.HasBeenNotified()) step();
  });
}

std::vector<ProcessUse> SoakRun::Soak(double per_second) {
  ProcessMeter meter(server_.process().process());
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int i = 0; i < kConnections; ++i) channels.push_back(server_.Connect());
  MixedLoad load(channels, quiet_, forbidden_, table_, findings_);

  for (int i = 0; i < kWriters; ++i) {
    writers_.push_back(
        std::make_unique<ModelWriter>(i, options_.members, forbidden_, table_, findings_));
    writers_.back()->Connect(server_.Connect());
    Repeat([writer = writers_.back().get()] { writer->Step(); });
  }
  Probe probe(server_.Connect(), table_, findings_);
  Repeat([&] { probe.Step(); });
  HttpClient http(server_.http_port(), server_.token(), options_.members, table_, findings_);
  Repeat([&] { http.Step(); });
  const client::Client patient_client = server_.PatientClient();
  OperationsClient operations(patient_client, forbidden_, table_, findings_);
  Repeat([&] { operations.Step(); });

  std::vector<std::unique_ptr<StallingClient>> stalling;
  std::vector<std::unique_ptr<FleetingClient>> fleeting;
  std::vector<std::unique_ptr<LyingClient>> lying;
  for (unsigned i = 0; i < kStalling; ++i) {
    stalling.push_back(std::make_unique<StallingClient>(i, server_.Connect(), table_));
    Repeat([client = stalling.back().get()] { client->Step(); });
  }
  for (unsigned i = 0; i < kFleeting; ++i) {
    fleeting.push_back(std::make_unique<FleetingClient>(i, server_.Connect(), options_.members,
                                                        table_, findings_));
    Repeat([client = fleeting.back().get()] { client->Step(); });
  }
  for (unsigned i = 0; i < kLying; ++i) {
    lying.push_back(std::make_unique<LyingClient>(i, server_.port(), server_.http_port(),
                                                  server_.Connect(/*with_token=*/false),
                                                  server_.token(), table_, findings_));
    Repeat([client = lying.back().get()] { client->Step(); });
  }

  const std::int64_t left_out = load.Run(per_second, options_.duration);
  const std::vector<ProcessUse> seen = meter.Stop();
  over_.Notify();
  for (std::thread& thread : threads_) thread.join();
  std::printf("%.0f calls a second for %.0f s, %lld of them not sent in time.\n\n", per_second,
              absl::ToDoubleSeconds(options_.duration), static_cast<long long>(left_out));
  table_.Print();
  return seen;
}

void SoakRun::CheckTimes() {
  const auto check = [this](const char* row, absl::Duration most) {
    const absl::Duration took = table_.Quantile(row, 0.99);
    findings_.Require(took > absl::ZeroDuration(), absl::StrCat(row, ": none was answered"));
    findings_.Require(most == absl::ZeroDuration() || took <= most,
                      absl::StrCat(row, ": the 99th percentile is ", absl::FormatDuration(took)));
  };
  for (const char* row : {kHealthRow, kReadRow}) {
    check(row, options_.most_of_probes);
    // Reads spend what the one caller of all the load may spend; health does not.
    const auto most =
        row == kReadRow
            ? static_cast<std::int64_t>(kMostReadsShed *
                                        static_cast<double>(table_.Count(row, Outcome::kAnswered)))
            : 0;
    findings_.Require(table_.Count(row, Outcome::kShed) <= most, absl::StrCat(row, " was shed"));
    findings_.Require(table_.Count(row, Outcome::kLate) == 0, absl::StrCat(row, " was late"));
  }
  for (const char* row : {"RecommendPartners", "MatchNeed", "ExplainMatch", "ListSimilarMembers",
                          "ListRecommendations", "ListMembers", "UpdateMember"}) {
    check(row, options_.most_of_accepted);
  }
}

void SoakRun::CheckMemory(const std::vector<ProcessUse>& seen) {
  const ProcessUse early = MostOf(seen, 0.25, 0.5);
  const ProcessUse late = MostOf(seen, 0.75, 1);
  PrintUse("second quarter", early);
  PrintUse("last quarter", late);
  const auto most =
      static_cast<std::int64_t>(kMostGrowth * static_cast<double>(early.resident_kib)) +
      kMostGrowthKib;
  // In less time it is still warming up.
  if (options_.duration < absl::Minutes(1)) return;
  findings_.Require(late.resident_kib <= most, "memory grows");
}

void SoakRun::CheckAllIsGivenBack(const ProcessUse& before) {
  for (const auto& writer : writers_) writer->Disconnect();
  const absl::Time deadline = absl::Now() + kLongestReturn;
  ProcessUse now = UseOf(server_.process().process());
  const auto is_back = [&] {
    return now.sockets <= before.sockets && now.threads <= before.threads + kThreadsKept;
  };
  while (!is_back() && absl::Now() < deadline) {
    absl::SleepFor(absl::Milliseconds(100));
    now = UseOf(server_.process().process());
  }
  PrintUse("afterwards", now);
  findings_.Require(is_back(), "threads or connections are not given back");
}

absl::Status SoakRun::CheckDrainAndRestart() {
  const client::Client client = server_.PatientClient();
  int acknowledged = 0;
  for (const auto& writer : writers_) acknowledged += writer->acknowledged();
  const auto lists = LivelyLists(client, options_.members);
  if (!lists.ok()) return lists.status();

  // What is open when it is told to end: a watch of health, one that waits, and an export
  // that nobody reads, which alone may take all the time.
  const auto channel = server_.Connect();
  const auto health = grpc::health::v1::Health::NewStub(channel);
  const auto members = v1::MemberService::NewStub(channel);
  grpc::ClientContext contexts[3];
  const auto health_watch = health->Watch(&contexts[0], {});
  v1::WatchMembersRequest watch_request;
  watch_request.set_parent(kLively);
  const auto watch = members->WatchMembers(&contexts[1], watch_request);
  v1::StreamMembersRequest export_request;
  export_request.set_parent(kStill);
  const auto unread = members->StreamMembers(&contexts[2], export_request);
  absl::SleepFor(absl::Milliseconds(300));
  const absl::Time told = absl::Now();
  const int ended = server_.process().Stop();
  const absl::Duration drain = absl::Now() - told;
  for (grpc::ClientContext& context : contexts) context.TryCancel();
  health_watch->Finish();
  watch->Finish();
  unread->Finish();
  std::printf("\nThe drain took %.1f s of %.0f.\n", absl::ToDoubleSeconds(drain),
              absl::ToDoubleSeconds(SoakServer::kDrain));
  findings_.Require(ended == 0, absl::StrCat("the server ended with status ", ended));
  findings_.Require(drain <= SoakServer::kDrain + kToClose, "the drain took too long");

  const absl::Status restarted = server_.Restart();
  if (!restarted.ok()) return restarted;
  const auto again = LivelyLists(client, options_.members);
  if (!again.ok()) return again.status();
  for (std::size_t i = 0; i < lists->size(); ++i) {
    const std::string different = DifferencesOfLists((*lists)[i], (*again)[i]);
    findings_.Require(different.empty(),
                      absl::StrCat("the list of ", MemberName(kLively, static_cast<int>(i)),
                                   " is not that of a fresh server:\n", different));
    if (!different.empty()) break;  // One is enough to see what it is.
  }
  for (const auto& writer : writers_) {
    writer->Connect(server_.Connect());
    writer->CheckAll();
  }
  std::printf("%d acknowledged writes of the model are there.\n", acknowledged);
  return absl::OkStatus();
}

}  // namespace counterpoint::soak
