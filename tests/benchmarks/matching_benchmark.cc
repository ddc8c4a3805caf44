// The mathematics alone: what a recommendation costs in process, beside the
// memory it has to read.
#include <benchmark/benchmark.h>

#include <numeric>
#include <thread>

#include "matching/index/row_scan.h"
#include "matching/ranking/ranking.h"
#include "tests/benchmarks/sample_alliance.h"

namespace counterpoint::benchmarks {
namespace {

using matching::MemberFeatures;
using matching::MemberIndex;
using matching::RankingQuery;

RankingQuery TopTen() {
  RankingQuery query;
  query.as_of = absl::FromUnixSeconds(1'800'000'000);
  return query;
}

void TwoThreads(int tasks, const std::function<void(int)>& body) {
  std::atomic<int> next = 0;
  const auto work = [&] {
    for (int i = next++; i < tasks; i = next++) body(i);
  };
  std::thread other(work);
  work();
  other.join();
}

void Recommend(benchmark::State& state, const matching::ParallelFor& parallel) {
  const IndexedAlliance& alliance = AllianceOf(state.range(0));
  std::size_t asker = 0;
  std::size_t listed = 0;
  for (auto _ : state) {
    asker = (asker + 7919) % alliance.members.size();
    const auto ranking = matching::RecommendPartners(*alliance.index, *alliance.members[asker],
                                                     TopTen(), parallel);
    listed += ranking.matches.size();
  }
  if (listed == 0) state.SkipWithError("nobody was recommended anybody");
}
void RecommendOnOneThread(benchmark::State& state) { Recommend(state, matching::RunInTurn); }
void RecommendOnTwoThreads(benchmark::State& state) { Recommend(state, TwoThreads); }
BENCHMARK(RecommendOnOneThread)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(RecommendOnTwoThreads)
    ->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMicrosecond)->UseRealTime();

// The dense rows of all needs, against one query and against many.
void ScanDenseRows(benchmark::State& state) {
  const IndexedAlliance& alliance = AllianceOf(100'000);
  const auto& rows = alliance.index->parts()[0].segment->rows(matching::Role::kNeed).latent;
  const Eigen::MatrixXf queries = rows.topRows(state.range(0)).transpose();
  Eigen::MatrixXf products(rows.rows(), queries.cols());
  for (auto _ : state) {
    constexpr Eigen::Index kBlock = 1024;
    for (Eigen::Index begin = 0; begin < rows.rows(); begin += kBlock) {
      const Eigen::Index count = std::min(kBlock, rows.rows() - begin);
      products.middleRows(begin, count).noalias() = rows.middleRows(begin, count) * queries;
    }
    benchmark::DoNotOptimize(products.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * rows.size() * 4);
  state.counters["GFLOP/s"] = benchmark::Counter(
      2.0 * static_cast<double>(rows.size()) * static_cast<double>(queries.cols()),
      benchmark::Counter::kIsIterationInvariantRate, benchmark::Counter::kIs1000);
}
BENCHMARK(ScanDenseRows)->Arg(1)->Arg(64)->Unit(benchmark::kMicrosecond);

// The limit of the scan with one query: reading as much memory and adding it up.
void ReadMemory(benchmark::State& state) {
  const IndexedAlliance& alliance = AllianceOf(100'000);
  const auto& rows = alliance.index->parts()[0].segment->rows(matching::Role::kNeed).latent;
  for (auto _ : state) benchmark::DoNotOptimize(rows.sum());
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * rows.size() * 4);
}
BENCHMARK(ReadMemory)->Unit(benchmark::kMicrosecond);

// From the record of one member to all that the index keeps of it: its texts
// analysed and weighed, on one thread.
void MakeFeaturesOfOneMember(benchmark::State& state) {
  const matching::TextModel& model = *AllianceOf(1'000).index->model();
  const auto members = GenerateMembers(200);
  std::size_t next = 0;
  std::size_t terms = 0;
  for (auto _ : state) {
    const auto features = FeaturesOf(members[next++ % members.size()]);
    for (const auto* listings : {&features->needs, &features->offers}) {
      for (const auto& listing : *listings) terms += model.Weigh(listing.text).terms.size();
    }
    terms += model.Weigh(features->profile).terms.size();
  }
  if (terms == 0) state.SkipWithError("the texts hold no terms");
}
BENCHMARK(MakeFeaturesOfOneMember)->Unit(benchmark::kMillisecond);

// Everything from records: analysis on all threads, the model, the index.
void Rebuild(benchmark::State& state) {
  const auto records = GenerateMembers(state.range(0));
  for (auto _ : state) {
    const MemberIndex::Members members = FeaturesOf(records);
    auto model = matching::TextModel::Learn(SharedAnalyzer().thesaurus(), members);
    const auto index = MemberIndex::Build(std::move(model), members, 1);
    if (index->size() != records.size()) state.SkipWithError("members are missing");
  }
}
BENCHMARK(Rebuild)->Arg(100'000)->Iterations(1)->Unit(benchmark::kSecond)->UseRealTime();

void LearnModel(benchmark::State& state) {
  const IndexedAlliance& alliance = AllianceOf(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        matching::TextModel::Learn(SharedAnalyzer().thesaurus(), alliance.members));
  }
}
BENCHMARK(LearnModel)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

void BuildIndex(benchmark::State& state) {
  const IndexedAlliance& alliance = AllianceOf(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(MemberIndex::Build(alliance.index->model(), alliance.members, 1));
  }
}
BENCHMARK(BuildIndex)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

void PutOneMember(benchmark::State& state) {
  const IndexedAlliance& alliance = AllianceOf(state.range(0));
  auto index = alliance.index;
  std::size_t next = 0;
  for (auto _ : state) {
    index = index->With({alliance.members[next++ % alliance.members.size()]}, {}, 2);
  }
}
BENCHMARK(PutOneMember)->Arg(100'000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace counterpoint::benchmarks

BENCHMARK_MAIN();
