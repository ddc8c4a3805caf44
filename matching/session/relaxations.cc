// Which changes could help, read off what a plan says went wrong; then tried.
#include <algorithm>
#include <tuple>
#include <utility>

#include "matching/session/table_limits.h"
#include "matching/session/what_if.h"

namespace counterpoint::matching {
namespace {

using Kind = SessionChange::Kind;

// Of one subject, the changes that are tried.
constexpr std::size_t kMostOfASubject = 3;

// Pairs of all changes together, so that those of a large session end in a minute.
constexpr std::size_t kMostTriedPairs = 40'000;
constexpr std::size_t kLeastTriedChanges = 8;

// Some hundred thousand moves show whether the pairs of a usual session have
// places; a thousand a pair, whether those of a large one do.
constexpr std::int64_t kMovesAPair = 1'000;
constexpr std::int64_t kLeastMoves = 300'000;
constexpr std::int64_t kMostConflicts = 20'000;

PlanOptions SmallEffort(const SessionCase& session, PlanOptions options) {
  const auto pairs = static_cast<std::int64_t>(session.pairs.size());
  options.first_moves = std::min(options.first_moves, std::max(kLeastMoves, kMovesAPair * pairs));
  options.most_moves = std::min(options.most_moves, 2 * options.first_moves);
  options.most_conflicts = std::min(options.most_conflicts, kMostConflicts);
  return options;
}

class Candidates {
 public:
  Candidates(const SessionCase& session, const SessionPlan& plan)
      : session_(session),
        plan_(plan),
        own_(OwnSlots(session)),
        busy_(session.participants.size()),
        is_placed_(session.pairs.size(), false) {
    for (const PlacedMeeting& meeting : plan.meetings) {
      is_placed_[meeting.pair] = true;
      const CandidatePair& pair = session.pairs[meeting.pair].candidate;
      busy_[pair.first].Add(meeting.slot);
      busy_[pair.second].Add(meeting.slot);
    }
  }

  // Those that look at the whole session first, so that they are tried even where
  // there are more than can be.
  std::vector<SessionChange> Find() {
    AddRoom();
    AddFreeBreaks();
    AddMoreTime();
    AddFreeSlots();
    AddMoreMeetings();
    AddLeavingOut();
    const std::size_t most =
        std::clamp(kMostTriedPairs / std::max<std::size_t>(1, session_.pairs.size()),
                   kLeastTriedChanges, kMostTriedChanges);
    if (found_.size() > most) found_.resize(most);
    return std::move(found_);
  }

 private:
  void Add(const SessionChange& change) {
    if (std::find(found_.begin(), found_.end(), change) == found_.end()) found_.push_back(change);
  }

  void AddRoom() {
    for (const int amount : {1, 2}) {
      Add({.kind = Kind::kMoreTables, .amount = amount});
      if (session_.slots + amount <= SlotSet::kMost) {
        Add({.kind = Kind::kMoreSlots, .amount = amount});
      }
    }
  }

  void AddFreeBreaks() {
    if (session_.breaks.fairness != BreakFairness::kOff) Add({.kind = Kind::kFreeBreaks});
  }

  // Slots where a pair could meet, were it not that this one of it is away.
  SlotSet SlotsWithout(std::size_t pair, std::size_t away) const {
    const CandidatePair& candidate = session_.pairs[pair].candidate;
    const std::size_t other = candidate.first == away ? candidate.second : candidate.first;
    SlotSet slots = session_.pairs[pair].window & session_.participants[other].available;
    slots -= busy_[other];
    slots -= session_.participants[away].available;
    if (session_.pairs[pair].fixed_slot) slots &= SlotSet::Of(*session_.pairs[pair].fixed_slot);
    return slots;
  }

  // More time for each participant of unplaced pairs: a slot for each pair by
  // itself, then for all of its pairs together.
  void AddMoreTime() {
    for (std::size_t p = 0; p < session_.participants.size(); ++p) {
      SlotSet together;
      std::size_t pairs = 0;
      for (const std::size_t pair : WantedPairsOf(p)) {
        const SlotSet slots = SlotsWithout(pair, p) - together;
        if (slots.empty()) continue;
        together.Add(slots.first());
        if (++pairs > kMostOfASubject) continue;
        Add({.kind = Kind::kMoreTime, .participant = p, .slots = SlotSet::Of(slots.first())});
      }
      if (pairs > 1) Add({.kind = Kind::kMoreTime, .participant = p, .slots = together});
    }
  }

  // Pairs of a participant that are unplaced; where it is short of meetings, then
  // those that it could have besides, by score.
  std::vector<std::size_t> WantedPairsOf(std::size_t participant) const {
    std::vector<std::size_t> pairs;
    for (const UnplacedMeeting& meeting : plan_.unplaced) {
      const CandidatePair& pair = session_.pairs[meeting.pair].candidate;
      if (pair.first == participant || pair.second == participant) pairs.push_back(meeting.pair);
    }
    if (plan_.missing[participant] > 0) {
      const std::vector<std::size_t> besides = SparePairsOf(participant);
      const std::size_t some =
          std::min(besides.size(), static_cast<std::size_t>(plan_.missing[participant]));
      pairs.insert(pairs.end(), besides.begin(),
                   besides.begin() + static_cast<std::ptrdiff_t>(some));
    }
    return pairs;
  }

  // Those that may meet and neither do nor are unplaced; the highest score first.
  std::vector<std::size_t> SparePairsOf(std::size_t participant) const {
    std::vector<std::size_t> pairs;
    for (std::size_t i = 0; i < session_.pairs.size(); ++i) {
      const CandidatePair& pair = session_.pairs[i].candidate;
      const bool is_its = pair.first == participant || pair.second == participant;
      if (is_its && pair.rule == PairRule::kMay && !is_placed_[i]) pairs.push_back(i);
    }
    std::stable_sort(pairs.begin(), pairs.end(), [&](std::size_t a, std::size_t b) {
      return session_.pairs[a].candidate.score > session_.pairs[b].candidate.score;
    });
    return pairs;
  }

  void AddFreeSlots() {
    for (const UnplacedMeeting& meeting : plan_.unplaced) {
      if (meeting.reason.outside_window > 0 || meeting.reason.wrong_order > 0) {
        Add({.kind = Kind::kFreeSlot, .pair = meeting.pair});
      }
    }
    if (!plan_.conflict) return;
    for (const PlanningRule& rule : plan_.conflict->rules) {
      if (rule.kind == RuleKind::kWindow || rule.kind == RuleKind::kFixed ||
          rule.kind == RuleKind::kOrder) {
        Add({.kind = Kind::kFreeSlot, .pair = rule.meeting});
      }
    }
  }

  void AddMoreMeetings() {
    for (const Overload& overload : plan_.overloads) {
      if (overload.kind != Overload::Kind::kMustOverMost) continue;
      Add({.kind = Kind::kMoreMeetings,
           .amount = overload.wanted - overload.room,
           .participant = overload.participant});
    }
    // Those who have no meeting left for somebody that is short of some.
    for (std::size_t p = 0; p < plan_.missing.size(); ++p) {
      if (plan_.missing[p] == 0) continue;
      std::size_t tried = 0;
      for (const std::size_t i : SparePairsOf(p)) {
        const CandidatePair& pair = session_.pairs[i].candidate;
        const std::size_t other = pair.first == p ? pair.second : pair.first;
        if (own_[i].empty() || busy_[other].size() < session_.participants[other].quota.most) {
          continue;
        }
        Add({.kind = Kind::kMoreMeetings, .amount = 1, .participant = other});
        if (++tried == kMostOfASubject) break;
      }
    }
  }

  // Pairs that meet and stand in the way of one that must.
  void AddLeavingOut() {
    for (const UnplacedMeeting& meeting : plan_.unplaced) {
      const CandidatePair& wanted = session_.pairs[meeting.pair].candidate;
      if (wanted.rule != PairRule::kMust) continue;
      std::vector<std::size_t> in_the_way;
      for (const PlacedMeeting& placed : plan_.meetings) {
        const CandidatePair& pair = session_.pairs[placed.pair].candidate;
        const bool shares = pair.first == wanted.first || pair.second == wanted.first ||
                            pair.first == wanted.second || pair.second == wanted.second;
        if (shares && own_[meeting.pair].contains(placed.slot)) in_the_way.push_back(placed.pair);
      }
      std::stable_sort(in_the_way.begin(), in_the_way.end(), [&](std::size_t a, std::size_t b) {
        return session_.pairs[a].candidate.score < session_.pairs[b].candidate.score;
      });
      if (in_the_way.size() > kMostOfASubject) in_the_way.resize(kMostOfASubject);
      for (const std::size_t pair : in_the_way) Add({.kind = Kind::kLeaveOut, .pair = pair});
    }
  }

  const SessionCase& session_;
  const SessionPlan& plan_;
  const std::vector<SlotSet> own_;
  std::vector<SlotSet> busy_;
  std::vector<bool> is_placed_;
  std::vector<SessionChange> found_;
};

bool Helps(const ChangeWorth& worth) {
  return worth.meetings >= 0 && std::pair(worth.unplaced, worth.missing) < std::pair(0, 0);
}

}  // namespace

std::vector<Relaxation> FindRelaxations(const SessionCase& session, const SessionPlan& plan,
                                        std::size_t most, const PlanOptions& options,
                                        const SearchControl& control) {
  const bool is_short = std::any_of(plan.missing.begin(), plan.missing.end(),
                                    [](int missing) { return missing > 0; });
  if (plan.unplaced.empty() && !is_short) return {};
  const std::vector<SessionChange> changes = Candidates(session, plan).Find();
  const std::vector<ChangeWorth> worths =
      JudgeChanges(session, plan, changes, SmallEffort(session, options), control);
  std::vector<Relaxation> helpful;
  for (std::size_t i = 0; i < worths.size(); ++i) {
    if (Helps(worths[i])) helpful.push_back({.change = changes[i], .worth = worths[i]});
  }
  const auto key = [](const Relaxation& relaxation) {
    const auto& [change, worth] = relaxation;
    return std::tuple(worth.unplaced, worth.missing, -worth.score, change.kind);
  };
  std::stable_sort(helpful.begin(), helpful.end(),
                   [&](const Relaxation& a, const Relaxation& b) { return key(a) < key(b); });
  if (helpful.size() > most) helpful.resize(most);
  return helpful;
}

}  // namespace counterpoint::matching
