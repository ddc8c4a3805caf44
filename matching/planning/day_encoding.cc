#include "matching/planning/day_encoding.h"

#include <cstddef>
#include <utility>

#include "matching/planning/totalizer.h"

namespace counterpoint::matching {
namespace {

class Day {
 public:
  Day(Cnf& cnf, const std::vector<const std::vector<Literal>*>& at, const DayBounds& day)
      : cnf_(cnf), day_(day), slots_(static_cast<int>(day.at_least.size()) - 1) {
    for (int slot = 0; slot < slots_; ++slot) busy_.push_back(AddBusy(at, slot));
    FindDays();
    AddCounts();
    AddRemains();
  }

  DayEncoding AddBreaks(int most) {
    std::vector<Literal> breaks;
    for (int slot = 1; slot + 1 < slots_; ++slot) breaks.push_back(AddBreak(slot));
    // With one more than may be, which is then excluded.
    std::vector<Literal> sums = AddTotalizer(cnf_, breaks, most + 1, SumDirection::kBoth);
    for (std::size_t k = 0; k < sums.size(); ++k) {
      if (static_cast<int>(k) < day_.least_breaks) {
        cnf_.Add({sums[k]});
        sums[k] = kTrue;
      } else if (static_cast<int>(k) >= most) {
        cnf_.Add({-sums[k]});
      }
    }
    if (static_cast<int>(sums.size()) > most) sums.resize(static_cast<std::size_t>(most));
    if (day_.least_breaks == 0 && day_.meetings > 0) {
      const Literal unbroken = sums.empty() ? kTrue : -sums.front();
      if (starts_.size() == 1) {
        AddUnbroken(unbroken);
      } else {
        AddUnbrokenDays(unbroken);
      }
    }
    return {.busy = std::move(busy_), .breaks = std::move(sums)};
  }

 private:
  Literal AddBusy(const std::vector<const std::vector<Literal>*>& at, int slot) {
    std::vector<Literal> here;
    for (const std::vector<Literal>* meeting : at) {
      const Literal literal = (*meeting)[static_cast<std::size_t>(slot)];
      if (literal != kFalse) here.push_back(literal);
    }
    if (here.empty()) return kFalse;
    if (here.size() == 1) return here.front();
    const Literal busy = cnf_.NewVariable();
    for (const Literal meeting : here) cnf_.Add({-meeting, busy});
    cnf_.AddAtMostOne(here);
    here.push_back(-busy);
    cnf_.Add(here);
    return busy;
  }

  Literal Busy(int slot) const { return busy_[static_cast<std::size_t>(slot)]; }

  // At least `count` of the meetings are before `slot`.
  Literal Before(int slot, int count) const {
    if (count <= 0) return kTrue;
    if (count > day_.meetings) return kFalse;
    return before_[static_cast<std::size_t>(slot)][static_cast<std::size_t>(count) - 1];
  }
  // The first meeting is before `slot`.
  Literal Begun(int slot) const { return slot <= 0 ? kFalse : Before(slot, 1); }
  // Some meeting is in `slot` or later on the same day.
  Literal Remains(int slot) const { return remains_[static_cast<std::size_t>(slot)]; }
  bool StartsDay(int slot) const { return slot >= slots_ || starts_.contains(slot); }

  // Days that have to be told apart: a day counts with the one before where no
  // meeting can be before it, or none from it on.
  void FindDays() {
    starts_ = SlotSet::Of(0);
    for (const int start : day_.starts) {
      if (day_.usable.first() < start && start <= day_.usable.last()) starts_.Add(start);
    }
  }

  void AddCounts() {
    for (int slot = 0; slot <= slots_; ++slot) {
      std::vector<Literal>& counts = before_.emplace_back();
      for (int k = 1; k <= day_.meetings; ++k) {
        const bool always = k <= day_.at_least[static_cast<std::size_t>(slot)];
        const bool never = k > day_.at_most[static_cast<std::size_t>(slot)];
        counts.push_back(always ? kTrue : never ? kFalse : cnf_.NewVariable());
      }
    }
    for (int slot = 0; slot < slots_; ++slot) {
      const Literal busy = Busy(slot);
      for (int k = 1; k <= day_.meetings; ++k) {
        const Literal next = Before(slot + 1, k);
        cnf_.Add({-Before(slot, k), next});
        cnf_.Add({-busy, -Before(slot, k - 1), next});
        cnf_.Add({-next, Before(slot, k - 1)});
        cnf_.Add({-next, Before(slot, k), busy});
      }
      cnf_.Add({-busy, -Before(slot, day_.meetings)});
    }
  }

  void AddRemains() {
    remains_.assign(static_cast<std::size_t>(slots_) + 1, kFalse);
    for (int slot = slots_ - 1; slot >= 0; --slot) {
      Literal& remains = remains_[static_cast<std::size_t>(slot)];
      if (slot >= starts_.last()) {
        remains = -Before(slot, day_.meetings);
        continue;
      }
      const Literal later = StartsDay(slot + 1) ? kFalse : Remains(slot + 1);
      remains = AddEither(Busy(slot), later);
    }
  }

  // A literal that holds where one of the two does.
  Literal AddEither(Literal a, Literal b) {
    if (a == kTrue || b == kTrue) return kTrue;
    if (a == kFalse) return b;
    if (b == kFalse) return a;
    const Literal either = cnf_.NewVariable();
    cnf_.Add({-a, either});
    cnf_.Add({-b, either});
    cnf_.Add({-either, a, b});
    return either;
  }

  Literal AddBreak(int slot) {
    if (StartsDay(slot) || StartsDay(slot + 1)) return kFalse;
    const Literal was = Busy(slot - 1);
    const Literal is = Busy(slot);
    const Literal remains = Remains(slot + 1);
    if (was == kFalse || is == kTrue || remains == kFalse) return kFalse;
    const Literal starts = cnf_.NewVariable();
    cnf_.Add({-was, is, -remains, starts});
    cnf_.Add({-starts, was});
    cnf_.Add({-starts, -is});
    cnf_.Add({-starts, remains});
    return starts;
  }

  // Without a break, the first slot settles the whole day.
  void AddUnbroken(Literal unbroken) {
    const int n = day_.meetings;
    for (int slot = 0; slot < slots_; ++slot) {
      const Literal busy = Busy(slot);
      const Literal over = Begun(slot + 1 - n);
      const Literal begun = Begun(slot + 1);
      cnf_.Add({-unbroken, -over, -busy});
      cnf_.Add({-unbroken, -begun, over, busy});
      for (int k = 1; k <= n; ++k) cnf_.Add({-unbroken, -Begun(slot - k + 1), Before(slot, k)});
      if (slot + 1 < slots_) {
        cnf_.Add({-unbroken, -busy, Busy(slot + 1), -Remains(slot + 1)});
        cnf_.Add({-unbroken, -Busy(slot + 1), busy, -begun});
      }
    }
  }

  // Of several days, each holds as many meetings as it will: between two of one
  // day all slots are taken.
  void AddUnbrokenDays(Literal unbroken) {
    Literal begun = kFalse;  // Some meeting is before the slot on the same day.
    for (int slot = 0; slot + 1 < slots_; ++slot) {
      if (StartsDay(slot)) begun = kFalse;
      if (!StartsDay(slot + 1)) {
        cnf_.Add({-unbroken, -begun, -Remains(slot + 1), Busy(slot)});
      }
      begun = AddEither(begun, Busy(slot));
    }
  }

  Cnf& cnf_;
  const DayBounds& day_;
  const int slots_;
  SlotSet starts_;  // Of the days that are told apart.
  std::vector<Literal> busy_;
  std::vector<Literal> remains_;
  std::vector<std::vector<Literal>> before_;  // [slot][count - 1]
};

}  // namespace

DayEncoding AddDay(Cnf& cnf, const std::vector<const std::vector<Literal>*>& at,
                   const DayBounds& day, int most_breaks) {
  return Day(cnf, at, day).AddBreaks(most_breaks);
}

}  // namespace counterpoint::matching
