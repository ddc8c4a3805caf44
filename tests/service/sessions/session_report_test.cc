#include "service/sessions/session_report.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "service/sessions/kendall_tau.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Name(int member) { return absl::StrCat("alliances/a/members/m", member); }

// A session as a test tells of it.
struct Event {
  v1::Session session;
  v1::SessionPlan plan;
  std::vector<v1::Participant> participants;
  std::vector<v1::MeetingOutcome> outcomes;

  void Plan(int a, int b, double score) {
    v1::PlannedMeeting& meeting = *plan.add_meetings();
    meeting.mutable_pair()->set_participant(Name(a));
    meeting.mutable_pair()->set_partner(Name(b));
    meeting.set_score(score);
  }
  v1::MeetingOutcome& Say(int a, int b, v1::MeetingOutcome::Result result) {
    v1::MeetingOutcome& outcome = outcomes.emplace_back();
    outcome.mutable_pair()->set_participant(Name(a));
    outcome.mutable_pair()->set_partner(Name(b));
    outcome.set_result(result);
    return outcome;
  }
  void SayHeld(int a, int b, const std::vector<int>& ratings = {}) {
    v1::MeetingOutcome& outcome = Say(a, b, v1::MeetingOutcome::HELD);
    for (std::size_t i = 0; i < ratings.size(); ++i) {
      v1::MeetingRating& rating = *outcome.add_ratings();
      rating.set_participant(Name(i == 0 ? a : b));
      rating.set_rating(ratings[i]);
    }
  }
  void SayNoShow(int a, int b, const std::vector<int>& absent) {
    v1::MeetingOutcome& outcome = Say(a, b, v1::MeetingOutcome::NO_SHOW);
    for (const int member : absent) outcome.add_absent(Name(member));
  }
  v1::SessionReport Report() const { return ReportOn(session, plan, participants, outcomes); }
};

// "lower..upper: meetings held no_shows ratings mean".
std::vector<std::string> Bands(const v1::SessionReport& report) {
  std::vector<std::string> bands;
  for (const v1::ScoreBand& band : report.bands()) {
    bands.push_back(absl::StrCat(band.lower(), "..", band.upper(), ": ", band.meetings(), " ",
                                 band.held(), " ", band.no_shows(), " ", band.ratings(), " ",
                                 band.mean_rating()));
  }
  return bands;
}

TEST(SessionReportTest, CountsOfPlannedMeetingsAddUp) {
  Event event;
  event.session.set_name("alliances/a/sessions/s");
  event.plan.set_name("alliances/a/sessions/s/plans/2");
  event.participants.resize(3);
  event.participants[1].mutable_check_in_time()->set_seconds(5);
  event.Plan(1, 2, 0.5);
  event.Plan(1, 3, 0.25);
  event.Plan(2, 3, 0.75);
  event.Plan(1, 4, 1);
  event.SayHeld(2, 1, {4, 5});
  event.SayNoShow(1, 3, {3});
  event.Say(2, 3, v1::MeetingOutcome::CANCELLED);
  event.SayHeld(5, 6, {2});
  const v1::SessionReport report = event.Report();
  EXPECT_EQ(report.session(), "alliances/a/sessions/s");
  EXPECT_EQ(report.plan(), "alliances/a/sessions/s/plans/2");
  EXPECT_EQ(report.participants(), 3);
  EXPECT_EQ(report.checked_in(), 1);
  EXPECT_EQ(report.meetings(), 4);
  EXPECT_EQ(report.held(), 1);
  EXPECT_EQ(report.no_shows(), 1);
  EXPECT_EQ(report.cancelled(), 1);
  EXPECT_EQ(report.without_outcome(), 1);
  EXPECT_EQ(report.held_unplanned(), 1);
  EXPECT_EQ(report.ratings(), 3);
  EXPECT_DOUBLE_EQ(report.mean_rating(), 11.0 / 3);
  EXPECT_THAT(report.rating_counts(), ElementsAre(0, 1, 0, 1, 1));
  EXPECT_FALSE(report.has_score_rating_correlation());
  EXPECT_THAT(report.absent_participants(), ElementsAre(Name(3)));
}

TEST(SessionReportTest, BandsHaveEquallyManyMeetingsAndKeepEqualScoresTogether) {
  Event event;
  for (int i = 1; i <= 8; ++i) event.Plan(0, i, i);
  EXPECT_THAT(Bands(event.Report()), ElementsAre("1..3: 2 0 0 0 0", "3..5: 2 0 0 0 0",
                                                 "5..7: 2 0 0 0 0", "7..8: 2 0 0 0 0"));
  Event tied;
  for (int i = 1; i <= 8; ++i) tied.Plan(0, i, i <= 5 ? 1 : 2);
  EXPECT_THAT(Bands(tied.Report()), ElementsAre("1..2: 5 0 0 0 0", "2..2: 3 0 0 0 0"));
  Event one;
  one.Plan(0, 1, 0.5);
  one.SayHeld(0, 1, {3});
  EXPECT_THAT(Bands(one.Report()), ElementsAre("0.5..0.5: 1 1 0 1 3"));
  EXPECT_THAT(Bands(Event().Report()), IsEmpty());
}

TEST(SessionReportTest, CorrelationNeedsFiveRatedMeetingsThatDiffer) {
  Event event;
  for (int i = 1; i <= 4; ++i) {
    event.Plan(0, i, i);
    event.SayHeld(0, i, {i});
  }
  EXPECT_FALSE(event.Report().has_score_rating_correlation());
  event.Plan(0, 5, 5);
  event.SayHeld(0, 5, {5});
  EXPECT_EQ(event.Report().score_rating_correlation(), 1);
  for (auto& outcome : event.outcomes) outcome.mutable_ratings(0)->set_rating(3);
  EXPECT_FALSE(event.Report().has_score_rating_correlation());
}

TEST(SessionReportTest, WhoCameToAnyMeetingIsNotAbsent) {
  Event event;
  event.Plan(1, 2, 1);
  event.Plan(1, 3, 1);
  event.Plan(4, 5, 1);
  event.SayNoShow(1, 2, {1, 2});
  event.SayNoShow(1, 3, {3});  // Member 1 came and waited.
  event.SayNoShow(4, 5, {4});
  event.SayHeld(4, 9);         // An unplanned meeting is one too.
  event.SayNoShow(7, 8, {7});  // Not planned: nobody expected it.
  EXPECT_THAT(event.Report().absent_participants(), ElementsAre(Name(2), Name(3)));
}

// All that the report says, found by looking at everything for each thing.
v1::SessionReport PlainReport(const Event& event) {
  v1::SessionReport report;
  std::vector<double> scores;
  std::vector<std::pair<double, double>> rated;
  std::vector<int> all_ratings;
  const auto is = [](const v1::MeetingPair& a, const v1::MeetingPair& b) {
    return std::set{a.participant(), a.partner()} == std::set{b.participant(), b.partner()};
  };
  const auto outcome_of = [&](const v1::PlannedMeeting& meeting) -> const v1::MeetingOutcome* {
    for (const auto& outcome : event.outcomes) {
      if (is(outcome.pair(), meeting.pair())) return &outcome;
    }
    return nullptr;
  };
  const auto planned = [&](const v1::MeetingOutcome& outcome) {
    return std::any_of(event.plan.meetings().begin(), event.plan.meetings().end(),
                       [&](const auto& meeting) { return is(outcome.pair(), meeting.pair()); });
  };
  const auto mean = [](const std::vector<int>& values) {
    double sum = 0;
    for (const int value : values) sum += value;
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
  };
  report.set_participants(static_cast<int>(event.participants.size()));
  report.set_meetings(event.plan.meetings_size());
  for (const auto& meeting : event.plan.meetings()) {
    scores.push_back(meeting.score());
    const auto* outcome = outcome_of(meeting);
    if (outcome == nullptr) {
      report.set_without_outcome(report.without_outcome() + 1);
      continue;
    }
    if (outcome->result() == v1::MeetingOutcome::HELD) report.set_held(report.held() + 1);
    if (outcome->result() == v1::MeetingOutcome::NO_SHOW) {
      report.set_no_shows(report.no_shows() + 1);
    }
    if (outcome->result() == v1::MeetingOutcome::CANCELLED) {
      report.set_cancelled(report.cancelled() + 1);
    }
    std::vector<int> ratings;
    for (const auto& rating : outcome->ratings()) ratings.push_back(rating.rating());
    if (!ratings.empty()) rated.emplace_back(meeting.score(), mean(ratings));
  }
  for (const auto& outcome : event.outcomes) {
    const bool held = outcome.result() == v1::MeetingOutcome::HELD;
    if (held && !planned(outcome)) report.set_held_unplanned(report.held_unplanned() + 1);
    for (const auto& rating : outcome.ratings()) all_ratings.push_back(rating.rating());
  }
  report.set_ratings(static_cast<int>(all_ratings.size()));
  report.set_mean_rating(mean(all_ratings));
  for (int rating = 1; rating <= 5; ++rating) {
    report.add_rating_counts(
        static_cast<int>(std::count(all_ratings.begin(), all_ratings.end(), rating)));
  }
  std::sort(scores.begin(), scores.end());
  std::set<double> starts;
  for (std::size_t k = 0; k < 4 && !scores.empty(); ++k) {
    starts.insert(scores[k * scores.size() / 4]);
  }
  for (auto start = starts.begin(); start != starts.end(); ++start) {
    const bool last = std::next(start) == starts.end();
    v1::ScoreBand& band = *report.add_bands();
    band.set_lower(*start);
    band.set_upper(last ? scores.back() : *std::next(start));
    std::vector<int> ratings;
    for (const auto& meeting : event.plan.meetings()) {
      if (meeting.score() < *start || (!last && meeting.score() >= band.upper())) continue;
      band.set_meetings(band.meetings() + 1);
      const auto* outcome = outcome_of(meeting);
      if (outcome == nullptr) continue;
      band.set_held(band.held() + (outcome->result() == v1::MeetingOutcome::HELD));
      band.set_no_shows(band.no_shows() + (outcome->result() == v1::MeetingOutcome::NO_SHOW));
      for (const auto& rating : outcome->ratings()) ratings.push_back(rating.rating());
    }
    band.set_ratings(static_cast<int>(ratings.size()));
    band.set_mean_rating(mean(ratings));
  }
  if (rated.size() >= 5) {
    if (const auto tau = KendallTauB(rated)) report.set_score_rating_correlation(*tau);
  }
  for (int member = 0; member < 12; ++member) {
    bool missed = false;
    bool came = false;
    for (const auto& outcome : event.outcomes) {
      if (outcome.pair().participant() != Name(member) && outcome.pair().partner() != Name(member))
        continue;
      const bool absent =
          std::count(outcome.absent().begin(), outcome.absent().end(), Name(member)) > 0;
      missed |= absent && planned(outcome);
      came |= !absent && outcome.result() != v1::MeetingOutcome::CANCELLED;
    }
    if (missed && !came) report.add_absent_participants(Name(member));
  }
  std::sort(report.mutable_absent_participants()->begin(),
            report.mutable_absent_participants()->end());
  return report;
}

TEST(SessionReportTest, AgreesWithCountingEachThingByItself) {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    Event event;
    event.participants.resize(random() % 12);
    for (int a = 0; a < 12; ++a) {
      for (int b = a + 1; b < 12; ++b) {
        const unsigned draw = random() % 4;
        if (draw == 0) event.Plan(a, b, static_cast<double>(random() % 7) / 7);
        if (draw > 1) continue;
        switch (random() % 4) {
          case 0:
            event.SayHeld(b, a,
                          {static_cast<int>(1 + random() % 5), static_cast<int>(1 + random() % 5)});
            break;
          case 1:
            event.SayNoShow(a, b, {random() % 2 == 0 ? a : b});
            break;
          case 2:
            event.Say(a, b, v1::MeetingOutcome::CANCELLED);
            break;
          default:
            break;
        }
      }
    }
    std::string difference;
    google::protobuf::util::MessageDifferencer differencer;
    differencer.ReportDifferencesToString(&difference);
    ASSERT_TRUE(differencer.Compare(PlainReport(event), event.Report()))
        << "round " << round << ": " << difference;
  }
}

}  // namespace
}  // namespace counterpoint::service
