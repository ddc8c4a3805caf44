// How soon the pairs of sessions are chosen, by each rule of fairness.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <random>
#include <set>
#include <utility>

#include "matching/planning/meeting_choice.h"

namespace counterpoint::benchmarks {
namespace {

struct ChoiceShape {
  int participants = 500;
  int candidates = 20;  // Of each, about.
  int least = 0;
  int most = 8;
  double seats = 0.9;    // Meetings, as a share of what everybody's most allows.
  bool popular = false;  // Half of the participants are in most of the pairs.
};

matching::ChoiceProblem MakeChoice(const ChoiceShape& shape, matching::ChoiceFairness fairness) {
  std::mt19937_64 random(1);
  const auto below = [&](int end) { return random() % static_cast<std::uint64_t>(end); };
  matching::ChoiceProblem problem{.participants = {}, .pairs = {}, .fairness = fairness};
  problem.participants.assign(static_cast<std::size_t>(shape.participants),
                              {.least = shape.least, .most = shape.most});
  problem.most_meetings = static_cast<int>(shape.seats * shape.participants * shape.most / 2);
  std::set<std::pair<std::size_t, std::size_t>> taken;
  const int pairs = shape.participants * shape.candidates / 2;
  while (static_cast<int>(taken.size()) < pairs) {
    std::size_t a = below(shape.participants);
    const std::size_t b = below(shape.participants);
    if (shape.popular) a = std::min<std::size_t>(a, below(shape.participants));
    if (shape.popular) a = std::min<std::size_t>(a, below(shape.participants));
    if (a == b || !taken.insert(std::minmax(a, b)).second) continue;
    problem.pairs.push_back(
        {.first = a, .second = b, .score = static_cast<double>(below(10'000)) / 10'000});
  }
  return problem;
}

void Choose(benchmark::State& state, const ChoiceShape& shape, matching::ChoiceFairness fairness) {
  const matching::ChoiceProblem problem = MakeChoice(shape, fairness);
  for (auto _ : state) {
    const matching::MeetingChoice choice = matching::ChooseMeetings(problem);
    state.counters["proved"] = choice.proved ? 1 : 0;
    state.counters["meetings"] = static_cast<double>(choice.pairs.size());
    state.counters["score"] = choice.score;
  }
}

}  // namespace
}  // namespace counterpoint::benchmarks

int main(int argc, char** argv) {
  using namespace counterpoint::benchmarks;
  using counterpoint::matching::ChoiceFairness;
  for (const auto& [fairness, name] :
       {std::pair{ChoiceFairness::kBestTotal, "best_total"},
        std::pair{ChoiceFairness::kWorstOffFirst, "worst_off_first"}}) {
    for (const auto& [shape, shape_name] :
         {std::pair{ChoiceShape{.participants = 100}, "100"}, std::pair{ChoiceShape{}, "500"},
          std::pair{ChoiceShape{.least = 4, .seats = 0.7}, "500_least_4_few_tables"},
          std::pair{ChoiceShape{.most = 12, .seats = 2}, "500_most_12_any_tables"},
          std::pair{ChoiceShape{.most = 12, .seats = 2, .popular = true}, "500_popular"},
          std::pair{ChoiceShape{.participants = 2000}, "2000"}}) {
      benchmark::RegisterBenchmark((std::string(name) + "/" + shape_name).c_str(), Choose, shape,
                                   fairness)
          ->Unit(benchmark::kMillisecond)
          ->Iterations(1);
    }
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
