// How a caller follows and ends a search. Clocks are the caller's: a search that
// nobody stops does the same on every machine.
#pragma once

#include <functional>
#include <optional>

namespace counterpoint::matching {

struct SearchProgress {
  // Meetings without a slot and breaks of the best schedule so far, if any.
  std::optional<int> unplaced;
  std::optional<int> breaks;
  // No schedule with every meeting placed has fewer breaks.
  int bound = 0;
};

struct SearchControl {
  // Asked now and then, at most some thousand times a second; once it is true
  // (a deadline has passed, somebody cancelled) the search ends with the best
  // that it has. From several threads at once where a search uses several.
  std::function<bool()> stop{};
  // Told of each better schedule and of each better bound, from one thread.
  std::function<void(const SearchProgress&)> progress{};

  bool Stopped() const { return stop && stop(); }
  void Tell(const SearchProgress& now) const {
    if (progress) progress(now);
  }
};

}  // namespace counterpoint::matching
