#include "matching/planning/session_problem.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace counterpoint::matching {
namespace {

class Faults {
 public:
  explicit Faults(const SessionProblem& problem) : problem_(problem) {}

  std::vector<ProblemFault> Find() {
    CheckSlots();
    CheckDays();
    for (std::size_t p = 0; p < problem_.participants.size(); ++p) {
      CheckSet(absl::StrCat("participants[", p, "].available"), problem_.participants[p].available);
      CheckSet(absl::StrCat("participants[", p, "].liked"), problem_.participants[p].liked);
    }
    for (std::size_t m = 0; m < problem_.meetings.size(); ++m) CheckMeeting(m);
    for (std::size_t l = 0; l < problem_.limits.size(); ++l) CheckLimit(l);
    if (problem_.breaks.most_difference < 0) {
      Add("breaks.most_difference", "must not be negative");
    }
    // Orders are looked at where all of them can be followed.
    if (faults_.empty()) CheckOrder();
    return std::move(faults_);
  }

 private:
  void Add(std::string field, std::string message) {
    faults_.push_back({std::move(field), std::move(message)});
  }

  void CheckSlots() {
    if (problem_.tables.empty()) Add("tables", "must have at least one slot");
    if (problem_.tables.size() > SlotSet::kMost) {
      Add("tables", absl::StrCat("must have at most ", SlotSet::kMost, " slots, has ",
                                 problem_.tables.size()));
    }
    for (std::size_t s = 0; s < problem_.tables.size(); ++s) {
      if (problem_.tables[s] < 0) Add(absl::StrCat("tables[", s, "]"), "must not be negative");
    }
  }

  void CheckDays() {
    for (std::size_t i = 0; i < problem_.days.size(); ++i) {
      const int start = problem_.days[i];
      const std::string entry = absl::StrCat("days[", i, "]");
      if (i == 0 && start != 0) {
        Add(entry, absl::StrCat("must be 0, as the first day begins with slot 0; is ", start));
      } else if (i > 0 && start <= problem_.days[i - 1]) {
        Add(entry, absl::StrCat("must be after the day before, which begins with slot ",
                                problem_.days[i - 1], "; is ", start));
      } else if (start >= problem_.slots()) {
        Add(entry, absl::StrCat("names slot ", start, ", of ", problem_.slots(), " slots"));
      }
    }
  }

  void CheckSet(const std::string& field, const SlotSet& slots) {
    if (slots.last() >= problem_.slots()) {
      Add(field, absl::StrCat("names slot ", slots.last(), ", of ", problem_.slots(), " slots"));
    }
  }

  void CheckMeeting(std::size_t m) {
    const Meeting& meeting = problem_.meetings[m];
    const std::string field = absl::StrCat("meetings[", m, "]");
    for (const auto& [name, participant] :
         {std::pair{".first", meeting.first}, std::pair{".second", meeting.second}}) {
      if (participant >= problem_.participants.size()) {
        Add(absl::StrCat(field, name),
            absl::StrCat("names participant ", participant, ", of ", problem_.participants.size()));
      }
    }
    if (meeting.first == meeting.second) {
      Add(absl::StrCat(field, ".second"), "must not be the same participant as the first");
    }
    CheckSet(absl::StrCat(field, ".window"), meeting.window);
    if (meeting.fixed && (*meeting.fixed < 0 || *meeting.fixed >= problem_.slots())) {
      Add(absl::StrCat(field, ".fixed"),
          absl::StrCat("names slot ", *meeting.fixed, ", of ", problem_.slots(), " slots"));
    }
    for (std::size_t i = 0; i < meeting.after.size(); ++i) {
      const std::string entry = absl::StrCat(field, ".after[", i, "]");
      if (meeting.after[i] >= problem_.meetings.size()) {
        Add(entry,
            absl::StrCat("names meeting ", meeting.after[i], ", of ", problem_.meetings.size()));
      } else if (meeting.after[i] == m) {
        Add(entry, "must not be the meeting itself");
      }
    }
  }

  void CheckLimit(std::size_t l) {
    const MeetingLimit& limit = problem_.limits[l];
    const std::string field = absl::StrCat("limits[", l, "]");
    for (std::size_t i = 0; i < limit.meetings.size(); ++i) {
      const std::string entry = absl::StrCat(field, ".meetings[", i, "]");
      if (limit.meetings[i] >= problem_.meetings.size()) {
        Add(entry,
            absl::StrCat("names meeting ", limit.meetings[i], ", of ", problem_.meetings.size()));
      } else if (i > 0 && limit.meetings[i] <= limit.meetings[i - 1]) {
        Add(entry, absl::StrCat("must be after the one before, meeting ", limit.meetings[i - 1],
                                "; is ", limit.meetings[i]));
      }
    }
    if (limit.most.size() != problem_.tables.size()) {
      Add(absl::StrCat(field, ".most"),
          absl::StrCat("must have an entry for each slot: ", problem_.tables.size(), ", not ",
                       limit.most.size()));
    }
    for (std::size_t s = 0; s < limit.most.size(); ++s) {
      if (limit.most[s] < 0) Add(absl::StrCat(field, ".most[", s, "]"), "must not be negative");
    }
  }

  // Takes meetings whose predecessors are all taken; what is left is, or waits
  // for, a circle.
  void CheckOrder() {
    std::vector<std::vector<std::size_t>> followers(problem_.meetings.size());
    std::vector<std::size_t> waits(problem_.meetings.size());
    std::vector<std::size_t> ready;
    for (std::size_t m = 0; m < problem_.meetings.size(); ++m) {
      for (const std::size_t before : problem_.meetings[m].after) followers[before].push_back(m);
      waits[m] = problem_.meetings[m].after.size();
      if (waits[m] == 0) ready.push_back(m);
    }
    while (!ready.empty()) {
      const std::size_t m = ready.back();
      ready.pop_back();
      for (const std::size_t follower : followers[m]) {
        if (--waits[follower] == 0) ready.push_back(follower);
      }
    }
    for (std::size_t m = 0; m < waits.size(); ++m) {
      if (waits[m] > 0) {
        Add(absl::StrCat("meetings[", m, "].after"),
            "is part of, or follows, a circle of meetings");
      }
    }
  }

  const SessionProblem& problem_;
  std::vector<ProblemFault> faults_;
};

}  // namespace

std::vector<ProblemFault> FindFaults(const SessionProblem& problem) {
  return Faults(problem).Find();
}

SlotSet DayStarts(const SessionProblem& problem) {
  SlotSet starts = SlotSet::Of(0);
  for (const int start : problem.days) starts.Add(start);
  return starts;
}

std::vector<std::vector<std::size_t>> MeetingsOfParticipants(const SessionProblem& problem) {
  std::vector<std::vector<std::size_t>> meetings(problem.participants.size());
  for (std::size_t m = 0; m < problem.meetings.size(); ++m) {
    meetings[problem.meetings[m].first].push_back(m);
    meetings[problem.meetings[m].second].push_back(m);
  }
  return meetings;
}

}  // namespace counterpoint::matching
