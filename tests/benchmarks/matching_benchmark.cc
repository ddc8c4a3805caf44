// The mathematics alone: what a recommendation costs in process, beside the
// memory it has to read.
#include <benchmark/benchmark.h>

#include <numeric>
#include <thread>

#include "matching/index/row_scan.h"
#include "matching/network/connections.h"
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

void Recommend(benchmark::State& state, const IndexedAlliance& alliance, const MemberIndex& index,
               const matching::ParallelFor& parallel) {
  std::size_t asker = 0;
  std::size_t listed = 0;
  for (auto _ : state) {
    asker = (asker + 7919) % alliance.members.size();
    const auto ranking =
        matching::RecommendPartners(index, *alliance.members[asker], TopTen(), parallel);
    listed += ranking.matches.size();
  }
  if (listed == 0) state.SkipWithError("nobody was recommended anybody");
}
void RecommendOnOneThread(benchmark::State& state) {
  const IndexedAlliance& alliance = AllianceOf(state.range(0));
  Recommend(state, alliance, *alliance.index, matching::RunInTurn);
}
void RecommendOnTwoThreads(benchmark::State& state) {
  const IndexedAlliance& alliance = AllianceOf(state.range(0));
  Recommend(state, alliance, *alliance.index, TwoThreads);
}

// 100,000 members with a million past partnerships.
const MemberIndex& IndexWithPartnerships() {
  static const auto* index = new auto(AllianceOf(100'000).index->WithPartnerships(
      matching::PartnerGraph::Build(PartnershipsOf(AllianceOf(100'000).members)), 2));
  return **index;
}
void RecommendWithPartnershipsOnOneThread(benchmark::State& state) {
  Recommend(state, AllianceOf(100'000), IndexWithPartnerships(), matching::RunInTurn);
}
void RecommendWithPartnershipsOnTwoThreads(benchmark::State& state) {
  Recommend(state, AllianceOf(100'000), IndexWithPartnerships(), TwoThreads);
}
BENCHMARK(RecommendOnOneThread)
    ->Arg(1'000)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(RecommendOnTwoThreads)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Unit(benchmark::kMicrosecond)
    ->UseRealTime();
BENCHMARK(RecommendWithPartnershipsOnOneThread)->Unit(benchmark::kMicrosecond);
BENCHMARK(RecommendWithPartnershipsOnTwoThreads)->Unit(benchmark::kMicrosecond)->UseRealTime();

// The part of it that is known before any member is looked at.
void ConnectOneMember(benchmark::State& state) {
  const IndexedAlliance& alliance = AllianceOf(100'000);
  const auto& graph = IndexWithPartnerships().partnerships();
  std::size_t asker = 0;
  std::size_t connected = 0;
  for (auto _ : state) {
    asker = (asker + 7919) % alliance.members.size();
    connected += matching::Connections(graph, alliance.members[asker]->id).any();
  }
  if (connected == 0) state.SkipWithError("nobody has partners");
}
BENCHMARK(ConnectOneMember)->Unit(benchmark::kMicrosecond);

// The latent rows of all needs, against one query and against those of a member.
void ScanLatentRows(benchmark::State& state) {
  const IndexedAlliance& alliance = AllianceOf(100'000);
  const auto& rows = alliance.index->parts()[0].segment->rows(matching::Role::kNeed).latent;
  const Eigen::MatrixXf texts =
      Eigen::MatrixXf::Constant(static_cast<Eigen::Index>(rows.dimensions()), state.range(0), 0.1F);
  std::vector<const float*> queries;
  for (Eigen::Index q = 0; q < texts.cols(); ++q) queries.push_back(texts.col(q).data());
  constexpr std::size_t kBlock = 1024;
  std::vector<float> products(kBlock * queries.size());
  for (auto _ : state) {
    for (std::size_t begin = 0; begin < rows.rows(); begin += kBlock) {
      rows.Multiply(queries, begin, std::min(begin + kBlock, rows.rows()), products.data());
      benchmark::DoNotOptimize(products.data());
      benchmark::ClobberMemory();
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(rows.bytes()));
}
BENCHMARK(ScanLatentRows)->Arg(1)->Arg(3)->Unit(benchmark::kMicrosecond);

// The limit of the scan: reading as much memory and adding it up.
void ReadMemory(benchmark::State& state) {
  const IndexedAlliance& alliance = AllianceOf(100'000);
  const auto& rows = alliance.index->parts()[0].segment->rows(matching::Role::kNeed).latent;
  using Words = Eigen::Array<std::uint32_t, Eigen::Dynamic, 1>;
  const Eigen::Map<const Words> memory(
      reinterpret_cast<const std::uint32_t*>(rows.values().data()),
      static_cast<Eigen::Index>(rows.bytes() / sizeof(std::uint32_t)));
  for (auto _ : state) benchmark::DoNotOptimize(memory.sum());
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(rows.bytes()));
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

// All partnerships anew, as after a change of them.
void PutPartnerships(benchmark::State& state) {
  const IndexedAlliance& alliance = AllianceOf(100'000);
  const auto partnerships = PartnershipsOf(alliance.members);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        alliance.index->WithPartnerships(matching::PartnerGraph::Build(partnerships), 2));
  }
}
BENCHMARK(PutPartnerships)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace counterpoint::benchmarks

BENCHMARK_MAIN();
