#include "matching/planning/planner.h"

#include <algorithm>
#include <thread>
#include <tuple>
#include <utility>

#include "matching/planning/break_limits.h"
#include "matching/planning/day_bounds.h"
#include "matching/planning/group_bound.h"
#include "matching/planning/local_search.h"
#include "matching/planning/neighbourhood_search.h"
#include "matching/planning/schedule_breaks.h"
#include "matching/planning/wishes.h"

namespace counterpoint::matching {
namespace {

// Of the conflicts, what finding the rules that conflict may take.
constexpr std::int64_t kConflictShare = 4;
// Where a small session is proved impossible, how much more than its first moves
// goes into a plan that leaves something out.
constexpr std::int64_t kImpossibleMoves = 4;
// Where annealing starts and ends. Tight small sessions need the greater heat to
// come from one region to another; in large ones it is time lost, and so is cold
// in which nothing moves.
constexpr double kHottest = 0.5;
constexpr double kHottestOfLarge = 0.18;
constexpr double kColdest = 0.12;
constexpr double kColdestOfLarge = 0.13;
// The same for wishes, of which sixteen count as much as a break: no hotter than
// where a search for breaks ends, or those that were saved are lost again.
constexpr double kHottestOfWishes = 1.2;
constexpr double kColdestOfWishes = 0.12;
// Of the moves of a large session, what wishes get.
constexpr std::int64_t kWishShare = 5;
// Between the seeds of two runs at the same time.
constexpr int kSeedStep = 1000;

class Planning {
 public:
  Planning(const SessionProblem& problem, const PlanOptions& options, const SearchControl& control)
      : problem_(problem),
        options_(options),
        control_{.stop = control.stop,
                 .progress =
                     [this, tell = control.progress](const SearchProgress& now) {
                       if (tell && IsNews(now)) tell(told_);
                     }},
        domains_(FindDomains(problem)) {}

  PlanResult Run() {
    if (!domains_.dead_ends.empty()) {
      result_.dead_ends = domains_.dead_ends;
      result_.proof = Proof::kImpossible;
      SetLimitsWithoutDays();
      Search(domains_.own, ImpossibleMoves());
    } else {
      days_ = FindDayBounds(problem_, domains_);
      limits_ = FindBreakLimits(problem_.breaks, days_);
      SetSearchLimits();
      for (const DayBounds& day : days_) {
        least_breaks_.push_back(day.least_breaks);
        result_.bound += day.least_breaks;
      }
      if (limits_.dead_end) {
        result_.unfair_participant = limits_.dead_end;
        result_.proof = Proof::kImpossible;
        Search(domains_.slots, ImpossibleMoves());
      } else {
        SearchForProof();
      }
    }
    SearchForWishes();
    return Finish();
  }

 private:
  bool IsExact() const { return problem_.meetings.size() <= options_.most_exact_meetings; }
  bool IsWhole() const { return result_.unplaced == 0 && result_.unfair == 0; }

  std::int64_t ImpossibleMoves() const {
    return IsExact() ? std::min(options_.most_moves, kImpossibleMoves * options_.first_moves)
                     : options_.most_moves;
  }

  // Whether something is better than what was told before; tells it from now on.
  bool IsNews(const SearchProgress& now) {
    const bool better =
        now.breaks && (!told_.breaks || std::pair(*now.unplaced, *now.breaks) <
                                            std::pair(*told_.unplaced, *told_.breaks));
    if (better) {
      told_.unplaced = now.unplaced;
      told_.breaks = now.breaks;
    }
    const bool higher = now.bound > told_.bound;
    told_.bound = std::max(told_.bound, now.bound);
    return better || higher;
  }

  // Local search looks at each participant by itself, so where breaks have to be
  // compared it keeps them so low that every difference is allowed.
  void SetSearchLimits() {
    most_breaks_ = limits_.most;
    if (!limits_.compare) return;
    for (std::size_t p = 0; p < most_breaks_.size(); ++p) {
      most_breaks_[p] = std::min(
          most_breaks_[p], limits_.base[p] + limits_.lowest + problem_.breaks.most_difference);
    }
  }

  // What a participant may have where nobody's day is known.
  void SetLimitsWithoutDays() {
    const auto meetings_of = MeetingsOfParticipants(problem_);
    for (std::size_t p = 0; p < meetings_of.size(); ++p) {
      const int forced = ForcedBreaks(problem_, p, static_cast<int>(meetings_of[p].size()));
      int most = problem_.slots();
      if (problem_.breaks.fairness != BreakFairness::kOff) {
        most = problem_.breaks.most_difference;
        if (problem_.breaks.fairness == BreakFairness::kBreaksBeyondForced) most += forced;
      }
      least_breaks_.push_back(forced);
      most_breaks_.push_back(most);
    }
  }

  void SearchForProof() {
    Search(domains_.slots, IsExact() ? options_.first_moves : options_.most_moves);
    if (IsWhole() && result_.total_breaks <= result_.bound) {
      result_.proof = Proof::kOptimal;
      return;
    }
    if (control_.Stopped()) return;
    if (IsExact()) {
      ProveOrImprove();
      // A plan that has to leave something out is worth an effort too.
      const std::int64_t moves =
          result_.proof == Proof::kImpossible ? ImpossibleMoves() : options_.most_moves;
      if (result_.proof != Proof::kOptimal && result_.moves < moves) {
        Search(domains_.slots, moves - result_.moves);
      }
    } else {
      RaiseBound();
    }
    if (result_.proof == Proof::kOpen) ImproveParts();
    if (result_.proof == Proof::kOpen && IsWhole() && result_.total_breaks <= result_.bound) {
      result_.proof = Proof::kOptimal;
    }
  }

  void ProveOrImprove() {
    std::optional<Schedule> known;
    if (IsWhole()) known = result_.schedule;
    ExactResult exact = PlanExactly(problem_, std::move(known),
                                    {.seed = options_.seed,
                                     .most_conflicts = options_.most_conflicts,
                                     .two_threads = options_.two_threads},
                                    control_);
    result_.proof = exact.proof;
    result_.conflicts += exact.conflicts;
    result_.bound = std::max(result_.bound, exact.bound);
    if (exact.schedule) {
      result_.schedule = std::move(*exact.schedule);
      result_.unplaced = 0;
      result_.unfair = 0;
      result_.total_breaks = TotalBreaks(problem_, result_.schedule);
    }
    if (exact.proof == Proof::kImpossible) {
      result_.conflict =
          FindConflict(problem_, options_.seed, options_.most_conflicts / kConflictShare, control_);
    }
  }

  void RaiseBound() {
    if (options_.group_size == 0) return;
    const GroupBound bound = BoundByGroups(problem_, domains_, days_,
                                           {.seed = options_.seed,
                                            .group_size = options_.group_size,
                                            .two_threads = options_.two_threads},
                                           control_);
    result_.conflicts += bound.conflicts;
    result_.bound = std::max(result_.bound, bound.breaks);
    control_.Tell({.unplaced = {}, .breaks = {}, .bound = result_.bound});
  }

  void ImproveParts() {
    if (!IsWhole() || control_.Stopped()) return;
    // Where somebody has more than these limits allow, others may only have more
    // breaks too, which a part by itself does not know.
    const std::vector<int> breaks = BreaksOf(problem_, result_.schedule);
    for (std::size_t p = 0; p < breaks.size(); ++p) {
      if (breaks[p] > most_breaks_[p]) return;
    }
    NeighbourhoodSearchResult found = SearchNeighbourhoods(
        {.problem = problem_, .domains = domains_.slots, .most_breaks = most_breaks_},
        least_breaks_, result_.bound, result_.schedule,
        {.seed = options_.seed, .neighbourhoods = options_.most_neighbourhoods}, control_);
    result_.conflicts += found.conflicts;
    result_.schedule = std::move(found.schedule);
    result_.total_breaks = found.breaks;
  }

  LocalSearchResult SearchOnce(const LocalSearchTask& task, std::int64_t moves, int seed,
                               const SearchControl& control) const {
    // A single long cooling is better than several short ones.
    return SearchLocally(task,
                         {.seed = static_cast<std::uint64_t>(seed),
                          .moves = moves,
                          .moves_a_cooling = std::max<std::int64_t>(1, moves),
                          .hottest = IsExact() ? kHottest : kHottestOfLarge,
                          .coldest = IsExact() ? kColdest : kColdestOfLarge},
                         std::nullopt, control);
  }

  // Takes what it finds where it is better than what there is.
  void Search(const std::vector<SlotSet>& domains, std::int64_t moves) {
    const bool first = result_.schedule.slots.empty();
    const LocalSearchTask task{.problem = problem_,
                               .domains = domains,
                               .most_breaks = most_breaks_,
                               .least_breaks = least_breaks_,
                               .bound = result_.bound};
    const auto rank = [](const LocalSearchResult& result) {
      return std::tuple(result.unplaced, result.unfair, result.breaks);
    };
    const int seed = options_.seed + (first ? 0 : 1);
    LocalSearchResult beside;
    std::thread other;
    if (options_.two_threads && !IsExact()) {
      // Only one thread tells of progress.
      other = std::thread([&] {
        beside = SearchOnce(task, moves, seed + kSeedStep, {.stop = control_.stop, .progress = {}});
      });
    }
    LocalSearchResult found = SearchOnce(task, moves, seed, control_);
    if (other.joinable()) {
      other.join();
      if (rank(beside) < rank(found)) std::swap(found, beside);
    }
    result_.moves += found.moves + beside.moves;
    if (!first &&
        rank(found) >= std::tuple(result_.unplaced, result_.unfair, result_.total_breaks)) {
      return;
    }
    result_.schedule = std::move(found.schedule);
    result_.unplaced = found.unplaced;
    result_.unfair = found.unfair;
    result_.total_breaks = found.breaks;
  }

  // From the plan to one where fewer wishes are missed, and nothing else is worse.
  void SearchForWishes() {
    if (MissedWishes(problem_, result_.schedule) == 0 || control_.Stopped()) return;
    const std::int64_t moves = IsExact() ? options_.first_moves : options_.most_moves / kWishShare;
    // Whoever has more breaks than local search would give it may keep them.
    const std::vector<int> breaks = BreaksOf(problem_, result_.schedule);
    for (std::size_t p = 0; p < breaks.size(); ++p) {
      most_breaks_[p] = std::max(most_breaks_[p], breaks[p]);
    }
    LocalSearchResult found =
        SearchLocally({.problem = problem_,
                       .domains = domains_.dead_ends.empty() ? domains_.slots : domains_.own,
                       .most_breaks = most_breaks_,
                       .least_breaks = least_breaks_,
                       .bound = result_.bound,
                       .wishes = true},
                      {.seed = static_cast<std::uint64_t>(options_.seed) + 2,
                       .moves = moves,
                       .moves_a_cooling = std::max<std::int64_t>(1, moves),
                       .hottest = kHottestOfWishes,
                       .coldest = kColdestOfWishes},
                      result_.schedule, control_);
    result_.moves += found.moves;
    const auto rank = [this](int unplaced, const Schedule& schedule) {
      return std::tuple(unplaced, Unfairness(schedule), TotalBreaks(problem_, schedule),
                        MissedWishes(problem_, schedule));
    };
    if (rank(found.unplaced, found.schedule) >= rank(result_.unplaced, result_.schedule)) return;
    result_.schedule = std::move(found.schedule);
    result_.unplaced = found.unplaced;
    result_.total_breaks = found.breaks;
    if (result_.proof == Proof::kOpen && IsWhole() && result_.total_breaks <= result_.bound) {
      result_.proof = Proof::kOptimal;
    }
  }

  PlanResult Finish() {
    result_.breaks = BreaksOf(problem_, result_.schedule);
    result_.unfair = Unfairness(result_.schedule);
    result_.missed_wishes = MissedWishes(problem_, result_.schedule);
    if (result_.proof != Proof::kOpen) {
      result_.end = PlanEnd::kProved;
    } else if (control_.Stopped()) {
      result_.end = PlanEnd::kStopped;
    }
    return std::move(result_);
  }

  // By the rule itself, not by the limits that local search kept to.
  int Unfairness(const Schedule& schedule) const {
    if (problem_.breaks.fairness == BreakFairness::kOff || problem_.participants.empty()) return 0;
    std::vector<int> compared = BreaksOf(problem_, schedule);
    if (problem_.breaks.fairness == BreakFairness::kBreaksBeyondForced) {
      const auto meetings_of = MeetingsOfParticipants(problem_);
      for (std::size_t p = 0; p < compared.size(); ++p) {
        compared[p] -= ForcedBreaks(problem_, p, static_cast<int>(meetings_of[p].size()));
      }
    }
    int unfair = 0;
    const auto least = std::min_element(compared.begin(), compared.end());
    for (const int breaks : compared) {
      unfair += std::max(0, breaks - *least - problem_.breaks.most_difference);
    }
    return unfair;
  }

  const SessionProblem& problem_;
  const PlanOptions& options_;
  SearchProgress told_;
  const SearchControl control_;
  const MeetingDomains domains_;
  std::vector<DayBounds> days_;
  BreakLimits limits_;
  // Of each participant, for local search.
  std::vector<int> most_breaks_;
  std::vector<int> least_breaks_;
  PlanResult result_;
};

}  // namespace

PlanResult Plan(const SessionProblem& problem, const PlanOptions& options,
                const SearchControl& control) {
  return Planning(problem, options, control).Run();
}

}  // namespace counterpoint::matching
