#include "service/sessions/session_report.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "service/sessions/kendall_tau.h"
#include "service/sessions/planned_meetings.h"

namespace counterpoint::service {
namespace {

// Of some ratings.
struct Ratings {
  int count = 0;
  int sum = 0;

  void Add(const v1::MeetingOutcome& outcome) {
    count += outcome.ratings_size();
    for (const v1::MeetingRating& rating : outcome.ratings()) sum += rating.rating();
  }
  double mean() const { return count == 0 ? 0 : static_cast<double>(sum) / count; }
};

// A planned meeting and what became of it.
struct Judged {
  double score;
  const v1::MeetingOutcome* outcome;  // Null: nothing is said.
};

// Scores at which bands begin, ascending; empty without meetings.
std::vector<double> BandStarts(const std::vector<Judged>& meetings) {
  std::vector<double> scores;
  for (const Judged& meeting : meetings) scores.push_back(meeting.score);
  std::sort(scores.begin(), scores.end());
  std::vector<double> starts;
  for (std::size_t k = 0; k < kScoreBands && !scores.empty(); ++k) {
    const double start = scores[k * scores.size() / kScoreBands];
    if (starts.empty() || starts.back() < start) starts.push_back(start);
  }
  return starts;
}

void AddBands(const std::vector<Judged>& meetings, v1::SessionReport& report) {
  const std::vector<double> starts = BandStarts(meetings);
  std::vector<Ratings> ratings(starts.size());
  for (const double start : starts) {
    if (report.bands_size() > 0) report.mutable_bands()->rbegin()->set_upper(start);
    report.add_bands()->set_lower(start);
  }
  for (const Judged& meeting : meetings) {
    const auto next = std::upper_bound(starts.begin(), starts.end(), meeting.score);
    const auto index = static_cast<int>(next - starts.begin()) - 1;
    v1::ScoreBand& band = *report.mutable_bands(index);
    band.set_meetings(band.meetings() + 1);
    if (next == starts.end()) band.set_upper(std::max(band.upper(), meeting.score));
    if (meeting.outcome == nullptr) continue;
    const auto result = meeting.outcome->result();
    if (result == v1::MeetingOutcome::HELD) band.set_held(band.held() + 1);
    if (result == v1::MeetingOutcome::NO_SHOW) band.set_no_shows(band.no_shows() + 1);
    ratings[index].Add(*meeting.outcome);
  }
  for (int i = 0; i < report.bands_size(); ++i) {
    report.mutable_bands(i)->set_ratings(ratings[i].count);
    report.mutable_bands(i)->set_mean_rating(ratings[i].mean());
  }
}

void AddCorrelation(const std::vector<Judged>& meetings, v1::SessionReport& report) {
  std::vector<std::pair<double, double>> rated;
  for (const Judged& meeting : meetings) {
    if (meeting.outcome == nullptr || meeting.outcome->ratings().empty()) continue;
    Ratings ratings;
    ratings.Add(*meeting.outcome);
    rated.emplace_back(meeting.score, ratings.mean());
  }
  if (rated.size() < kLeastRatedMeetings) return;
  if (const auto tau = KendallTauB(std::move(rated))) report.set_score_rating_correlation(*tau);
}

// Who was missed at a planned meeting, and is not known to have come to any.
void AddAbsent(const std::vector<v1::MeetingOutcome>& outcomes, const PlannedMeetings& planned,
               v1::SessionReport& report) {
  std::set<std::string> missed;
  std::set<std::string> came;
  for (const v1::MeetingOutcome& outcome : outcomes) {
    for (const auto* name : {&outcome.pair().participant(), &outcome.pair().partner()}) {
      const bool absent = std::find(outcome.absent().begin(), outcome.absent().end(), *name) !=
                          outcome.absent().end();
      if (absent && planned.Find(InOrder(outcome.pair())) != nullptr) missed.insert(*name);
      const bool somebody_came = outcome.result() == v1::MeetingOutcome::HELD ||
                                 outcome.result() == v1::MeetingOutcome::NO_SHOW;
      if (!absent && somebody_came) came.insert(*name);
    }
  }
  for (const std::string& name : missed) {
    if (!came.contains(name)) report.add_absent_participants(name);
  }
}

void CountResults(const std::vector<Judged>& meetings, v1::SessionReport& report) {
  std::map<int, int> results;
  int silent = 0;
  for (const Judged& meeting : meetings) {
    if (meeting.outcome == nullptr) {
      ++silent;
    } else {
      ++results[meeting.outcome->result()];
    }
  }
  report.set_meetings(static_cast<int>(meetings.size()));
  report.set_held(results[v1::MeetingOutcome::HELD]);
  report.set_no_shows(results[v1::MeetingOutcome::NO_SHOW]);
  report.set_cancelled(results[v1::MeetingOutcome::CANCELLED]);
  report.set_without_outcome(silent);
}

void CountRatings(const std::vector<v1::MeetingOutcome>& outcomes, v1::SessionReport& report) {
  Ratings ratings;
  std::array<int, 5> counts{};
  for (const v1::MeetingOutcome& outcome : outcomes) {
    ratings.Add(outcome);
    for (const v1::MeetingRating& rating : outcome.ratings()) {
      ++counts[std::clamp(rating.rating(), 1, 5) - 1];
    }
  }
  report.set_ratings(ratings.count);
  report.set_mean_rating(ratings.mean());
  report.mutable_rating_counts()->Add(counts.begin(), counts.end());
}

}  // namespace

v1::SessionReport ReportOn(const v1::Session& session, const v1::SessionPlan& plan,
                           const std::vector<v1::Participant>& participants,
                           const std::vector<v1::MeetingOutcome>& outcomes) {
  const PlannedMeetings planned(plan);
  absl::flat_hash_map<PairOfNames, const v1::MeetingOutcome*> by_pair;
  int unplanned = 0;
  for (const v1::MeetingOutcome& outcome : outcomes) {
    by_pair.emplace(InOrder(outcome.pair()), &outcome);
    unplanned += outcome.result() == v1::MeetingOutcome::HELD &&
                 planned.Find(InOrder(outcome.pair())) == nullptr;
  }
  std::vector<Judged> meetings;
  for (const v1::PlannedMeeting& meeting : plan.meetings()) {
    const auto found = by_pair.find(InOrder(meeting.pair()));
    meetings.push_back({meeting.score(), found == by_pair.end() ? nullptr : found->second});
  }

  v1::SessionReport report;
  report.set_session(session.name());
  report.set_plan(plan.name());
  report.set_participants(static_cast<int>(participants.size()));
  report.set_checked_in(static_cast<int>(
      std::count_if(participants.begin(), participants.end(),
                    [](const v1::Participant& p) { return p.has_check_in_time(); })));
  CountResults(meetings, report);
  report.set_held_unplanned(unplanned);
  CountRatings(outcomes, report);
  AddBands(meetings, report);
  AddCorrelation(meetings, report);
  AddAbsent(outcomes, planned, report);
  return report;
}

}  // namespace counterpoint::service
