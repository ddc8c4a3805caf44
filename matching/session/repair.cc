#include "matching/session/repair.h"

#include <algorithm>
#include <set>
#include <utility>

#include "matching/planning/meeting_choice.h"
#include "matching/session/case_problem.h"
#include "matching/session/repair_search.h"
#include "matching/session/table_assignment.h"
#include "matching/session/table_limits.h"
#include "matching/session/unplaced_reason.h"

namespace counterpoint::matching {
namespace {

// Where what was chosen to fill finds no slot, something else is chosen, so often.
constexpr int kMostRounds = 3;

// `session` with the past as it was: what is over may have been at tables and in
// slots that are not open any more, and nothing else comes before the first open
// slot.
SessionCase WithPast(const SessionCase& session, const std::vector<PlacedMeeting>& past,
                     int first_open_slot) {
  SessionCase now = session;
  const SlotSet open = SlotSet::Range(first_open_slot, session.slots);
  for (SessionPair& pair : now.pairs) pair.window &= open;
  for (const PlacedMeeting& meeting : past) {
    SessionPair& pair = now.pairs[meeting.pair];
    pair.features = 0;
    pair.fixed_table = meeting.table;
    now.tables[meeting.table].open.Add(meeting.slot);
  }
  return now;
}

class RepairPlan {
 public:
  RepairPlan(const RepairTask& task, const RepairOptions& options, const SearchControl& control)
      : task_(task), options_(options), control_(control), published_(task.session.pairs.size()) {
    for (const PlacedMeeting& meeting : task.published) {
      const bool is_over = meeting.slot < task.first_open_slot;
      const bool is_off = task.session.pairs[meeting.pair].candidate.rule == PairRule::kMustNot;
      (is_over ? past_ : is_off ? dropped_ : open_).push_back(meeting);
      published_[meeting.pair] = meeting;
    }
    session_ = WithPast(task.session, past_, task.first_open_slot);
    own_slots_ = OwnSlots(session_);
    for (const PlacedMeeting& meeting : past_) {
      for (const std::size_t earlier : session_.pairs[meeting.pair].after) {
        own_slots_[earlier] &= SlotSet::Range(0, meeting.slot);
      }
    }
  }

  RepairResult Run() {
    ChooseKept();
    FindSlots();
    if (task_.fill) Fill();
    slots_.schedule = WithFewerBreaks(MakeProblem(), slots_.schedule, options_.seed,
                                      options_.most_conflicts / 10, control_);
    SeatMeetings();
    return Report();
  }

 private:
  // Published pairs, then those that must meet besides.
  void ChooseKept() {
    for (const PlacedMeeting& meeting : open_) pairs_.push_back(meeting.pair);
    std::sort(pairs_.begin(), pairs_.end());
    for (std::size_t p = 0; p < session_.pairs.size(); ++p) {
      if (session_.pairs[p].candidate.rule == PairRule::kMust && !published_[p]) {
        pairs_.push_back(p);
      }
    }
    kept_ = pairs_.size();
  }

  RepairProblem MakeProblem() const {
    RepairProblem problem;
    problem.meetings = ProblemOf(session_, pairs_);
    for (const std::size_t p : pairs_) {
      problem.domains.push_back(own_slots_[p]);
      problem.published.push_back(published_[p] ? published_[p]->slot : kUnplaced);
      problem.must.push_back(session_.pairs[p].candidate.rule == PairRule::kMust);
    }
    problem.past.resize(session_.participants.size());
    for (const PlacedMeeting& meeting : past_) {
      problem.past[session_.pairs[meeting.pair].candidate.first].Add(meeting.slot);
      problem.past[session_.pairs[meeting.pair].candidate.second].Add(meeting.slot);
    }
    return problem;
  }

  void FindSlots() {
    slots_ = FindRepair(MakeProblem(), task_.most_moved, options_.seed, options_.most_conflicts,
                        control_);
  }

  // New pairs for those who have too few meetings, now that it is known what can
  // be kept; the round that places the most of them counts.
  void Fill() {
    const RepairedSlots kept = slots_;
    std::vector<std::size_t> best_pairs = pairs_;
    RepairedSlots best = slots_;
    std::set<std::size_t> no_slot;
    int most = 0;
    for (int round = 0; round < kMostRounds && !control_.Stopped(); ++round) {
      pairs_.resize(kept_);
      const std::vector<std::size_t> chosen = ChooseNew(kept.schedule, no_slot);
      if (chosen.empty()) break;
      pairs_.insert(pairs_.end(), chosen.begin(), chosen.end());
      FindSlots();
      // A search that is cut short may have lost what it is not to lose.
      if (Unplaced(slots_.schedule) > Unplaced(kept.schedule)) break;
      int placed = 0;
      for (std::size_t m = kept_; m < pairs_.size(); ++m) {
        if (slots_.schedule.slots[m] != kUnplaced) {
          ++placed;
        } else {
          no_slot.insert(pairs_[m]);
        }
      }
      if (placed > most || round == 0) {
        most = placed;
        best_pairs = pairs_;
        best = slots_;
      }
      if (placed == static_cast<int>(chosen.size())) break;
    }
    pairs_ = std::move(best_pairs);
    slots_ = std::move(best);
  }

  // Of those that are not there to fill.
  std::ptrdiff_t Unplaced(const Schedule& schedule) const {
    return std::count(schedule.slots.begin(),
                      schedule.slots.begin() + static_cast<std::ptrdiff_t>(kept_), kUnplaced);
  }

  std::vector<std::size_t> ChooseNew(const Schedule& kept,
                                     const std::set<std::size_t>& no_slot) const {
    std::vector<int> meetings(session_.participants.size(), 0);
    std::vector<int> room;
    const std::vector<int> tables = OpenTables(session_);
    ChoiceProblem choice;
    choice.fairness = session_.fairness;
    SlotSet open;
    for (int slot = task_.first_open_slot; slot < session_.slots; ++slot) {
      choice.most_meetings += tables[static_cast<std::size_t>(slot)];
      if (tables[static_cast<std::size_t>(slot)] > 0) open.Add(slot);
    }
    for (const SessionParticipant& participant : session_.participants) {
      room.push_back((participant.available & open).size());
    }
    const auto count = [&](std::size_t p, bool is_over) {
      for (const std::size_t participant :
           {session_.pairs[p].candidate.first, session_.pairs[p].candidate.second}) {
        ++meetings[participant];
        if (!is_over) --room[participant];
      }
    };
    for (const PlacedMeeting& meeting : past_) count(meeting.pair, true);
    for (std::size_t m = 0; m < kept_; ++m) {
      if (kept.slots[m] == kUnplaced) continue;
      count(pairs_[m], false);
      --choice.most_meetings;
    }
    choice.most_meetings = std::max(0, choice.most_meetings);
    for (std::size_t p = 0; p < meetings.size(); ++p) {
      const MeetingQuota& quota = session_.participants[p].quota;
      const int most = std::max(0, std::min(quota.most - meetings[p], room[p]));
      const int least = std::clamp(quota.least - meetings[p], 0, most);
      choice.participants.push_back({.least = least, .most = least > 0 ? least : most});
    }
    std::vector<std::size_t> candidates;
    const std::set<std::size_t> taken(pairs_.begin(), pairs_.end());
    for (std::size_t p = 0; p < session_.pairs.size(); ++p) {
      const CandidatePair& pair = session_.pairs[p].candidate;
      const bool helps =
          choice.participants[pair.first].least > 0 || choice.participants[pair.second].least > 0;
      if (!helps || pair.rule != PairRule::kMay || published_[p] || taken.contains(p) ||
          no_slot.contains(p) || own_slots_[p].empty()) {
        continue;
      }
      candidates.push_back(p);
      choice.pairs.push_back(pair);
    }
    if (candidates.empty()) return {};
    std::vector<std::size_t> chosen;
    for (const std::size_t i : ChooseMeetings(choice).pairs) chosen.push_back(candidates[i]);
    return chosen;
  }

  void SeatMeetings() {
    std::vector<PlacedMeeting> meetings = past_;
    for (std::size_t m = 0; m < pairs_.size(); ++m) {
      const int slot = slots_.schedule.slots[m];
      if (slot == kUnplaced) continue;
      const std::optional<PlacedMeeting>& was = published_[pairs_[m]];
      meetings.push_back({pairs_[m], slot, was && was->slot == slot ? was->table : kNoTable});
    }
    meetings_ = AssignTables(session_, meetings, TableAim::kKeepTables);
  }

  RepairResult Report() const {
    RepairResult result;
    result.meetings = meetings_;
    result.proved = slots_.proved;
    std::vector<bool> is_placed(session_.pairs.size(), false);
    for (const PlacedMeeting& meeting : meetings_) {
      is_placed[meeting.pair] = true;
      const std::optional<PlacedMeeting>& was = published_[meeting.pair];
      if (!was) {
        result.added.push_back(meeting.pair);
      } else if (was->slot != meeting.slot) {
        result.moved.push_back(meeting.pair);
      } else if (was->table != meeting.table) {
        result.reseated.push_back(meeting.pair);
      }
    }
    std::vector<PlacedMeeting> lost = dropped_;
    for (const PlacedMeeting& meeting : dropped_) result.dropped.push_back(meeting.pair);
    for (const std::size_t p : pairs_) {
      if (is_placed[p]) continue;
      result.unplaced.push_back({p, ReasonFor(session_, meetings_, p)});
      if (published_[p]) lost.push_back(*published_[p]);
    }
    for (auto* pairs : {&result.added, &result.moved, &result.reseated, &result.dropped}) {
      std::sort(pairs->begin(), pairs->end());
    }
    std::sort(result.unplaced.begin(), result.unplaced.end(),
              [](const auto& a, const auto& b) { return a.pair < b.pair; });
    result.stand_bys = FindStandBys(session_, meetings_, lost);
    return result;
  }

  const RepairTask& task_;
  const RepairOptions& options_;
  const SearchControl& control_;
  // The published meetings: those that are over, those that are not to be, others.
  std::vector<PlacedMeeting> past_;
  std::vector<PlacedMeeting> dropped_;
  std::vector<PlacedMeeting> open_;
  std::vector<std::optional<PlacedMeeting>> published_;  // Of each pair.
  SessionCase session_;
  std::vector<SlotSet> own_slots_;  // Of each pair.
  std::vector<std::size_t> pairs_;  // To be placed; after the first kept_, to fill.
  std::size_t kept_ = 0;
  RepairedSlots slots_;                  // Of pairs_.
  std::vector<PlacedMeeting> meetings_;  // All, with their tables.
};

}  // namespace

RepairResult Repair(const RepairTask& task, const RepairOptions& options,
                    const SearchControl& control) {
  return RepairPlan(task, options, control).Run();
}

}  // namespace counterpoint::matching
