#include "matching/session/plan_session.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "matching/planning/day_bounds.h"
#include "matching/session/case_problem.h"
#include "matching/session/session_choice.h"
#include "matching/session/table_assignment.h"
#include "matching/session/table_limits.h"
#include "matching/session/unplaced_reason.h"

namespace counterpoint::matching {
namespace {

// How often others are left out for a pair that must meet, before it is.
constexpr int kMostYieldingToMust = 4;

// A choice and where its pairs were placed.
struct Round {
  SessionChoice choice;
  PlanResult result;  // Of ProblemOf(choice.pairs).
};

class SessionPlanning {
 public:
  SessionPlanning(const SessionCase& session, const PlanOptions& options,
                  const SearchControl& control)
      : session_(session),
        options_(options),
        control_(control),
        own_(OwnSlots(session)),
        chooser_(session),
        yielded_to_(session.pairs.size(), 0),
        has_yielded_(session.pairs.size(), false) {}

  SessionPlan Run() {
    Round round{.choice = chooser_.Choose(control_), .result = {}};
    Place(round, Effort::kShort);
    const bool is_small = round.choice.pairs.size() <= options_.most_exact_meetings;
    if (round.result.unplaced == 0 || is_small) Place(round, Effort::kWhole);
    if (round.result.unplaced > 0) FindBetter(round);
    return Describe(round);
  }

 private:
  enum class Effort { kShort, kWhole };

  // Where a round is to be planned again, its better result counts.
  void Place(Round& round, Effort effort) {
    const SessionProblem problem = ProblemOf(session_, round.choice.pairs);
    PlanOptions options = options_;
    SearchControl control = control_;
    if (effort == Effort::kShort) {
      options.most_moves = std::min(options.first_moves, options.most_moves);
      options.most_exact_meetings = 0;
      control.progress = nullptr;
    }
    PlanResult result = Plan(problem, options, control);
    const auto rank = [](const PlanResult& r) {
      return std::tuple(r.unplaced, r.unfair, r.total_breaks);
    };
    const bool is_worse = !round.result.schedule.slots.empty() && rank(round.result) < rank(result);
    if (is_worse) {
      result.schedule = std::move(round.result.schedule);
      result.unplaced = round.result.unplaced;
      result.unfair = round.result.unfair;
      result.total_breaks = round.result.total_breaks;
      result.breaks = std::move(round.result.breaks);
    }
    round.result = std::move(result);
  }

  // Leaves something out round by round. What finds no place for want of a good
  // search is lost to later rounds, which is why the best counts and not the last.
  void FindBetter(Round& best) {
    Round last = best;
    bool is_whole = true;
    for (int i = 1; i < kMostRounds && last.result.unplaced > 0 && !control_.Stopped(); ++i) {
      const std::vector<std::size_t> left_out = LeftOutAfter(last);
      for (const std::size_t pair : left_out) chooser_.LeaveOut(pair);
      Round now{.choice = chooser_.Choose(control_), .result = {}};
      Place(now, Effort::kShort);
      if (RankOf(now) < RankOf(best)) {
        best = now;
        is_whole = false;
      } else if (TakeBack(left_out)) {
        continue;
      }
      last = std::move(now);
    }
    if (!is_whole && !control_.Stopped()) Place(best, Effort::kWhole);
  }

  // For each pair without a slot what is in its way, where that counts less, or
  // the pair itself.
  std::vector<std::size_t> LeftOutAfter(const Round& round) {
    std::vector<std::size_t> left_out;
    for (std::size_t m = 0; m < round.choice.pairs.size(); ++m) {
      if (round.result.schedule.slots[m] != kUnplaced) continue;
      const std::size_t pair = round.choice.pairs[m];
      const bool must = session_.pairs[pair].candidate.rule == PairRule::kMust;
      std::optional<std::size_t> other;
      if (yielded_to_[pair]++ < (must ? kMostYieldingToMust : 1)) other = InTheWayOf(pair, round);
      if (other) has_yielded_[*other] = true;
      left_out.push_back(other.value_or(pair));
    }
    return left_out;
  }

  // Those of them that made room in vain come in again; false where there are none.
  bool TakeBack(const std::vector<std::size_t>& left_out) {
    bool any = false;
    for (const std::size_t pair : left_out) {
      if (!has_yielded_[pair]) continue;
      chooser_.TakeBack(pair);
      any = true;
    }
    return any;
  }

  // The pair with the lowest score that meets where `wanted` could, one that shares
  // a participant with it before others; counts less than `wanted`, and has not
  // made room before.
  std::optional<std::size_t> InTheWayOf(std::size_t wanted, const Round& round) const {
    const CandidatePair& of = session_.pairs[wanted].candidate;
    const bool must = of.rule == PairRule::kMust;
    std::optional<std::size_t> found;
    std::pair<bool, double> least;
    for (std::size_t m = 0; m < round.choice.pairs.size(); ++m) {
      const std::size_t i = round.choice.pairs[m];
      const int slot = round.result.schedule.slots[m];
      const CandidatePair& pair = session_.pairs[i].candidate;
      if (slot == kUnplaced || !own_[wanted].contains(slot) || pair.rule == PairRule::kMust) {
        continue;
      }
      const bool shares = pair.first == of.first || pair.first == of.second ||
                          pair.second == of.first || pair.second == of.second;
      const std::pair key(!shares, pair.score);
      if (!must && (!shares || pair.score >= of.score)) continue;
      if (has_yielded_[i] || (found && key >= least)) continue;
      found = i;
      least = key;
    }
    return found;
  }

  std::vector<int> MeetingsOf(const Round& round) const {
    std::vector<int> meetings(session_.participants.size(), 0);
    for (std::size_t m = 0; m < round.choice.pairs.size(); ++m) {
      if (round.result.schedule.slots[m] == kUnplaced) continue;
      const CandidatePair& pair = session_.pairs[round.choice.pairs[m]].candidate;
      ++meetings[pair.first];
      ++meetings[pair.second];
    }
    return meetings;
  }

  // Less is better.
  std::tuple<int, int, std::vector<int>, double> RankOf(const Round& round) const {
    int must = 0;
    double score = 0;
    for (std::size_t m = 0; m < round.choice.pairs.size(); ++m) {
      if (round.result.schedule.slots[m] == kUnplaced) continue;
      const CandidatePair& pair = session_.pairs[round.choice.pairs[m]].candidate;
      if (pair.rule == PairRule::kMust) ++must;
      score += pair.score;
    }
    std::vector<int> meetings = MeetingsOf(round);
    int missing = 0;
    for (std::size_t p = 0; p < meetings.size(); ++p) {
      missing += std::max(0, session_.participants[p].quota.least - meetings[p]);
    }
    std::vector<int> worst_first;
    if (session_.fairness == ChoiceFairness::kWorstOffFirst) {
      std::sort(meetings.begin(), meetings.end());
      for (const int amount : meetings) worst_first.push_back(-amount);
    }
    return {-must, missing, std::move(worst_first), -score};
  }

  SessionPlan Describe(const Round& round) {
    const std::vector<std::size_t>& pairs = round.choice.pairs;
    const PlanResult& result = round.result;
    SessionPlan plan;
    std::vector<PlacedMeeting> placed;
    for (std::size_t m = 0; m < pairs.size(); ++m) {
      if (result.schedule.slots[m] == kUnplaced) continue;
      placed.push_back({.pair = pairs[m], .slot = result.schedule.slots[m], .table = kNoTable});
    }
    plan.meetings = AssignTables(session_, placed);
    plan.choice_proved = round.choice.proved && plan.meetings.size() == pairs.size();
    plan.overloads = FindOverloads(session_);
    plan.proof = result.proof;
    plan.end = control_.Stopped() ? PlanEnd::kStopped : result.end;
    plan.total_breaks = result.total_breaks;
    plan.bound = result.bound;
    plan.unfair = result.unfair;
    plan.breaks = result.breaks;
    plan.table_changes = TableChanges(session_, plan.meetings);
    plan.unfair_participant = result.unfair_participant;
    const SessionProblem problem = ProblemOf(session_, pairs);
    plan.limits = problem.limits;
    NamePairs(round, plan);
    CountMeetings(problem, round, plan);
    FindUnplaced(pairs, plan);
    return plan;
  }

  static void NamePairs(const Round& round, SessionPlan& plan) {
    const std::vector<std::size_t>& pairs = round.choice.pairs;
    plan.dead_ends = round.result.dead_ends;
    for (DeadEnd& dead_end : plan.dead_ends) {
      for (std::size_t& meeting : dead_end.meetings) meeting = pairs[meeting];
    }
    for (MeetingLimit& limit : plan.limits) {
      for (std::size_t& meeting : limit.meetings) meeting = pairs[meeting];
    }
    plan.conflict = round.result.conflict;
    if (!plan.conflict) return;
    for (PlanningRule& rule : plan.conflict->rules) {
      const bool names_meeting = rule.kind == RuleKind::kWindow || rule.kind == RuleKind::kFixed ||
                                 rule.kind == RuleKind::kOrder;
      if (names_meeting) rule.meeting = pairs[rule.meeting];
      if (rule.kind == RuleKind::kOrder) rule.other = pairs[rule.other];
    }
  }

  void CountMeetings(const SessionProblem& problem, const Round& round, SessionPlan& plan) const {
    std::vector<int> chosen(session_.participants.size(), 0);
    for (const std::size_t pair : round.choice.pairs) {
      ++chosen[session_.pairs[pair].candidate.first];
      ++chosen[session_.pairs[pair].candidate.second];
    }
    std::vector<int> placed(session_.participants.size(), 0);
    for (const PlacedMeeting& meeting : plan.meetings) {
      const CandidatePair& pair = session_.pairs[meeting.pair].candidate;
      plan.score += pair.score;
      for (const std::size_t p : {pair.first, pair.second}) {
        ++placed[p];
        const SlotSet& liked = session_.participants[p].liked;
        if (!liked.empty() && !liked.contains(meeting.slot)) ++plan.missed_wishes;
      }
    }
    for (std::size_t p = 0; p < placed.size(); ++p) {
      plan.missing.push_back(std::max(0, session_.participants[p].quota.least - placed[p]));
      plan.forced_breaks.push_back(ForcedBreaks(problem, p, chosen[p]));
    }
  }

  void FindUnplaced(const std::vector<std::size_t>& chosen, SessionPlan& plan) const {
    std::vector<bool> is_unplaced(session_.pairs.size(), false);
    for (std::size_t i = 0; i < session_.pairs.size(); ++i) {
      is_unplaced[i] = session_.pairs[i].candidate.rule == PairRule::kMust;
    }
    for (const std::size_t pair : chosen) is_unplaced[pair] = true;
    for (const PlacedMeeting& meeting : plan.meetings) is_unplaced[meeting.pair] = false;
    for (std::size_t i = 0; i < is_unplaced.size(); ++i) {
      if (!is_unplaced[i]) continue;
      plan.unplaced.push_back({.pair = i, .reason = ReasonFor(session_, plan.meetings, i)});
    }
  }

  const SessionCase& session_;
  const PlanOptions& options_;
  const SearchControl& control_;
  const std::vector<SlotSet> own_;
  PairChooser chooser_;
  std::vector<int> yielded_to_;    // How often others were left out for a pair.
  std::vector<bool> has_yielded_;  // Whether a pair was left out for another.
};

}  // namespace

SessionPlan PlanSession(const SessionCase& session, const PlanOptions& options,
                        const SearchControl& control) {
  return SessionPlanning(session, options, control).Run();
}

}  // namespace counterpoint::matching
