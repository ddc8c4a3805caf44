#include "tests/matching/session/small_cases.h"

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace counterpoint::matching {

SessionCase OpenCase(std::size_t participants, int slots, std::size_t tables) {
  SessionCase session;
  session.slots = slots;
  session.tables.assign(tables, {.features = 0, .open = SlotSet::Range(0, slots)});
  session.participants.assign(
      participants, {.available = SlotSet::Range(0, slots), .quota = {.least = 0, .most = slots}});
  return session;
}

SessionPair& AddPair(SessionCase& session, std::size_t first, std::size_t second, double score) {
  SessionPair& pair = session.pairs.emplace_back();
  pair.candidate = {.first = first, .second = second, .score = score};
  pair.window = SlotSet::Range(0, session.slots);
  return pair;
}

SessionCase RandomCase(std::uint64_t seed, const CaseKinds& kinds) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::size_t end) { return random() % end; };
  const auto slot = [&](const SessionCase& s) {
    return static_cast<int>(below(static_cast<std::size_t>(s.slots)));
  };
  SessionCase session = OpenCase(3 + below(3), 2 + static_cast<int>(below(3)), 1 + below(3));
  for (SessionTable& table : session.tables) {
    if (kinds.features) table.features = static_cast<FeatureSet>(below(4));
    if (below(4) == 0) table.open.Remove(slot(session));
  }
  for (SessionParticipant& participant : session.participants) {
    if (below(3) == 0) participant.available.Remove(slot(session));
    participant.quota.least = static_cast<int>(below(3));
    participant.quota.most = participant.quota.least + static_cast<int>(below(3));
  }
  std::set<std::pair<std::size_t, std::size_t>> taken;
  for (int tries = 0; tries < 12 && session.pairs.size() < 6; ++tries) {
    const std::size_t first = below(session.participants.size());
    const std::size_t second = below(session.participants.size());
    if (first == second || !taken.insert(std::minmax(first, second)).second) continue;
    const std::size_t i = session.pairs.size();
    SessionPair& pair = AddPair(session, first, second, static_cast<double>(below(1000)) / 1000);
    if (below(8) == 0) pair.candidate.rule = PairRule::kMust;
    if (below(10) == 0) pair.candidate.rule = PairRule::kMustNot;
    if (kinds.windows && below(4) == 0) pair.window = SlotSet::Range(0, session.slots / 2);
    if (kinds.windows && below(6) == 0) pair.fixed_slot = slot(session);
    if (kinds.features && below(4) == 0) pair.features = static_cast<FeatureSet>(1 + below(3));
    if (kinds.features && below(6) == 0) pair.fixed_table = below(session.tables.size());
    if (kinds.order && i > 0 && below(4) == 0) pair.after.push_back(below(i));
  }
  session.fairness = below(2) == 0 ? ChoiceFairness::kBestTotal : ChoiceFairness::kWorstOffFirst;
  return session;
}

std::vector<std::string> WhatIsWrong(const SessionCase& session,
                                     const std::vector<PlacedMeeting>& meetings) {
  std::vector<std::string> wrong;
  const auto add = [&](const PlacedMeeting& meeting, const auto&... words) {
    wrong.push_back(absl::StrCat("pair ", meeting.pair, " in ", meeting.slot, ": ", words...));
  };
  std::set<std::pair<std::size_t, int>> busy;
  std::set<std::pair<std::size_t, int>> taken;
  std::map<std::size_t, int> slot_of;
  std::map<std::size_t, int> amount;
  for (const PlacedMeeting& meeting : meetings) {
    const SessionPair& pair = session.pairs[meeting.pair];
    if (!slot_of.emplace(meeting.pair, meeting.slot).second) add(meeting, "meets twice");
    if (meeting.slot < 0 || meeting.slot >= session.slots) add(meeting, "no such slot");
    if (pair.candidate.rule == PairRule::kMustNot) add(meeting, "must not meet");
    if (!pair.window.contains(meeting.slot)) add(meeting, "outside the window");
    if (pair.fixed_slot && *pair.fixed_slot != meeting.slot) add(meeting, "fixed elsewhere");
    for (const std::size_t p : {pair.candidate.first, pair.candidate.second}) {
      if (!session.participants[p].available.contains(meeting.slot)) add(meeting, p, " is away");
      if (!busy.emplace(p, meeting.slot).second) add(meeting, p, " has another meeting");
      if (++amount[p] > session.participants[p].quota.most) add(meeting, p, " has too many");
    }
    if (meeting.table >= session.tables.size()) {
      add(meeting, "no such table");
      continue;
    }
    const SessionTable& table = session.tables[meeting.table];
    if (!table.open.contains(meeting.slot)) add(meeting, "the table is closed");
    if ((table.features & pair.features) != pair.features)
      add(meeting, "the table lacks something");
    if (pair.fixed_table && *pair.fixed_table != meeting.table) add(meeting, "the wrong table");
    if (!taken.emplace(meeting.table, meeting.slot).second) add(meeting, "the table is taken");
  }
  for (const PlacedMeeting& meeting : meetings) {
    for (const std::size_t before : session.pairs[meeting.pair].after) {
      const auto at = slot_of.find(before);
      if (at != slot_of.end() && at->second >= meeting.slot) add(meeting, "before ", before);
    }
  }
  return wrong;
}

Judgement Judge(const SessionCase& session, const std::vector<PlacedMeeting>& meetings) {
  int must = 0;
  double score = 0;
  std::vector<int> amount(session.participants.size(), 0);
  for (const SessionPair& pair : session.pairs) must += pair.candidate.rule == PairRule::kMust;
  for (const PlacedMeeting& meeting : meetings) {
    const CandidatePair& pair = session.pairs[meeting.pair].candidate;
    if (pair.rule == PairRule::kMust) --must;
    ++amount[pair.first];
    ++amount[pair.second];
    score += pair.score;
  }
  int missing = 0;
  for (std::size_t p = 0; p < amount.size(); ++p) {
    missing += std::max(0, session.participants[p].quota.least - amount[p]);
  }
  std::vector<int> with;
  if (session.fairness == ChoiceFairness::kWorstOffFirst) {
    with.assign(static_cast<std::size_t>(session.slots) + 1, 0);
    for (const int meetings_of_one : amount) ++with[static_cast<std::size_t>(meetings_of_one)];
  }
  return {must, missing, std::move(with), -score};
}

namespace {

class AllPlans {
 public:
  explicit AllPlans(const SessionCase& session) : session_(session) {}

  Judgement Best() {
    Extend(0);
    return *best_;
  }

 private:
  // Each pair from this one on is left out or put anywhere.
  void Extend(std::size_t pair) {
    if (!WhatIsWrong(session_, meetings_).empty()) return;
    if (pair == session_.pairs.size()) {
      Judgement now = Judge(session_, meetings_);
      if (!best_ || now < *best_) best_ = std::move(now);
      return;
    }
    Extend(pair + 1);
    for (int slot = 0; slot < session_.slots; ++slot) {
      for (std::size_t table = 0; table < session_.tables.size(); ++table) {
        meetings_.push_back({.pair = pair, .slot = slot, .table = table});
        Extend(pair + 1);
        meetings_.pop_back();
      }
    }
  }

  const SessionCase& session_;
  std::vector<PlacedMeeting> meetings_;
  std::optional<Judgement> best_;
};

}  // namespace

Judgement BestOfAll(const SessionCase& session) { return AllPlans(session).Best(); }

}  // namespace counterpoint::matching
