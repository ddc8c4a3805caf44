// How soon lists are allocated, how evenly, and how far from the optimum.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "matching/exposure/allocation.h"
#include "matching/exposure/list_transport.h"
#include "matching/exposure/shadow_prices.h"
#include "matching/planning/split_mix.h"

namespace counterpoint::benchmarks {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::size_t kListSize = 20;
constexpr int kCandidates = 60;
// Of so many members that are looked at the best are candidates.
constexpr int kLookedAt = 300;

double Uniform(matching::SplitMix& random) { return random.Chance() / 4294967296.0; }

// What a candidate is worth is its appeal, which few have much of, and how well the
// two fit.
matching::CandidateRows MakeRows(std::size_t members) {
  matching::SplitMix random(kSeed);
  std::vector<double> appeal(members);
  for (double& a : appeal) a = std::pow(Uniform(random), 3);
  matching::CandidateRows rows;
  rows.first.push_back(0);
  std::vector<std::pair<double, std::uint32_t>> seen;
  for (std::size_t i = 0; i < members; ++i) {
    seen.clear();
    std::vector<std::uint32_t> drawn;
    for (int k = 0; k < kLookedAt; ++k) {
      drawn.push_back(static_cast<std::uint32_t>(random.Below(static_cast<int>(members))));
    }
    std::sort(drawn.begin(), drawn.end());
    drawn.erase(std::unique(drawn.begin(), drawn.end()), drawn.end());
    for (const std::uint32_t partner : drawn) {
      const double fit = Uniform(random);
      if (partner != i) seen.emplace_back(-(0.4 * appeal[partner] + 0.6 * fit * fit), partner);
    }
    std::sort(seen.begin(), seen.end());
    seen.resize(std::min<std::size_t>(seen.size(), kCandidates));
    for (const auto& [relevance, partner] : seen) {
      rows.relevance.push_back(-relevance);
      rows.partner.push_back(partner);
    }
    rows.first.push_back(rows.partner.size());
  }
  return rows;
}

// By which share the total relevance may be less than that of the best lists that
// keep the cap, from the duals of the transport problem: no lists are worth more
// than the best values at any prices, and what the prices bring in.
double GapAtMost(const matching::CandidateRows& rows, int cap, double total) {
  matching::ListTransport problem;
  problem.first = rows.first;
  problem.column = rows.partner;
  problem.relevance = Eigen::Map<const Eigen::ArrayXd>(
      rows.relevance.data(), static_cast<Eigen::Index>(rows.relevance.size()));
  problem.capacity.assign(rows.first.size() - 1, static_cast<std::uint32_t>(cap));
  for (std::size_t i = 0; i + 1 < rows.first.size(); ++i) {
    const std::size_t candidates = rows.first[i + 1] - rows.first[i];
    problem.places.push_back(static_cast<std::uint32_t>(std::min(kListSize, candidates)));
    problem.row.insert(problem.row.end(), candidates, static_cast<std::uint32_t>(i));
  }
  const Eigen::ArrayXd prices = matching::ShadowPrices(problem);
  const matching::ListChoice best = matching::BestByValue(problem, prices);
  double bound = prices.sum() * cap;
  for (std::size_t c = 0; c < problem.column.size(); ++c) {
    if (!best.IsListed(c)) continue;
    bound += std::max(0.0, rows.relevance[c] - prices[problem.column[c]]);
  }
  return 1 - total / bound;
}

void Allocate(benchmark::State& state, std::size_t members, matching::ExposurePolicy policy) {
  const matching::CandidateRows rows = MakeRows(members);
  for (auto _ : state) {
    const matching::Allocation allocation = matching::AllocateExposure(rows, kListSize, policy);
    if (allocation.loss > policy.max_loss) {
      state.SkipWithError("more is lost than allowed");
      return;
    }
    state.counters["gini_before"] = allocation.before.gini;
    state.counters["gini"] = allocation.after.gini;
    state.counters["unlisted_before"] = allocation.before.unlisted_share;
    state.counters["unlisted"] = allocation.after.unlisted_share;
    state.counters["most_before"] = static_cast<double>(allocation.before.most_lists);
    state.counters["most"] = static_cast<double>(allocation.after.most_lists);
    state.counters["loss"] = allocation.loss;
    state.counters["strength"] = allocation.strength;
    state.counters["empty"] = static_cast<double>(allocation.left_empty);
    if (!policy.congestion && allocation.met && allocation.left_empty == 0) {
      state.PauseTiming();
      state.counters["gap_at_most"] = GapAtMost(rows, policy.cap, allocation.after.total_relevance);
      state.ResumeTiming();
    }
    state.counters["met"] = allocation.met ? 1 : 0;
  }
}

}  // namespace
}  // namespace counterpoint::benchmarks

int main(int argc, char** argv) {
  using namespace counterpoint::benchmarks;
  using counterpoint::matching::ExposurePolicy;
  const std::pair<std::string, ExposurePolicy> policies[] = {
      {"cap_100", {.cap = 100, .max_loss = 0.5}},
      {"cap_40", {.cap = 40, .max_loss = 0.5}},
      {"cap_22", {.cap = 22, .max_loss = 0.5}},
      {"cap_15", {.cap = 15, .max_loss = 0.5}},
      {"cap_22_loss_5", {.cap = 22}},
      {"congestion", {.congestion = true}},
      {"cap_60_congestion", {.cap = 60, .congestion = true}},
  };
  for (const std::size_t members : {1'000, 10'000, 100'000}) {
    for (const auto& [name, policy] : policies) {
      benchmark::RegisterBenchmark((name + "/" + std::to_string(members)).c_str(), Allocate,
                                   members, policy)
          ->Unit(benchmark::kMillisecond);
    }
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
