// How soon the tables of a session are assigned, and a published plan repaired.
#include <benchmark/benchmark.h>

#include <string>

#include "matching/session/table_assignment.h"
#include "tests/benchmarks/session_case.h"

namespace counterpoint::benchmarks {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::int64_t kMoves = 3'000'000;

const SessionShape kMiddle{.participants = 100, .meetings = 400, .slots = 20, .tables = 21};
const SessionShape kLargest{.participants = 1200, .meetings = 6000, .slots = 30, .tables = 240};

void SeatMeetings(benchmark::State& state, const SessionShape& shape) {
  const PublishedCase made = MakePublishedCase(shape, kSeed, kMoves);
  std::vector<matching::PlacedMeeting> meetings = made.published;
  for (matching::PlacedMeeting& meeting : meetings) meeting.table = matching::kNoTable;
  for (auto _ : state) {
    const auto seated = matching::AssignTables(made.session, meetings);
    if (seated.size() != meetings.size()) {
      state.SkipWithError("a meeting has no table");
      return;
    }
    state.counters["meetings"] = static_cast<double>(seated.size());
    state.counters["changes"] = matching::TableChanges(made.session, seated);
  }
}

}  // namespace
}  // namespace counterpoint::benchmarks

int main(int argc, char** argv) {
  using namespace counterpoint::benchmarks;
  for (const auto& [name, shape] :
       {std::pair{"400_meetings", kMiddle}, {"6000_meetings", kLargest}}) {
    benchmark::RegisterBenchmark((std::string("tables/") + name).c_str(), SeatMeetings, shape)
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
