// How much sooner a refresh is there after a few members have changed than a full
// one: whole operations on a real server over loopback, from the request to the
// moment at which everybody sees the new lists. Checks that an incremental one and a
// full one of the same moment give equal lists.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "tests/benchmarks/refreshed_alliance.h"
#include "tests/benchmarks/sample_alliance.h"

namespace counterpoint::benchmarks {
namespace {

struct Settings {
  std::size_t changes = 100;
  int rounds = 3;
};

void Print(const std::string& what, const RefreshCost& cost) {
  std::printf("%-26s %9.3f %9.3f %9.1f %9lld  ", what.c_str(), absl::ToDoubleSeconds(cost.wall),
              absl::ToDoubleSeconds(cost.processor), 1e-6 * static_cast<double>(cost.bytes_written),
              static_cast<long long>(cost.generation.judged_count()));
  for (const auto& [phase, took] : cost.phases) {
    std::printf(" %s %.3f;", phase.c_str(), absl::ToDoubleSeconds(took));
  }
  std::printf("\n");
  std::fflush(stdout);
}

// Members spread over the alliance, with what others had to say.
std::vector<v1::Member> Changed(const std::vector<v1::Member>& members,
                                const std::vector<v1::Member>& sources, std::size_t round,
                                std::size_t changes) {
  std::vector<v1::Member> changed;
  for (std::size_t i = 0; i < changes; ++i) {
    const std::size_t place = (i * members.size() / changes + 7 * round) % members.size();
    v1::Member member = sources[(round * changes + i) % sources.size()];
    member.set_name(members[place].name());
    changed.push_back(std::move(member));
  }
  return changed;
}

RefreshCost Incremental(RefreshedAlliance& alliance, const std::string& what) {
  const RefreshCost cost = alliance.Refresh({});
  Require(cost.generation.full_reason().empty(), cost.generation.full_reason());
  Print(what, cost);
  return cost;
}

RefreshCost Full(RefreshedAlliance& alliance, const std::string& what,
                 const v1::Generation* as_before) {
  v1::RefreshRecommendationsRequest request;
  request.set_full(true);
  if (as_before != nullptr) *request.mutable_as_of_time() = as_before->as_of_time();
  const RefreshCost cost = alliance.Refresh(request);
  Print(what, cost);
  return cost;
}

void Measure(std::int64_t size, const std::string& directory, const Settings& settings) {
  const auto members = GenerateMembers(size);
  const auto all =
      GenerateMembers(size + static_cast<std::int64_t>(settings.changes) * (settings.rounds + 1));
  const std::vector<v1::Member> sources(all.begin() + size, all.end());
  std::printf("%lld members, %zu changes\n", static_cast<long long>(size), settings.changes);
  std::printf("%-26s %9s %9s %9s %9s  phases\n", "refresh", "wall s", "proc. s", "MB", "judged");
  RefreshedAlliance alliance(absl::StrCat(directory, "/", size), members);
  alliance.AwaitIndex();
  // The text model may be learnt once more soon after an import.
  std::size_t round = 0;
  do {
    Require(round < 5, "the text model is learnt again and again");
    alliance.Import(Changed(members, sources, round++, 1));
    alliance.AwaitIndex();
  } while (!alliance.Refresh({}).generation.full_reason().empty());
  const RefreshCost full = Full(alliance, "full", nullptr);
  RefreshCost incremental;
  double wall = 0;
  double processor = 0;
  for (int i = 0; i <= settings.rounds; ++i) {
    // The last one begins with nothing in memory.
    const bool is_cold = i == settings.rounds;
    alliance.Import(Changed(members, sources, round++, settings.changes));
    alliance.AwaitIndex();
    if (is_cold) alliance.Restart();
    incremental = Incremental(alliance, is_cold ? "incremental after a start" : "incremental");
    if (is_cold) continue;
    wall += absl::ToDoubleSeconds(incremental.wall) / settings.rounds;
    processor += absl::ToDoubleSeconds(incremental.processor) / settings.rounds;
  }
  std::printf("full / incremental: %.0f x wall time, %.0f x processor time\n",
              absl::ToDoubleSeconds(full.wall) / wall,
              absl::ToDoubleSeconds(full.processor) / processor);
  const RefreshCost again = Full(alliance, "full, same moment", &incremental.generation);
  Require(again.generation.digest() == incremental.generation.digest(),
          "the lists of a full refresh differ");
  std::printf("\n");
}

}  // namespace
}  // namespace counterpoint::benchmarks

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);  // As counterpointd.
  std::vector<std::int64_t> sizes = {5'000, 10'000};
  std::string directory = std::filesystem::temp_directory_path() / "counterpoint-refresh";
  counterpoint::benchmarks::Settings settings;
  CLI::App app("Measures incremental refreshes beside full ones", "incremental_refresh_benchmark");
  app.add_option("--members", sizes, "Sizes of alliance")->capture_default_str();
  app.add_option("--changes", settings.changes, "Members that change before each")
      ->capture_default_str();
  app.add_option("--rounds", settings.rounds, "Incremental refreshes to take the mean of")
      ->capture_default_str();
  app.add_option("--data", directory, "Directory for the data, removed afterwards")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  std::filesystem::create_directories(directory);
  for (const std::int64_t size : sizes) {
    counterpoint::benchmarks::Measure(size, directory, settings);
  }
  return 0;
}
