// How soon the tables of a session are assigned, and a published plan repaired.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "matching/session/repair.h"
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

// What happens to a published plan; each changes the session.
using Happening = void (*)(PublishedCase&, matching::RepairTask&);

void MissFive(PublishedCase& made, matching::RepairTask&) {
  for (matching::SessionPair& pair : made.session.pairs) {
    if (std::min(pair.candidate.first, pair.candidate.second) < 5) {
      pair.candidate.rule = matching::PairRule::kMustNot;
    }
  }
}

void DelayFive(PublishedCase& made, matching::RepairTask&) {
  for (std::size_t p = 0; p < 5; ++p) {
    made.session.participants[p].available -= matching::SlotSet::Range(0, 4);
  }
}

void LoseTable(PublishedCase& made, matching::RepairTask&) { made.session.tables[1].open = {}; }

void LoseTableInASlot(PublishedCase& made, matching::RepairTask&) {
  made.session.tables[1].open.Remove(made.session.slots / 2);
}

void MeetLonger(PublishedCase& made, matching::RepairTask& task) {
  const matching::PlacedMeeting longer = made.published[made.published.size() / 2];
  const matching::CandidatePair& pair = made.session.pairs[longer.pair].candidate;
  task.first_open_slot = longer.slot + 1;
  for (const std::size_t p : {pair.first, pair.second}) {
    made.session.participants[p].available.Remove(longer.slot + 1);
  }
  made.session.tables[longer.table].open.Remove(longer.slot + 1);
}

void AddParticipant(PublishedCase& made, matching::RepairTask& task) {
  const std::size_t others = made.session.participants.size();
  const matching::SlotSet all = matching::SlotSet::Range(0, made.session.slots);
  made.session.participants.push_back({.available = all, .quota = {.least = 6, .most = 8}});
  for (std::size_t p = 0; p < others; ++p) {
    matching::SessionPair& pair = made.session.pairs.emplace_back();
    pair.candidate = {
        .first = others, .second = p, .score = static_cast<double>(p * 37 % 100) / 100.0};
    pair.window = all;
  }
  task.fill = true;
}

void RepairPlan(benchmark::State& state, const SessionShape& shape, Happening happening) {
  PublishedCase made = MakePublishedCase(shape, kSeed, kMoves);
  matching::RepairTask task{.session = made.session, .published = made.published};
  happening(made, task);
  for (auto _ : state) {
    const matching::RepairResult result = matching::Repair(task, {}, {});
    state.counters["meetings"] = static_cast<double>(result.meetings.size());
    state.counters["unplaced"] = static_cast<double>(result.unplaced.size());
    state.counters["added"] = static_cast<double>(result.added.size());
    state.counters["moved"] = static_cast<double>(result.moved.size());
    state.counters["reseated"] = static_cast<double>(result.reseated.size());
    state.counters["proved"] = result.proved ? 1 : 0;
  }
}

}  // namespace
}  // namespace counterpoint::benchmarks

int main(int argc, char** argv) {
  using namespace counterpoint::benchmarks;
  const std::pair<std::string, Happening> happenings[] = {
      {"five_no_shows", MissFive},    {"five_late_arrivals", DelayFive},
      {"lost_table", LoseTable},      {"table_lost_in_a_slot", LoseTableInASlot},
      {"longer_meeting", MeetLonger}, {"new_participant", AddParticipant},
  };
  const std::pair<std::string, SessionShape> shapes[] = {
      {"400_meetings", kMiddle},
      {"6000_meetings", kLargest},
  };
  for (const auto& [size, shape] : shapes) {
    benchmark::RegisterBenchmark(("tables/" + size).c_str(), SeatMeetings, shape)
        ->Unit(benchmark::kMillisecond);
    for (const auto& [name, happening] : happenings) {
      benchmark::RegisterBenchmark((name + "/" + size).c_str(), RepairPlan, shape, happening)
          ->Unit(benchmark::kMillisecond);
    }
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
