// Repairs of small random cases beside all that there are.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "matching/session/repair.h"
#include "matching/session/table_assignment.h"
#include "tests/matching/session/every_repair.h"
#include "tests/matching/session/random_case.h"

namespace counterpoint::matching {
namespace {

struct Scene {
  SessionCase session;
  std::vector<PlacedMeeting> published;
  int first_open_slot = 0;
  std::optional<int> most_moved;

  RepairTask Task() const {
    return {.session = session,
            .published = published,
            .first_open_slot = first_open_slot,
            .most_moved = most_moved};
  }
};

// A random plan, and then a few things that happen to it.
Scene RandomScene(std::uint64_t seed) {
  SmallRandom random(seed);
  Scene scene{.session = RandomCase(random), .published = {}, .most_moved = {}};
  SessionCase& session = scene.session;
  const auto any = [&](const auto& items) {
    return static_cast<std::size_t>(random.Below(static_cast<int>(items.size())));
  };
  scene.published = AssignTables(session, RandomMeetings(session, random));
  for (int i = random.Below(4); i > 0 && !session.pairs.empty(); --i) {
    SessionParticipant& participant = session.participants[any(session.participants)];
    SessionPair& pair = session.pairs[any(session.pairs)];
    switch (random.Below(4)) {
      case 0:
        participant.available.Remove(random.Below(session.slots));
        break;
      case 1:
        session.tables[any(session.tables)].open.Remove(random.Below(session.slots));
        break;
      case 2:
        pair.candidate.rule = PairRule::kMustNot;
        break;
      default:
        pair.candidate.rule = PairRule::kMust;
    }
  }
  if (random.OneIn(3)) scene.first_open_slot = random.Below(session.slots);
  if (random.OneIn(4)) scene.most_moved = random.Below(3);
  return scene;
}

SlotsOfPairs SlotsOf(const RepairResult& result) {
  SlotsOfPairs slots;
  for (const PlacedMeeting& meeting : result.meetings) slots[meeting.pair] = meeting.slot;
  return slots;
}

constexpr std::uint64_t kScenes = 1500;

TEST(RepairPropertyTest, LeavesOutAndMovesAsFewAsTheBestOfAllRepairs) {
  int with_moves = 0;
  int with_unplaced = 0;
  for (std::uint64_t seed = 0; seed < kScenes; ++seed) {
    SCOPED_TRACE(seed);
    const Scene scene = RandomScene(seed);
    const RepairResult result = Repair(scene.Task(), {}, {});
    RepairRank best{1000, 0, 0, 0};
    ForEachRepair(scene.Task(), [&](const SlotsOfPairs& slots) {
      best = std::min(best, RankOf(scene.Task(), slots));
    });
    ASSERT_TRUE(result.proved);
    ASSERT_TRUE(IsAllowed(scene.Task(), SlotsOf(result)));
    ASSERT_EQ(RankOf(scene.Task(), SlotsOf(result)), best);
    ASSERT_EQ(result.unplaced.size(), static_cast<std::size_t>(best[1] + best[2]));
    ASSERT_EQ(result.moved.size(), static_cast<std::size_t>(best[3]));
    if (best[3] > 0) ++with_moves;
    if (best[1] + best[2] > 0) ++with_unplaced;
  }
  EXPECT_GT(with_moves, 100);
  EXPECT_GT(with_unplaced, 100);
}

TEST(RepairPropertyTest, HasTheFewestBreaksThatMovedAndNewMeetingsAllow) {
  int better = 0;
  for (std::uint64_t seed = 0; seed < kScenes; ++seed) {
    SCOPED_TRACE(seed);
    const Scene scene = RandomScene(seed);
    const RepairResult result = Repair(scene.Task(), {}, {});
    const SlotsOfPairs got = SlotsOf(result);
    int fewest = BreaksOf(scene.Task(), got);
    ForEachRepair(scene.Task(), [&](const SlotsOfPairs& slots) {
      if (slots.size() != got.size()) return;
      for (const auto& [pair, slot] : got) {
        const bool is_free = std::count(result.moved.begin(), result.moved.end(), pair) +
                                 std::count(result.added.begin(), result.added.end(), pair) >
                             0;
        if (!slots.contains(pair) || (!is_free && slots.at(pair) != slot)) return;
      }
      fewest = std::min(fewest, BreaksOf(scene.Task(), slots));
      if (BreaksOf(scene.Task(), slots) > BreaksOf(scene.Task(), got)) ++better;
    });
    ASSERT_EQ(BreaksOf(scene.Task(), got), fewest);
  }
  EXPECT_GT(better, 50);
}

TEST(RepairPropertyTest, SeatsEveryMeetingAtATableOfItsOwn) {
  for (std::uint64_t seed = 0; seed < kScenes; ++seed) {
    SCOPED_TRACE(seed);
    const Scene scene = RandomScene(seed);
    const RepairResult result = Repair(scene.Task(), {}, {});
    std::set<std::pair<int, std::size_t>> seats;
    for (const PlacedMeeting& meeting : result.meetings) {
      ASSERT_TRUE(seats.emplace(meeting.slot, meeting.table).second);
      if (meeting.slot < scene.first_open_slot) {
        ASSERT_EQ(std::count(scene.published.begin(), scene.published.end(), meeting), 1);
        continue;
      }
      const SessionPair& pair = scene.session.pairs[meeting.pair];
      const SessionTable& table = scene.session.tables[meeting.table];
      ASSERT_TRUE(table.open.contains(meeting.slot));
      ASSERT_EQ(pair.features & ~table.features, 0U);
      ASSERT_EQ(pair.fixed_table.value_or(meeting.table), meeting.table);
    }
  }
}

TEST(RepairPropertyTest, SaysOfEveryPublishedPairWhatBecameOfIt) {
  for (std::uint64_t seed = 0; seed < kScenes; ++seed) {
    SCOPED_TRACE(seed);
    const Scene scene = RandomScene(seed);
    const RepairResult result = Repair(scene.Task(), {}, {});
    std::set<std::size_t> unchanged;
    for (const PlacedMeeting& meeting : result.meetings) {
      if (std::count(scene.published.begin(), scene.published.end(), meeting) > 0) {
        unchanged.insert(meeting.pair);
      }
    }
    for (const PlacedMeeting& meeting : scene.published) {
      const auto is_in = [&](const std::vector<std::size_t>& pairs) {
        return std::count(pairs.begin(), pairs.end(), meeting.pair);
      };
      const auto unplaced =
          std::count_if(result.unplaced.begin(), result.unplaced.end(),
                        [&](const UnplacedMeeting& other) { return other.pair == meeting.pair; });
      EXPECT_EQ(is_in(result.dropped) + is_in(result.moved) + is_in(result.reseated) + unplaced +
                    static_cast<std::ptrdiff_t>(unchanged.count(meeting.pair)),
                1);
    }
  }
}

}  // namespace
}  // namespace counterpoint::matching
