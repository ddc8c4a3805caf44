// Interactions as a batch job records them: streamed to a real server over loopback,
// what they take on disk and in memory, what they cost at start-up and in lists. Prints
// a table in Markdown.
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "clients/cpp/interactions.h"
#include "clients/cpp/matching.h"
#include "service/feedback/feedback.h"
#include "service/tokens/attribution_token.h"
#include "tests/benchmarks/bench_server.h"
#include "tests/benchmarks/sample_alliance.h"

namespace counterpoint::benchmarks {
namespace {

constexpr const char* kAlliance = BenchServer::kAlliance;

void Print(const std::string& what, double value, const char* unit) {
  std::printf("| %s | %.2f %s |\n", what.c_str(), value, unit);
  std::fflush(stdout);
}

// Of this process, in MiB.
double ResidentMemory() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t size = 0;
  std::int64_t resident = 0;
  statm >> size >> resident;
  return static_cast<double>(resident * getpagesize()) / (1 << 20);
}

double SizeOnDisk(const std::string& directory) {
  double bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) bytes += static_cast<double>(entry.file_size());
  }
  return bytes;
}

double Seconds(absl::Duration duration) { return absl::ToDoubleSeconds(duration); }

// What portals report, in about the proportions of a funnel; the same for a seed.
class Generator {
 public:
  explicit Generator(std::int64_t members) : members_(members) {}

  v1::Interaction Next() {
    static constexpr struct {
      v1::InteractionKind kind;
      int permille;
    } kShares[] = {{v1::VIEWED, 560},  {v1::SAVED, 110},           {v1::DECLINED, 120},
                   {v1::ACCEPTED, 80}, {v1::INTRODUCED, 40},       {v1::MET, 40},
                   {v1::RATED, 25},    {v1::AGREEMENT_SIGNED, 10}, {v1::PARTNERSHIP, 10},
                   {v1::NO_SHOW, 4},   {v1::CONFLICT, 1}};
    int left = static_cast<int>(Below(1000));
    v1::Interaction interaction;
    for (const auto& share : kShares) {
      interaction.set_kind(share.kind);
      left -= share.permille;
      if (left < 0) break;
    }
    const std::int64_t member = Below(members_);
    const std::int64_t partner = (member + 1 + Below(members_ - 1)) % members_;
    interaction.set_name(absl::StrCat(kAlliance, "/interactions/event-", 10'000'000 + count_++));
    interaction.set_member(MemberName(member));
    interaction.set_partner(MemberName(partner));
    interaction.mutable_occur_time()->set_seconds(1'760'000'000 + count_);
    if (interaction.kind() == v1::RATED) interaction.set_rating(static_cast<int>(1 + Below(5)));
    if (interaction.kind() == v1::DECLINED) {
      interaction.set_decline_reason(static_cast<v1::DeclineReason>(1 + Below(11)));
    }
    if (interaction.kind() == v1::AGREEMENT_SIGNED) {
      interaction.set_agreement_type(static_cast<v1::AgreementType>(1 + Below(8)));
      interaction.set_value_band(static_cast<v1::ValueBand>(1 + Below(6)));
    }
    if (Below(4) > 0) {  // From a list of the member.
      interaction.set_attribution_token(EncodeAttributionToken(service::AttributionToken{
          service::RankingMethod::kRecommendPartners, "benchmark", IdOf(member), 1 + count_ / 1000,
          1, 1'760'000'000 + count_, 1, 42}));
      interaction.set_place(static_cast<int>(1 + Below(20)));
    }
    return interaction;
  }

  static std::string IdOf(std::int64_t member) {
    char id[24];
    std::snprintf(id, sizeof(id), "m-%06lld", static_cast<long long>(member));
    return id;
  }
  static std::string MemberName(std::int64_t member) {
    return absl::StrCat(kAlliance, "/members/", IdOf(member));
  }

 private:
  std::int64_t Below(std::int64_t limit) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(limit));
  }

  const std::int64_t members_;
  std::int64_t count_ = 0;
  std::mt19937_64 random_{20'261'121};
};

// What portals do with a server.
class Bench {
 public:
  explicit Bench(const std::string& directory) : server_(directory) {}

  BenchServer& server() { return server_; }

  // Returns how long it took until all were on disk and acknowledged.
  absl::Duration Record(std::int64_t members, std::int64_t count) {
    Generator generator(members);
    client::InteractionImportOptions options;
    options.parent = kAlliance;
    auto import = server_.client().interactions().Import(
        options, [](std::int64_t, const v1::Interaction&, const absl::Status& reason) {
          Require(false, reason.ToString());
        });
    const absl::Time began = absl::Now();
    for (std::int64_t i = 0; i < count; ++i) {
      Require(import->Add(generator.Next()).ok(), "the stream broke off");
    }
    const auto summary = import->Finish();
    Require(summary.ok(), summary.status().ToString());
    const absl::Duration taken = absl::Now() - began;
    Require(summary->recorded == count, "not all were recorded");
    return taken;
  }

  absl::Duration List(std::int64_t member) {
    v1::RecommendPartnersRequest request;
    request.set_member(Generator::MemberName(member));
    request.set_omit_evidence(true);
    const absl::Time began = absl::Now();
    const auto partners = server_.client().matching().RecommendPartners(request);
    Require(partners.ok(), partners.status().ToString());
    return absl::Now() - began;
  }

  // One more decline of the member.
  void Decline(std::int64_t member, std::int64_t partner, int number) {
    v1::BatchRecordInteractionsRequest request;
    request.set_parent(kAlliance);
    v1::Interaction& declined = *request.add_interactions();
    declined.set_name(absl::StrCat(kAlliance, "/interactions/decline-", number));
    declined.set_kind(v1::DECLINED);
    declined.set_decline_reason(v1::TOO_EARLY);
    declined.set_member(Generator::MemberName(member));
    declined.set_partner(Generator::MemberName(partner));
    const auto recorded = server_.client().interactions().BatchRecord(request);
    Require(recorded.ok(), recorded.status().ToString());
  }

 private:
  BenchServer server_;
};

absl::Duration Median(std::vector<absl::Duration> durations) {
  std::nth_element(durations.begin(), durations.begin() + durations.size() / 2, durations.end());
  return durations[durations.size() / 2];
}

// What the service itself does at start-up, by itself.
void MeasureFeedback(const std::string& directory, std::int64_t count) {
  storage::StoreOptions options;
  options.path = directory;
  const auto store = storage::Store::Open(options);
  Require(store.ok(), store.status().ToString());
  const double before = ResidentMemory();
  service::Feedback feedback(**store, [](absl::string_view, const absl::Status& fault) {
    Require(fault.ok(), fault.ToString());
  });
  absl::Time began = absl::Now();
  Require(feedback.KeptApartNow("benchmark").ok(), "the interactions were not read");
  Print("reading all for counting and exclusion", Seconds(absl::Now() - began), "s");
  Print("memory of that, with blocks of the store", ResidentMemory() - before, "MiB");
  std::int64_t declined = 0;
  std::int64_t seen = 0;
  began = absl::Now();
  const absl::Status read =
      feedback.ReadFacts("benchmark", [&](const service::InteractionFacts& facts) {
        facts.ForEach([&](const service::InteractionFact& fact) {
          ++seen;
          declined += fact.kind == v1::DECLINED;
        });
      });
  Print("a pass over all facts", 1000 * Seconds(absl::Now() - began), "ms");
  Require(read.ok() && seen >= count && declined > 0, "facts are missing");
}

void Measure(std::int64_t members, std::int64_t count, const std::string& directory) {
  constexpr int kRounds = 101;
  Bench bench(directory);
  bench.server().Start();
  bench.server().Import(GenerateMembers(members));
  std::printf("%lld interactions of %lld members\n\n| what | |\n|---|---|\n",
              static_cast<long long>(count), static_cast<long long>(members));
  Print("start-up without interactions", Seconds(bench.server().Start()), "s");
  const double disk_before = SizeOnDisk(directory);
  const double memory_before = ResidentMemory();
  const absl::Duration recording = bench.Record(members, count);
  Print("recorded, on disk and acknowledged", static_cast<double>(count) / Seconds(recording),
        "/s");
  Print("memory of the process, more than before", ResidentMemory() - memory_before, "MiB");
  Print("start-up", Seconds(bench.server().Start()), "s");
  Print("on disk, of one interaction",
        (SizeOnDisk(directory) - disk_before) / static_cast<double>(count), "bytes");
  Print("first list", 1000 * Seconds(bench.List(0)), "ms");
  std::vector<absl::Duration> undisturbed;
  std::vector<absl::Duration> after_declines;
  for (int i = 0; i < kRounds; ++i) {
    undisturbed.push_back(bench.List(i % members));
    bench.Decline(i % members, (i + members / 2) % members, i);
    after_declines.push_back(bench.List(i % members));
  }
  Print("a list, median", 1000 * Seconds(Median(undisturbed)), "ms");
  Print("a list right after a decline, median", 1000 * Seconds(Median(after_declines)), "ms");
  bench.server().Stop();
  MeasureFeedback(directory, count);
}

}  // namespace
}  // namespace counterpoint::benchmarks

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);  // As counterpointd.
  std::int64_t interactions = 100'000;
  std::int64_t members = 2'000;
  std::string directory =
      std::filesystem::temp_directory_path() / "counterpoint-interaction-benchmark";
  CLI::App app("Measures the recording of interactions", "interaction_benchmark");
  app.add_option("--interactions", interactions, "How many are recorded")
      ->check(CLI::Range(1'000, 10'000'000))
      ->capture_default_str();
  app.add_option("--members", members, "Members that they are between")
      ->check(CLI::Range(3, 1'000'000))
      ->capture_default_str();
  app.add_option("--data", directory, "Where a directory for the data is made and removed again")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  std::filesystem::create_directories(directory);
  counterpoint::benchmarks::Measure(members, interactions, absl::StrCat(directory, "/", getpid()));
  return 0;
}
