// What it costs to order a list by acceptance, and to learn.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <random>

#include "matching/learning/acceptance.h"
#include "matching/learning/acceptance_order.h"
#include "matching/learning/pair_terms.h"
#include "tests/benchmarks/sample_alliance.h"

namespace counterpoint::benchmarks {
namespace {

using matching::ShownPair;

constexpr std::int64_t kMembers = 10'000;

absl::Time Now() { return absl::FromUnixSeconds(1'800'000'000); }

// The texts of both sides weighed each time.
void TermsOfOnePair(benchmark::State& state) {
  const IndexedAlliance& alliance = AllianceOf(kMembers);
  const matching::Connections connections(alliance.index->partnerships());
  std::size_t next = 0;
  double sum = 0;
  for (auto _ : state) {
    const auto& member = *alliance.members[next % alliance.members.size()];
    const auto& partner = *alliance.members[(next + 7919) % alliance.members.size()];
    next += 31;
    sum += matching::TermsOf(*alliance.index->model(), member, partner, {}, Now(),
                             connections)[static_cast<std::size_t>(matching::EvidenceTerm::kWords)];
  }
  if (sum <= 0) state.SkipWithError("no pair shares a word");
}
BENCHMARK(TermsOfOnePair)->Unit(benchmark::kMicrosecond);

// A live list's best 200.
void OrderTwoHundred(benchmark::State& state) {
  const IndexedAlliance& alliance = AllianceOf(kMembers);
  const auto& member = *alliance.members[17];
  const matching::Connections connections(alliance.index->partnerships());
  matching::RankingQuery query;
  query.as_of = Now();
  query.limit = matching::kAcceptancePool;
  query.policy.floor = 0;
  query.policy.acceptance.emplace().weights.fill(1);
  const auto best = RecommendPartners(*alliance.index, member, query, matching::RunInTurn).matches;
  for (auto _ : state) {
    auto matches = best;
    OrderByAcceptance(*alliance.index->model(), query.policy, Now(), connections, member, matches);
    if (!matches.front().acceptance.has_value()) state.SkipWithError("nothing was ordered");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(best.size()));
}
BENCHMARK(OrderTwoHundred)->Unit(benchmark::kMillisecond);

// Lists of ten with twelve terms, places looked at 1 / place, half of the looks
// recorded.
std::vector<ShownPair> ShownPairs(std::int64_t count) {
  std::mt19937_64 random(kSeed);
  std::uniform_real_distribution<double> chance;
  matching::AcceptanceModel truth;
  truth.intercept = -3;
  std::fill_n(truth.weights.begin() + 1, 12, 3);
  std::vector<ShownPair> shown(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < shown.size(); ++i) {
    ShownPair& pair = shown[i];
    for (std::size_t t = 1; t <= 12; ++t) pair.terms[t] = 0.1 * chance(random);
    pair.place = 1 + static_cast<int>(i % 10);
    if (chance(random) * pair.place > 1) continue;
    if (chance(random) < AcceptanceProbability(truth, pair.terms)) {
      pair.outcome = ShownPair::Outcome::kAccepted;
    } else if (chance(random) < 0.5) {
      pair.outcome = ShownPair::Outcome::kDeclined;
    }
  }
  return shown;
}

void Learn(benchmark::State& state) {
  const auto shown = ShownPairs(state.range(0));
  int rounds = 0;
  for (auto _ : state) {
    const auto learnt = matching::LearnAcceptance(shown, {});
    if (!learnt.converged) state.SkipWithError("more rounds would gain more");
    rounds = learnt.rounds;
  }
  state.counters["rounds"] = rounds;
}
BENCHMARK(Learn)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace counterpoint::benchmarks

BENCHMARK_MAIN();
