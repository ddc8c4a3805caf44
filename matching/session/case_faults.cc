#include "matching/session/case_faults.h"

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "matching/session/table_limits.h"

namespace counterpoint::matching {
namespace {

class Faults {
 public:
  explicit Faults(const SessionCase& session) : session_(session) {}

  std::vector<ProblemFault> Find() {
    if (session_.slots < 1 || session_.slots > SlotSet::kMost) {
      Add("slots", absl::StrCat("must be 1 to ", SlotSet::kMost, ", is ", session_.slots));
      return std::move(faults_);  // Nothing else can be judged.
    }
    for (std::size_t t = 0; t < session_.tables.size(); ++t) {
      CheckSet(absl::StrCat("tables[", t, "].open"), session_.tables[t].open);
    }
    for (std::size_t p = 0; p < session_.participants.size(); ++p) {
      CheckQuota(absl::StrCat("participants[", p, "].quota"), session_.participants[p].quota);
    }
    for (std::size_t i = 0; i < session_.pairs.size(); ++i) CheckPair(i);
    AddThoseOfTheProblem();
    if (faults_.empty() && HasMoreTableUnions(session_, kMostTableUnions)) {
      Add("pairs", absl::StrCat("need too many different sets of table features; use at most ",
                                kMostTableUnions, " combinations that overlap, or fewer features"));
    }
    return std::move(faults_);
  }

 private:
  void Add(std::string field, std::string message) {
    faults_.push_back({std::move(field), std::move(message)});
  }

  void CheckSet(std::string field, const SlotSet& slots) {
    if (slots.last() >= session_.slots) {
      Add(std::move(field),
          absl::StrCat("names slot ", slots.last(), ", of ", session_.slots, " slots"));
    }
  }

  void CheckQuota(const std::string& field, const MeetingQuota& quota) {
    if (quota.least < 0) Add(absl::StrCat(field, ".least"), "must not be negative");
    if (quota.most < 0) Add(absl::StrCat(field, ".most"), "must not be negative");
    if (quota.most >= 0 && quota.least > quota.most) {
      Add(absl::StrCat(field, ".least"),
          absl::StrCat("is ", quota.least, ", more than the most, ", quota.most));
    }
  }

  void CheckPair(std::size_t i) {
    const SessionPair& pair = session_.pairs[i];
    const std::string field = absl::StrCat("pairs[", i, "]");
    const CandidatePair& candidate = pair.candidate;
    const auto [at, is_new] =
        pair_of_.try_emplace(std::minmax(candidate.first, candidate.second), i);
    if (!is_new) Add(field, absl::StrCat("names the same two as pairs[", at->second, "]"));
    // So that what is not a number fails too.
    if (!(candidate.score >= 0 && candidate.score <= 1)) {
      Add(absl::StrCat(field, ".score"), absl::StrCat("must be 0 to 1, is ", candidate.score));
    }
    if (pair.fixed_table && *pair.fixed_table >= session_.tables.size()) {
      Add(absl::StrCat(field, ".fixed_table"),
          absl::StrCat("names table ", *pair.fixed_table, ", of ", session_.tables.size()));
    }
  }

  // With every pair as a meeting, by the names that the case has for it.
  void AddThoseOfTheProblem() {
    SessionProblem problem;
    problem.tables.assign(static_cast<std::size_t>(session_.slots), 0);
    problem.days = session_.days;
    problem.breaks = session_.breaks;
    for (const SessionParticipant& participant : session_.participants) {
      problem.participants.push_back(
          {.available = participant.available, .liked = participant.liked});
    }
    for (const SessionPair& pair : session_.pairs) {
      problem.meetings.push_back({.first = pair.candidate.first,
                                  .second = pair.candidate.second,
                                  .window = pair.window,
                                  .fixed = pair.fixed_slot,
                                  .after = pair.after});
    }
    for (ProblemFault& fault : FindFaults(problem)) {
      std::string& field = fault.field;
      if (field.starts_with("meetings")) field.replace(0, 8, "pairs");
      if (field.ends_with(".fixed")) field += "_slot";
      faults_.push_back(std::move(fault));
    }
  }

  const SessionCase& session_;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> pair_of_;
  std::vector<ProblemFault> faults_;
};

}  // namespace

std::vector<ProblemFault> FindCaseFaults(const SessionCase& session) {
  return Faults(session).Find();
}

}  // namespace counterpoint::matching
