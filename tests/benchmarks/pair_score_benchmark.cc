// How long it takes to judge every two participants of a session.
#include <benchmark/benchmark.h>

#include <thread>

#include "service/sessions/pair_scores.h"
#include "service/threads/worker_pool.h"
#include "tests/matching/partnerships.h"
#include "tests/matching/profiles.h"

namespace counterpoint::service {
namespace {

void JudgeAllPairs(benchmark::State& state) {
  const auto participants = static_cast<int>(state.range(0));
  matching::RandomProfiles random(1);
  const auto members = matching::Features(random.MakeAll(participants));
  const auto index = matching::IndexOf(members)->WithPartnerships(
      matching::RandomGraph(2, static_cast<unsigned>(participants),
                            static_cast<unsigned>(participants) * 4),
      2);
  WorkerPool pool(static_cast<int>(std::thread::hardware_concurrency()), 1000);
  const auto parallel = [&](int tasks, const std::function<void(int)>& body) {
    pool.ParallelFor(tasks, body);
  };
  for (auto _ : state) {
    const PairScores scores =
        JudgePairs(*index, members, {}, matching::Now(), parallel, [] { return false; });
    double sum = 0;
    for (std::size_t a = 1; a < members.size(); ++a) sum += scores.Of(0, a);
    if (sum <= 0) state.SkipWithError("nobody matches anybody");
  }
}
BENCHMARK(JudgeAllPairs)->Arg(100)->Arg(500)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace counterpoint::service

BENCHMARK_MAIN();
