// How soon sessions of several sizes are planned, and how well. Every schedule is
// checked.
#include <benchmark/benchmark.h>

#include "matching/planning/plan_checker.h"
#include "matching/planning/planner.h"
#include "tests/benchmarks/sample_session.h"

namespace counterpoint::benchmarks {
namespace {

constexpr std::uint64_t kSeed = 1;

const SessionShape kMiddle{.participants = 120, .meetings = 400, .slots = 20, .tables = 36};
const SessionShape kMiddleOfDays{.participants = 120,
                                 .meetings = 400,
                                 .slots = 20,
                                 .tables = 36,
                                 .days = 2,
                                 .limited = 0.3,
                                 .wishful = 0.5};
const SessionShape kUpperMiddle{.participants = 200, .meetings = 1000, .slots = 30, .tables = 60};
const SessionShape kLarge{.participants = 500, .meetings = 3000, .slots = 30, .tables = 150};
const SessionShape kLargeOfDays{.participants = 500,
                                .meetings = 3000,
                                .slots = 30,
                                .tables = 150,
                                .days = 3,
                                .limited = 0.3,
                                .wishful = 0.5};
const SessionShape kLarger{.participants = 800, .meetings = 5000, .slots = 30, .tables = 240};
const SessionShape kLargest{.participants = 1200, .meetings = 6000, .slots = 30, .tables = 240};

void PlanSession(benchmark::State& state, const SessionShape& shape, std::int64_t moves) {
  const matching::SessionProblem problem = MakeSession(shape, kSeed);
  matching::PlanOptions options;
  options.most_moves = moves;
  for (auto _ : state) {
    const matching::PlanResult plan = matching::Plan(problem, options, {});
    if (!matching::CheckPlan(problem, plan.schedule).violations.empty()) {
      state.SkipWithError("the schedule has violations");
      return;
    }
    state.counters["breaks"] = plan.total_breaks;
    state.counters["bound"] = plan.bound;
    state.counters["missed_wishes"] = plan.missed_wishes;
    state.counters["proved"] = plan.proof == matching::Proof::kOptimal ? 1 : 0;
  }
  state.SetItemsProcessed(state.iterations() * moves);
}

constexpr std::int64_t kFew = 100'000;
constexpr std::int64_t kSome = 20'000'000;
constexpr std::int64_t kMany = 500'000'000;

void Register(const std::string& name, const SessionShape& shape, std::int64_t moves) {
  benchmark::RegisterBenchmark((name + "/moves:" + std::to_string(moves)).c_str(), PlanSession,
                               shape, moves)
      ->Unit(benchmark::kMillisecond)
      ->Iterations(1);
}

}  // namespace
}  // namespace counterpoint::benchmarks

int main(int argc, char** argv) {
  using namespace counterpoint::benchmarks;
  Register("proved_400_meetings", kMiddle, kSome);
  Register("proved_400_meetings_of_2_days", kMiddleOfDays, kSome);
  Register("3000_meetings_of_3_days", kLargeOfDays, kSome);
  for (const std::int64_t moves : {kFew, kSome, kMany}) {
    Register("1000_meetings", kUpperMiddle, moves);
    Register("3000_meetings", kLarge, moves);
    Register("5000_meetings", kLarger, moves);
    Register("6000_meetings", kLargest, moves);
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
