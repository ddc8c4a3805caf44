#include "matching/planning/neighbourhood_search.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include "matching/planning/schedule_breaks.h"
#include "matching/planning/split_mix.h"

namespace counterpoint::matching {
namespace {

// Meetings that are freed at first, at the least and at the most.
constexpr int kFirstSize = 150;
constexpr int kLeastSize = 40;
constexpr int kMostSize = 300;
// Participants that are tried before a set that no longer grows is left as it is.
constexpr int kTriesAMeeting = 20;

class NeighbourhoodSearch {
 public:
  NeighbourhoodSearch(const NeighbourhoodTask& task, const std::vector<int>& least_breaks,
                      int bound, const Schedule& start, const NeighbourhoodSearchOptions& options,
                      const SearchControl& control)
      : task_(task),
        least_breaks_(least_breaks),
        bound_(bound),
        options_(options),
        control_(control),
        meetings_of_(MeetingsOfParticipants(task.problem)),
        domains_(task.domains),
        random_(static_cast<std::uint64_t>(options.seed)) {
    result_.schedule = start;
    Recount();
  }

  NeighbourhoodSearchResult Run() {
    while (result_.neighbourhoods < options_.neighbourhoods && result_.breaks > bound_ &&
           !worse_.empty() && !control_.Stopped()) {
      ++result_.neighbourhoods;
      Try();
    }
    return std::move(result_);
  }

 private:
  void Recount() {
    breaks_ = BreaksOf(task_.problem, result_.schedule);
    result_.breaks = std::accumulate(breaks_.begin(), breaks_.end(), 0);
    worse_.clear();
    for (std::size_t p = 0; p < breaks_.size(); ++p) {
      if (breaks_[p] > least_breaks_[p]) worse_.push_back(p);
    }
  }

  // All slots, or a third to two thirds of them.
  SlotSet PickSlots() {
    const int slots = task_.problem.slots();
    if (slots < 6 || random_.Below(3) == 0) return SlotSet::Range(0, slots);
    const int length = slots / 3 + random_.Below(slots / 3 + 1);
    const int first = random_.Below(slots - length + 1);
    return SlotSet::Range(first, first + length);
  }

  // Grows from participant to partner, as long as there are too few meetings.
  std::vector<std::size_t> PickMeetings(const SlotSet& slots) {
    std::vector<bool> in(meetings_of_.size(), false);
    std::vector<std::size_t> members;
    std::vector<std::size_t> freed;
    std::vector<bool> is_freed(task_.problem.meetings.size(), false);
    const auto join = [&](std::size_t p) {
      in[p] = true;
      members.push_back(p);
      for (const std::size_t m : meetings_of_[p]) {
        if (is_freed[m] || !slots.contains(result_.schedule.slots[m])) continue;
        is_freed[m] = true;
        freed.push_back(m);
      }
    };
    join(worse_[static_cast<std::size_t>(random_.Below(static_cast<int>(worse_.size())))]);
    for (int i = 0; i < kTriesAMeeting * size_ && static_cast<int>(freed.size()) < size_; ++i) {
      const std::size_t p =
          members[static_cast<std::size_t>(random_.Below(static_cast<int>(members.size())))];
      const std::vector<std::size_t>& meetings = meetings_of_[p];
      const Meeting& meeting = task_.problem.meetings[meetings[static_cast<std::size_t>(
          random_.Below(static_cast<int>(meetings.size())))]];
      const std::size_t partner = meeting.first == p ? meeting.second : meeting.first;
      if (!in[partner]) join(partner);
    }
    std::sort(freed.begin(), freed.end());
    return freed;
  }

  void Try() {
    const SlotSet slots = PickSlots();
    const std::vector<std::size_t> freed = PickMeetings(slots);
    for (const std::size_t m : freed) domains_[m] &= slots;
    const NeighbourhoodResult found = ImproveNeighbourhood(
        {.problem = task_.problem, .domains = domains_, .most_breaks = task_.most_breaks}, freed,
        {.seed = options_.seed, .most_conflicts = options_.most_conflicts}, control_.stop,
        result_.schedule);
    for (const std::size_t m : freed) domains_[m] = task_.domains[m];
    result_.conflicts += found.conflicts;
    if (found.saved > 0) {
      Recount();
      control_.Tell({.unplaced = 0, .breaks = result_.breaks, .bound = bound_});
    } else if (!found.best) {
      size_ = std::max(kLeastSize, size_ * 9 / 10);
    } else if (found.conflicts < options_.most_conflicts / 4) {
      size_ = std::min(kMostSize, size_ * 21 / 20 + 1);
    }
  }

  const NeighbourhoodTask& task_;
  const std::vector<int>& least_breaks_;
  const int bound_;
  const NeighbourhoodSearchOptions& options_;
  const SearchControl& control_;
  const std::vector<std::vector<std::size_t>> meetings_of_;
  std::vector<SlotSet> domains_;  // Narrowed while a neighbourhood is solved.
  SplitMix random_;
  int size_ = kFirstSize;
  std::vector<int> breaks_;         // Of each participant.
  std::vector<std::size_t> worse_;  // Participants with more than their least.
  NeighbourhoodSearchResult result_;
};

}  // namespace

NeighbourhoodSearchResult SearchNeighbourhoods(const NeighbourhoodTask& task,
                                               const std::vector<int>& least_breaks, int bound,
                                               const Schedule& start,
                                               const NeighbourhoodSearchOptions& options,
                                               const SearchControl& control) {
  return NeighbourhoodSearch(task, least_breaks, bound, start, options, control).Run();
}

}  // namespace counterpoint::matching
