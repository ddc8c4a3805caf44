#include "tests/matching/session/random_case.h"

#include <algorithm>
#include <set>
#include <utility>

namespace counterpoint::matching {

// SplitMix64.
int SmallRandom::Below(int end) {
  std::uint64_t x = state_ += 0x9e3779b97f4a7c15;
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
  x = (x ^ x >> 27) * 0x94d049bb133111eb;
  return static_cast<int>((x ^ x >> 31) % static_cast<std::uint64_t>(end));
}

SessionCase OpenCase(std::size_t participants, int slots, std::size_t tables) {
  SessionCase session;
  session.slots = slots;
  const SlotSet all = SlotSet::Range(0, slots);
  session.tables.assign(tables, {.features = 0, .open = all});
  session.participants.assign(participants,
                              {.available = all, .quota = {.least = 0, .most = slots}});
  return session;
}

SessionPair& AddPair(SessionCase& session, std::size_t first, std::size_t second, double score) {
  SessionPair& pair = session.pairs.emplace_back();
  pair.candidate = {.first = first, .second = second, .score = score};
  pair.window = SlotSet::Range(0, session.slots);
  return pair;
}

SessionCase RandomCase(SmallRandom& random) {
  const int slots = 2 + random.Below(4);
  SessionCase session = OpenCase(static_cast<std::size_t>(3 + random.Below(4)), slots,
                                 static_cast<std::size_t>(1 + random.Below(3)));
  if (random.OneIn(3)) session.days = {0, 1 + random.Below(slots - 1)};
  for (SessionTable& table : session.tables) {
    if (random.OneIn(2)) table.features = static_cast<FeatureSet>(random.Below(4));
    if (random.OneIn(4)) table.open.Remove(random.Below(slots));
  }
  for (SessionParticipant& participant : session.participants) {
    if (random.OneIn(3)) participant.available.Remove(random.Below(slots));
  }
  const auto participants = static_cast<int>(session.participants.size());
  std::set<std::pair<int, int>> seen;
  const int wanted = 3 + random.Below(7);
  for (int i = 0; i < wanted; ++i) {
    const int a = random.Below(participants);
    const int b = random.Below(participants);
    if (a == b || !seen.emplace(std::min(a, b), std::max(a, b)).second) continue;
    SessionPair& pair = AddPair(session, static_cast<std::size_t>(a), static_cast<std::size_t>(b),
                                random.Below(100) / 100.0);
    if (random.OneIn(4)) pair.features = static_cast<FeatureSet>(1 + random.Below(2));
    if (random.OneIn(4)) pair.window = SlotSet::Range(0, slots / 2 + 1);
    if (random.OneIn(8)) pair.fixed_slot = random.Below(slots);
    if (random.OneIn(8)) {
      pair.fixed_table =
          static_cast<std::size_t>(random.Below(static_cast<int>(session.tables.size())));
    }
    if (random.OneIn(3)) pair.candidate.rule = PairRule::kMust;
    const std::size_t p = session.pairs.size() - 1;
    if (p > 0 && random.OneIn(4)) {
      pair.after.push_back(static_cast<std::size_t>(random.Below(static_cast<int>(p))));
    }
  }
  return session;
}

std::vector<PlacedMeeting> RandomMeetings(const SessionCase& session, SmallRandom& random) {
  std::vector<PlacedMeeting> meetings;
  std::vector<SlotSet> busy(session.participants.size());
  for (std::size_t p = 0; p < session.pairs.size(); ++p) {
    const CandidatePair& pair = session.pairs[p].candidate;
    const int slot = random.Below(session.slots);
    if (busy[pair.first].contains(slot) || busy[pair.second].contains(slot)) continue;
    busy[pair.first].Add(slot);
    busy[pair.second].Add(slot);
    meetings.push_back(
        {p, slot, static_cast<std::size_t>(random.Below(static_cast<int>(session.tables.size())))});
  }
  return meetings;
}

}  // namespace counterpoint::matching
