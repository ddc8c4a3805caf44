#include "matching/planning/local_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

#include "matching/planning/placement.h"
#include "matching/planning/split_mix.h"

namespace counterpoint::matching {
namespace {

constexpr double kWhole = 4294967296.0;
constexpr std::uint32_t Share(double share) { return static_cast<std::uint32_t>(share * kWhole); }

// How often an idle slot beside a run of meetings is tried rather than any, a
// meeting at the edge of a run rather than any, a meeting without a slot rather
// than a chain, and a meeting in a slot that its participant does not like rather
// than any.
constexpr std::uint32_t kBeside = Share(0.9);
constexpr std::uint32_t kEdge = Share(0.8);
constexpr std::uint32_t kInsert = Share(0.25);
constexpr std::uint32_t kWish = Share(0.15);
// As long as a meeting has no slot, for so much of a cooling, it is at least so hot.
constexpr double kPlacing = 0.5;
constexpr double kPlacingHeat = 0.25;
// Participants that are asked for a chain that goes the other way, or for a
// meeting that gives up its table.
constexpr int kTries = 12;
// Participants that are passed over, at most, for one with more breaks than it
// must have, or with a meeting in a slot that it does not like.
constexpr int kBreakTries = 4;

template <int kWords, bool kExtras>
class Annealing {
 public:
  Annealing(const LocalSearchTask& task, const LocalSearchOptions& options,
            const SearchControl& control)
      : task_(task), options_(options), control_(control), state_(task), random_(options.seed) {
    for (std::size_t p = 0; p < task.problem.participants.size(); ++p) {
      if (!state_.usable(static_cast<int>(p)).empty()) busy_.push_back(static_cast<int>(p));
    }
  }

  LocalSearchResult Run(const std::optional<Schedule>& start) {
    if (start) {
      for (std::size_t m = 0; m < start->slots.size(); ++m) {
        if (start->slots[m] != kUnplaced) state_.Place(static_cast<int>(m), start->slots[m]);
      }
    } else {
      PlaceGreedily();
    }
    Keep();
    const double first = std::log(options_.hottest);
    const double last = std::log(options_.coldest);
    while (!busy_.empty() && result_.moves < options_.moves && !Done()) {
      const std::int64_t in_cooling = result_.moves % options_.moves_a_cooling;
      // Temperatures change, and the caller is asked, once in so many moves.
      if (in_cooling % kStep == 0) {
        if (control_.Stopped()) break;
        const double share =
            static_cast<double>(in_cooling) / static_cast<double>(options_.moves_a_cooling);
        const double temperature = std::exp(first + (last - first) * share);
        // What has no slot needs more heat to find one than breaks to vanish.
        const bool places = !state_.unplaced().empty() && share < kPlacing;
        SetTemperature(places ? std::max(temperature, kPlacingHeat) : temperature);
      }
      ++result_.moves;
      if (!state_.unplaced().empty() && random_.Chance() < kInsert) {
        TryInsertion();
      } else {
        TryChain();
      }
      if (IsBetter()) Keep();
    }
    return std::move(result_);
  }

 private:
  using State = Placement<kWords, kExtras>;
  using Mask = typename State::Mask;
  static constexpr std::int64_t kStep = 2048;
  static constexpr int kMostCost = 40;

  bool Done() const {
    return result_.unplaced == 0 && result_.unfair == 0 && result_.breaks <= task_.bound &&
           result_.missed_wishes == 0;
  }

  // Orders schedules as LocalSearchResult does, but for wishes.
  std::int64_t Rank() const {
    return static_cast<std::int64_t>(state_.unplaced().size()) << 40 |
           static_cast<std::int64_t>(state_.unfair()) << 20 |
           static_cast<std::int64_t>(state_.breaks());
  }
  bool IsBetter() const {
    const std::int64_t rank = Rank();
    if (kExtras && rank == best_rank_) return state_.missed() < result_.missed_wishes;
    return rank < best_rank_;
  }

  void Keep() {
    best_rank_ = Rank();
    result_.unplaced = static_cast<int>(state_.unplaced().size());
    result_.unfair = state_.unfair();
    result_.breaks = state_.breaks();
    result_.missed_wishes = state_.missed();
    result_.schedule = state_.schedule();
    control_.Tell({.unplaced = result_.unplaced, .breaks = result_.breaks, .bound = task_.bound});
  }

  // Those with the fewest slots first, each where it costs least and where most
  // tables are free.
  void PlaceGreedily() {
    std::vector<int> order(task_.domains.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
      return task_.domains[static_cast<std::size_t>(a)].size() <
             task_.domains[static_cast<std::size_t>(b)].size();
    });
    for (const int m : order) {
      int best = kUnplaced;
      int best_cost = 0;
      for (const int slot : task_.domains[static_cast<std::size_t>(m)]) {
        if (!IsOpen(m, slot)) continue;
        state_.Place(m, slot);
        if (best == kUnplaced || state_.cost() < best_cost) {
          best = slot;
          best_cost = state_.cost();
        }
        state_.Remove(m);
      }
      if (best != kUnplaced) state_.Place(m, best);
    }
  }

  bool IsOpen(int m, int slot) const {
    if (state_.IsFull(slot) || !state_.KeepsLimits(m, slot) ||
        state_.day(state_.first(m)).contains(slot) || state_.day(state_.second(m)).contains(slot)) {
      return false;
    }
    return std::none_of(state_.before(m).begin(), state_.before(m).end(),
                        [&](int other) { return state_.SlotOf(other) >= slot; }) &&
           std::none_of(state_.after(m).begin(), state_.after(m).end(), [&](int other) {
             return state_.SlotOf(other) != kUnplaced && state_.SlotOf(other) <= slot;
           });
  }

  void SetTemperature(double temperature) {
    for (int cost = 0; cost < kMostCost; ++cost) {
      accept_[static_cast<std::size_t>(cost)] =
          static_cast<std::uint32_t>(std::min(std::exp(-cost / temperature) * kWhole, kWhole - 1));
    }
  }
  bool Accepts(int cost) { return cost <= MostAccepted(); }
  // The most that the next move may cost: as much with as great a chance as the
  // temperature gives it.
  int MostAccepted() {
    const std::uint32_t chance = random_.Chance();
    int cost = 0;
    while (cost + 1 < kMostCost && chance < accept_[static_cast<std::size_t>(cost) + 1]) ++cost;
    return cost;
  }

  int Pick(const Mask& slots) { return slots.NextRound(random_.Below(state_.slots())); }
  int PickParticipant() {
    return busy_[static_cast<std::size_t>(random_.Below(static_cast<int>(busy_.size())))];
  }

  // Rather somebody who has more breaks than it must, though anybody will do.
  int PickWithBreaks() {
    int p = PickParticipant();
    for (int i = 0; i < kBreakTries; ++i) {
      if (state_.BreaksOf(p) > task_.least_breaks[static_cast<std::size_t>(p)]) break;
      p = PickParticipant();
    }
    return p;
  }

  // Rather somebody who has a meeting where it does not like it.
  int PickWithMissedWish() {
    int p = PickParticipant();
    for (int i = 0; i < kBreakTries; ++i) {
      if (!(state_.day(p) & state_.disliked(p)).empty()) break;
      p = PickParticipant();
    }
    return p;
  }

  void TryChain() {
    if (kExtras && task_.wishes && random_.Chance() < kWish) {
      const int p = PickWithMissedWish();
      const int to = Pick(state_.usable(p) - state_.day(p) - state_.disliked(p));
      const int from = Pick(state_.day(p) & state_.disliked(p));
      return TryChain(p, from, to);
    }
    const int p = PickWithBreaks();
    const Mask& day = state_.day(p);
    const Mask idle = (random_.Chance() < kBeside ? state_.BesideDay(p) & state_.usable(p)
                                                  : state_.usable(p) - day);
    const int to = Pick(idle);
    const int from = Pick(random_.Chance() < kEdge ? state_.EdgesOf(p) : day);
    TryChain(p, from, to);
  }

  void TryChain(int p, int from, int to) {
    if (to < 0 || from < 0) return;
    // A chain whose beginning costs too much, but not the whole, is also found
    // from its other end; most are given up here, before they are followed.
    const int most = MostAccepted();
    int cost = state_.CostOfChange(p, from, to);
    if (cost > most) return;
    if (!state_.FindChain(p, from, to, chain_) || !state_.KeepsOrder(chain_, from, to)) return;
    cost += state_.CostOfChange(chain_.end, from, to);
    if (cost > most) return;
    const bool alone = (chain_.meetings.size() % 2 == 0 || !state_.IsFull(to)) &&
                       state_.KeepsLimits(chain_, nullptr, from, to);
    if (!alone && !FindReturn(from, to, most - cost)) return;
    state_.Apply(chain_, from, to);
    if (alone) return;
    // The two chains share no meeting, but an order may tie them.
    if (state_.KeepsOrder(return_, from, to)) {
      state_.Apply(return_, from, to);
    } else {
      state_.Apply(chain_, from, to);
    }
  }

  // A chain apart from the first, with which tables and limits are kept, and that
  // costs no more than `most`.
  bool FindReturn(int from, int to, int most) {
    for (int i = 0; i < kTries; ++i) {
      const int p = PickParticipant();
      if (p == chain_.begin || p == chain_.end || !state_.day(p).contains(to) ||
          state_.day(p).contains(from)) {
        continue;
      }
      const int cost = state_.CostOfChange(p, from, to);
      if (cost <= most && state_.FindChain(p, to, from, return_) && Balances(from, to) &&
          cost + state_.CostOfChange(return_.end, from, to) <= most) {
        return true;
      }
    }
    return false;
  }

  // Whether neither slot has too many meetings after both chains.
  bool Balances(int from, int to) {
    const int more = static_cast<int>(chain_.meetings.size() % 2) -
                     static_cast<int>(return_.meetings.size() % 2);
    if (more != 0 && state_.IsFull(more > 0 ? to : from)) return false;
    return state_.KeepsLimits(chain_, &return_, from, to);
  }

  // Puts a meeting somewhere; those in its way lose their slots.
  void TryInsertion() {
    const std::vector<int>& unplaced = state_.unplaced();
    const int m =
        unplaced[static_cast<std::size_t>(random_.Below(static_cast<int>(unplaced.size())))];
    const int slot = Pick(state_.domain(m));
    if (slot < 0) return;
    const int before = state_.cost();
    removed_.clear();
    Eject(state_.MeetingAt(state_.first(m), slot));
    Eject(state_.MeetingAt(state_.second(m), slot));
    for (const int other : state_.before(m)) {
      if (state_.SlotOf(other) >= slot) Eject(other);
    }
    for (const int other : state_.after(m)) {
      if (state_.SlotOf(other) != kUnplaced && state_.SlotOf(other) <= slot) Eject(other);
    }
    EjectForLimits(m, slot);
    for (int i = 0; i < kTries && state_.IsFull(slot); ++i) {
      Eject(state_.MeetingAt(PickParticipant(), slot));
    }
    const bool fits = !state_.IsFull(slot) && state_.KeepsLimits(m, slot);
    if (fits) state_.Place(m, slot);
    if (fits && Accepts(state_.cost() - before)) return;
    if (fits) state_.Remove(m);
    for (const auto& [other, old_slot] : removed_) state_.Place(other, old_slot);
  }

  // One meeting for each limit that is full, as none is ever more than that.
  void EjectForLimits(int m, int slot) {
    while (!state_.KeepsLimits(m, slot)) {
      const int other =
          state_.InTheWay(m, slot, random_.Below(static_cast<int>(task_.domains.size())));
      if (other == State::kNone) return;
      Eject(other);
    }
  }

  void Eject(int m) {
    if (m == State::kNone) return;
    removed_.emplace_back(m, state_.SlotOf(m));
    state_.Remove(m);
  }

  const LocalSearchTask& task_;
  const LocalSearchOptions& options_;
  const SearchControl& control_;
  State state_;
  SplitMix random_;
  std::vector<int> busy_;  // Participants that have meetings that can be placed.
  std::array<std::uint32_t, kMostCost> accept_{};
  KempeChain chain_;
  KempeChain return_;
  std::vector<std::pair<int, int>> removed_;
  LocalSearchResult result_;
  std::int64_t best_rank_ = 0;
};

}  // namespace

LocalSearchResult SearchLocally(const LocalSearchTask& task, const LocalSearchOptions& options,
                                const std::optional<Schedule>& start,
                                const SearchControl& control) {
  constexpr int kMostWords = SlotSet::kMost / 64;
  const bool is_short = task.problem.slots() <= 64;
  if (task.problem.days.size() > 1 || !task.problem.limits.empty() || task.wishes) {
    if (is_short) return Annealing<1, true>(task, options, control).Run(start);
    return Annealing<kMostWords, true>(task, options, control).Run(start);
  }
  if (is_short) return Annealing<1, false>(task, options, control).Run(start);
  return Annealing<kMostWords, false>(task, options, control).Run(start);
}

}  // namespace counterpoint::matching
