// How soon lists are allocated, how evenly, and how far from the optimum.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "matching/exposure/allocation.h"
#include "matching/exposure/list_transport.h"
#include "matching/exposure/shadow_prices.h"
#include "matching/planning/split_mix.h"
#include "matching/ranking/ranking.h"
#include "matching/refresh/list_making.h"
#include "tests/benchmarks/sample_alliance.h"

namespace counterpoint::benchmarks {
namespace {

constexpr std::uint64_t kRowsSeed = 1;
constexpr std::size_t kListSize = 20;
constexpr int kCandidates = 60;
// Of so many members that are looked at the best are candidates.
constexpr int kLookedAt = 300;

absl::Time AsOf() { return absl::FromUnixSeconds(1'800'000'000); }

double Uniform(matching::SplitMix& random) { return random.Chance() / 4294967296.0; }

// What a candidate is worth is its appeal, which few have much of, and how well the
// two fit.
matching::CandidateRows MakeRows(std::size_t members) {
  matching::SplitMix random(kRowsSeed);
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

void CountSpread(benchmark::State& state, const matching::Spread& before,
                 const matching::Spread& after) {
  state.counters["gini_before"] = before.gini;
  state.counters["gini"] = after.gini;
  state.counters["unlisted_before"] = before.unlisted_share;
  state.counters["unlisted"] = after.unlisted_share;
  state.counters["most_before"] = static_cast<double>(before.most_lists);
  state.counters["most"] = static_cast<double>(after.most_lists);
}

void Allocate(benchmark::State& state, std::size_t members, matching::ExposurePolicy policy) {
  const matching::CandidateRows rows = MakeRows(members);
  for (auto _ : state) {
    const matching::Allocation allocation = matching::AllocateExposure(rows, kListSize, policy);
    if (allocation.loss > policy.max_loss) {
      state.SkipWithError("more is lost than allowed");
      return;
    }
    CountSpread(state, allocation.before, allocation.after);
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

// Of each member the best by score, as RecommendPartners finds them.
std::vector<matching::Pool> PoolsOf(const IndexedAlliance& alliance, std::size_t size) {
  matching::MemberIndex::Members members = alliance.index->All();
  absl::flat_hash_map<const matching::MemberFeatures*, matching::MemberPosition> positions;
  for (const auto& member : members) {
    positions.emplace(member.get(), static_cast<matching::MemberPosition>(positions.size()));
  }
  matching::RankingQuery query;
  query.as_of = AsOf();
  query.limit = size;
  std::vector<matching::Pool> pools;
  for (const auto& member : members) {
    matching::Pool& pool = pools.emplace_back();
    for (const matching::RankedMatch& match :
         RecommendPartners(*alliance.index, *member, query, matching::RunInTurn).matches) {
      pool.entries.push_back(
          {positions.at(match.partner.get()), match.score, match.gain, match.partner_gain});
    }
    pool.complete = pool.entries.size() < size;
  }
  return pools;
}

// The lists of members from the generator.
void List(benchmark::State& state, std::int64_t members, matching::ExposurePolicy policy) {
  const IndexedAlliance& alliance = AllianceOf(members);
  matching::ListQuery query;
  query.as_of = AsOf();
  query.list_size = kListSize;
  query.policy.exposure = policy;
  const std::vector<matching::Pool> pools =
      PoolsOf(alliance, matching::PoolSize(query.policy, kListSize));
  for (auto _ : state) {
    const matching::MadeLists made =
        matching::MakeLists(*alliance.index, pools, query, matching::RunInTurn);
    CountSpread(state, made.before, made.after);
    state.counters["loss"] = made.loss;
    state.counters["empty"] = static_cast<double>(made.left_empty);
    state.counters["met"] = made.met ? 1 : 0;
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
      {"congestion_loss_50", {.congestion = true, .max_loss = 0.5}},
      {"cap_60_congestion", {.cap = 60, .congestion = true}},
  };
  for (const std::size_t members : {1'000, 10'000, 100'000}) {
    for (const auto& [name, policy] : policies) {
      benchmark::RegisterBenchmark((name + "/" + std::to_string(members)).c_str(), Allocate,
                                   members, policy)
          ->Unit(benchmark::kMillisecond);
    }
  }
  for (const auto& [name, policy] : policies) {
    benchmark::RegisterBenchmark(("generated_" + name + "/2000").c_str(), List, 2000, policy)
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
