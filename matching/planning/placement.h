// The state of a local search: a schedule that is always free of clashes, with
// all that a move has to look up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "matching/planning/day_mask.h"
#include "matching/planning/day_split.h"
#include "matching/planning/limit_loads.h"
#include "matching/planning/local_search.h"

namespace counterpoint::matching {

// Meetings that change places between two slots, and the participants at the two
// ends, who alone have another day afterwards. An odd chain moves one meeting
// more from the first slot to the second than back.
struct KempeChain {
  std::vector<int> meetings;
  int begin = 0;  // Participant.
  int end = 0;
};

// Days, limits and wishes cost about a tenth of a search's time to look whether
// there are any; unless `kExtras`, there are none, and nobody looks.
template <int kWords, bool kExtras>
class Placement {
 public:
  using Mask = DayMask<kWords>;
  static constexpr int kNone = -1;
  // What counts beside a break.
  static constexpr int kUnplacedCost = 4;
  static constexpr int kUnfairCost = 3;
  // What all of these count for where a missed wish counts 1.
  static constexpr int kWishesABreak = 4;

  explicit Placement(const LocalSearchTask& task)
      : slots_(task.problem.slots()),
        tables_(task.problem.tables),
        load_(tables_.size(), 0),
        limits_(task.problem),
        split_(DayStarts(task.problem), slots_),
        most_breaks_(task.most_breaks),
        wishes_(task.wishes),
        days_(task.problem.participants.size()),
        usable_(days_.size()),
        disliked_(days_.size()),
        meeting_at_(days_.size() * tables_.size(), kNone),
        moved_(task.problem.meetings.size(), 0),
        unplaced_position_(task.problem.meetings.size(), kNone) {
    const std::size_t meetings = task.problem.meetings.size();
    for (std::size_t m = 0; m < meetings; ++m) {
      const Meeting& meeting = task.problem.meetings[m];
      first_.push_back(static_cast<int>(meeting.first));
      second_.push_back(static_cast<int>(meeting.second));
      domain_.emplace_back(task.domains[m]);
      for (const std::size_t p : {meeting.first, meeting.second}) {
        usable_[p] = usable_[p] | domain_.back();
      }
    }
    for (std::size_t p = 0; p < days_.size(); ++p) {
      const SlotSet& liked = task.problem.participants[p].liked;
      if (!liked.empty()) disliked_[p] = Mask(SlotSet::Range(0, slots_) - liked);
    }
    before_.resize(meetings);
    after_.resize(meetings);
    for (std::size_t m = 0; m < meetings; ++m) {
      for (const std::size_t earlier : task.problem.meetings[m].after) {
        before_[m].push_back(static_cast<int>(earlier));
        after_[earlier].push_back(static_cast<int>(m));
        ordered_ = true;
      }
    }
    schedule_.slots.assign(meetings, kUnplaced);
    for (std::size_t m = 0; m < meetings; ++m) AddUnplaced(static_cast<int>(m));
  }

  int slots() const { return slots_; }
  const Schedule& schedule() const { return schedule_; }
  int breaks() const { return breaks_; }
  int unfair() const { return unfair_; }
  // Wishes that are missed; 0 where the task does not count them.
  int missed() const { return HasWishes() ? missed_ : 0; }
  // Meetings without a slot, in no order.
  const std::vector<int>& unplaced() const { return unplaced_; }

  const Mask& day(int p) const { return days_[At(p)]; }
  const Mask& usable(int p) const { return usable_[At(p)]; }
  // Slots that somebody with a wish does not like.
  const Mask& disliked(int p) const { return disliked_[At(p)]; }
  // Of one participant's day; see DaySplit.
  int BreaksOf(int p) const { return split_.Breaks(day(p)); }
  Mask EdgesOf(int p) const { return split_.Edges(day(p)); }
  Mask BesideDay(int p) const { return split_.Beside(day(p)); }
  const Mask& domain(int m) const { return domain_[At(m)]; }
  int SlotOf(int m) const { return schedule_.slots[At(m)]; }
  int MeetingAt(int p, int slot) const { return meeting_at_[Cell(p, slot)]; }
  int first(int m) const { return first_[At(m)]; }
  int second(int m) const { return second_[At(m)]; }
  bool IsFull(int slot) const { return load_[At(slot)] >= tables_[At(slot)]; }
  bool KeepsLimits(int m, int slot) const { return !HasLimits() || limits_.HasRoom(m, slot); }
  // A meeting in the slot without which `m` would rather keep its limits there;
  // kNone where it keeps them, or none of the slot's could help.
  int InTheWay(int m, int slot, int start) const {
    return HasLimits() ? limits_.FindInTheWay(m, slot, start, schedule_.slots) : kNone;
  }
  const std::vector<int>& before(int m) const { return before_[At(m)]; }
  const std::vector<int>& after(int m) const { return after_[At(m)]; }

  // The chain that starts with the meeting of `p` in slot `from`; false where a
  // meeting of it cannot be in its new slot. REQUIRES: `p` is idle in `to`.
  bool FindChain(int p, int from, int to, KempeChain& chain) const {
    chain.meetings.clear();
    chain.begin = p;
    for (int m = MeetingAt(p, from); m != kNone;) {
      if (!domain(m).contains(to)) return false;
      chain.meetings.push_back(m);
      p = first(m) == p ? second(m) : first(m);
      m = MeetingAt(p, to);
      std::swap(from, to);
    }
    chain.end = p;
    return true;
  }

  // Whether every order is kept after the chain has changed places between the
  // two slots. REQUIRES: it is kept now.
  bool KeepsOrder(const KempeChain& chain, int a, int b) {
    if (!ordered_) return true;
    ++stamp_;
    for (const int m : chain.meetings) moved_[At(m)] = stamp_;
    const auto slot_of = [&](int m) {
      const int slot = SlotOf(m);
      return moved_[At(m)] == stamp_ ? a + b - slot : slot;
    };
    for (const int m : chain.meetings) {
      const int slot = slot_of(m);
      for (const int other : before(m)) {
        if (SlotOf(other) != kUnplaced && slot_of(other) >= slot) return false;
      }
      for (const int other : after(m)) {
        if (SlotOf(other) != kUnplaced && slot_of(other) <= slot) return false;
      }
    }
    return true;
  }

  // Whether every limit is kept after the chain, and the other one where there is
  // one, have changed places between the two slots.
  bool KeepsLimits(const KempeChain& chain, const KempeChain* other, int a, int b) {
    if (!HasLimits()) return true;
    for (const int m : chain.meetings) limits_.Note(m, SlotOf(m) == a ? 1 : -1);
    if (other != nullptr) {
      for (const int m : other->meetings) limits_.Note(m, SlotOf(m) == a ? 1 : -1);
    }
    return limits_.Allows(a, b);
  }

  // What the day of `p` costs more once it has changed in both slots.
  int CostOfChange(int p, int a, int b) const {
    Mask day = days_[At(p)];
    const int now = DayCost(p, day);
    day.Flip(a);
    day.Flip(b);
    return DayCost(p, day) - now;
  }

  void Apply(const KempeChain& chain, int a, int b) {
    for (const int m : chain.meetings) {
      meeting_at_[Cell(first(m), SlotOf(m))] = kNone;
      meeting_at_[Cell(second(m), SlotOf(m))] = kNone;
    }
    for (const int m : chain.meetings) {
      const int slot = a + b - SlotOf(m);
      --load_[At(SlotOf(m))];
      ++load_[At(slot)];
      if (HasLimits()) {
        limits_.Remove(m, SlotOf(m));
        limits_.Add(m, slot);
      }
      schedule_.slots[At(m)] = slot;
      meeting_at_[Cell(first(m), slot)] = m;
      meeting_at_[Cell(second(m), slot)] = m;
    }
    for (const int p : {chain.begin, chain.end}) {
      Leave(p);
      days_[At(p)].Flip(a);
      days_[At(p)].Flip(b);
      Enter(p);
    }
  }

  // REQUIRES: unplaced, within its domain, both idle, a table free, order and
  // limits kept.
  void Place(int m, int slot) {
    schedule_.slots[At(m)] = slot;
    ++load_[At(slot)];
    if (HasLimits()) limits_.Add(m, slot);
    for (const int p : {first(m), second(m)}) {
      meeting_at_[Cell(p, slot)] = m;
      Leave(p);
      days_[At(p)].Flip(slot);
      Enter(p);
    }
    const int position = unplaced_position_[At(m)];
    unplaced_[At(position)] = unplaced_.back();
    unplaced_position_[At(unplaced_.back())] = position;
    unplaced_.pop_back();
  }

  // REQUIRES: placed.
  void Remove(int m) {
    const int slot = SlotOf(m);
    schedule_.slots[At(m)] = kUnplaced;
    --load_[At(slot)];
    if (HasLimits()) limits_.Remove(m, slot);
    for (const int p : {first(m), second(m)}) {
      meeting_at_[Cell(p, slot)] = kNone;
      Leave(p);
      days_[At(p)].Flip(slot);
      Enter(p);
    }
    AddUnplaced(m);
  }

  int cost() const {
    const int cost =
        breaks_ + kUnfairCost * unfair_ + kUnplacedCost * static_cast<int>(unplaced_.size());
    return HasWishes() ? kWishesABreak * cost + missed_ : cost;
  }

 private:
  bool HasLimits() const { return kExtras && limits_.any(); }
  bool HasWishes() const { return kExtras && wishes_; }
  static std::size_t At(int i) { return static_cast<std::size_t>(i); }
  std::size_t Cell(int p, int slot) const { return At(p) * tables_.size() + At(slot); }
  int Excess(int p, int breaks) const {
    return breaks > most_breaks_[At(p)] ? breaks - most_breaks_[At(p)] : 0;
  }
  int DayCost(int p, const Mask& day) const {
    const int breaks = split_.Breaks(day);
    const int cost = breaks + kUnfairCost * Excess(p, breaks);
    return HasWishes() ? kWishesABreak * cost + (day & disliked(p)).size() : cost;
  }

  void Leave(int p) {
    const int breaks = BreaksOf(p);
    breaks_ -= breaks;
    unfair_ -= Excess(p, breaks);
    if (HasWishes()) missed_ -= (day(p) & disliked(p)).size();
  }
  void Enter(int p) {
    const int breaks = BreaksOf(p);
    breaks_ += breaks;
    unfair_ += Excess(p, breaks);
    if (HasWishes()) missed_ += (day(p) & disliked(p)).size();
  }
  void AddUnplaced(int m) {
    unplaced_position_[At(m)] = static_cast<int>(unplaced_.size());
    unplaced_.push_back(m);
  }

  const int slots_;
  const std::vector<int> tables_;
  std::vector<int> load_;
  LimitLoads limits_;
  const DaySplit<kWords, kExtras> split_;
  const std::vector<int> most_breaks_;
  const bool wishes_;
  std::vector<Mask> days_;
  std::vector<Mask> usable_;     // Where some meeting of the participant can be.
  std::vector<Mask> disliked_;   // Empty where it has no wish.
  std::vector<int> meeting_at_;  // [participant][slot]
  std::vector<int> first_;
  std::vector<int> second_;
  std::vector<Mask> domain_;
  std::vector<std::vector<int>> before_;
  std::vector<std::vector<int>> after_;
  bool ordered_ = false;
  std::vector<std::uint32_t> moved_;  // The last chain that a meeting was part of.
  std::uint32_t stamp_ = 0;
  Schedule schedule_;
  std::vector<int> unplaced_;
  std::vector<int> unplaced_position_;
  int breaks_ = 0;
  int unfair_ = 0;
  int missed_ = 0;
};

}  // namespace counterpoint::matching
