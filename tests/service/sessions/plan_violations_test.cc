#include "service/sessions/plan_violations.h"

#include <map>
#include <random>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "matching/planning/plan_checker.h"
#include "service/conversion/resource_name.h"
#include "service/sessions/plan_difference.h"
#include "service/sessions/session_case.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using v1::PlanViolation;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

std::string Name(const std::string& id) { return conversion::FormatMemberName("a", id); }

std::string Pair(const std::string& a, const std::string& b) {
  return absl::StrCat("participant: '", Name(a), "' partner: '", Name(b), "' ");
}

class PlanViolationsTest : public ::testing::Test {
 protected:
  void Join(const std::string& id, const std::string& fields = "") {
    v1::Participant& joined = participants_.emplace_back(Parse<v1::Participant>(fields));
    joined.set_name(conversion::FormatParticipantName("a", "s", id));
  }
  void Meet(const std::string& a, const std::string& b, const std::string& slot,
            const std::string& table = "t1") {
    *plan_.add_meetings() = Parse<v1::PlannedMeeting>(
        absl::StrCat("pair { ", Pair(a, b), " } slot: '", slot, "' table: '", table, "'"));
  }
  std::vector<PlanViolation> Find() { return FindViolations(session_, participants_, plan_); }
  std::vector<PlanViolation::Kind> Kinds() {
    std::vector<PlanViolation::Kind> kinds;
    for (const PlanViolation& violation : Find()) kinds.push_back(violation.kind());
    return kinds;
  }

  v1::Session session_ = Parse<v1::Session>(R"pb(
    days {
      date: "2027-03-02"
      slots { start: "09:00" minutes: 20 }
      slots { start: "10:00" minutes: 20 }
      slots { start: "11:00" minutes: 20 }
    }
    tables { id: "t1" closed_slots: "2027-03-02T11:00" }
    tables { id: "t2" features: "screen" }
  )pb");
  std::vector<v1::Participant> participants_;
  v1::SessionPlan plan_;
};

constexpr char k9[] = "2027-03-02T09:00";
constexpr char k10[] = "2027-03-02T10:00";
constexpr char k11[] = "2027-03-02T11:00";

TEST_F(PlanViolationsTest, APlanThatKeepsAllRulesHasNone) {
  Join("a", absl::StrCat("wishes { partner: '", Name("b"), "' kind: MUST_MEET }"));
  Join("b", "least_meetings: 1");
  Meet("a", "b", k9);
  EXPECT_THAT(Find(), IsEmpty());
}

TEST_F(PlanViolationsTest, WhoIsAwayOrDoesNotTakePartIsNamed) {
  Join("a", absl::StrCat("unavailable_slots: '", k9, "'"));
  Meet("a", "stranger", k9);
  const auto found = Find();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].kind(), PlanViolation::PARTICIPANT_AWAY);
  EXPECT_EQ(found[0].participant(), Name("a"));
  EXPECT_EQ(found[0].slot(), k9);
  EXPECT_EQ(found[1].kind(), PlanViolation::NOT_A_PARTICIPANT);
  EXPECT_EQ(found[1].participant(), Name("stranger"));
}

TEST_F(PlanViolationsTest, SlotsAndTablesHaveToBeThere) {
  Join("a");
  Join("b");
  Meet("a", "b", "2027-03-02T12:00", "t9");
  EXPECT_THAT(Kinds(), ElementsAre(PlanViolation::NO_SUCH_SLOT, PlanViolation::NO_SUCH_TABLE));
}

TEST_F(PlanViolationsTest, TablesHaveToBeOpenFreeAndSuitable) {
  for (const char* id : {"a", "b", "c"}) Join(id);
  Join("d", "table_features: 'screen'");
  Meet("a", "b", k11, "t1");
  Meet("c", "d", k11, "t1");
  EXPECT_THAT(Kinds(),
              ElementsAre(PlanViolation::TABLE_CLOSED, PlanViolation::TABLE_CLOSED,
                          PlanViolation::TABLE_LACKS_FEATURE, PlanViolation::TABLE_TAKEN_TWICE));
}

TEST_F(PlanViolationsTest, NobodyIsInTwoMeetingsAtOnce) {
  for (const char* id : {"a", "b", "c"}) Join(id);
  Meet("a", "b", k9, "t1");
  Meet("c", "a", k9, "t2");
  const auto found = Find();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind(), PlanViolation::TWO_AT_ONCE);
  EXPECT_EQ(found[0].participant(), Name("a"));
  EXPECT_EQ(found[0].amount(), 2);
}

TEST_F(PlanViolationsTest, NumbersAreThoseOfParticipantsOrElseOfTheSession) {
  session_.mutable_pairing()->set_least_meetings(1);
  session_.mutable_pairing()->set_most_meetings(1);
  Join("a");
  Join("b", "most_meetings: 2");
  Join("c", "least_meetings: 0");
  Join("d");
  Meet("a", "b", k9);
  Meet("a", "b", k10);
  const auto found = Find();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].kind(), PlanViolation::TOO_MANY_MEETINGS);
  EXPECT_EQ(found[0].participant(), Name("a"));
  EXPECT_EQ(found[1].kind(), PlanViolation::TOO_FEW_MEETINGS);
  EXPECT_EQ(found[1].participant(), Name("d"));
  EXPECT_EQ(found[1].limit(), 1);
}

TEST_F(PlanViolationsTest, PairsThatMustAndMustNotMeetAreNamed) {
  Join("a",
       absl::StrCat("wishes { partner: '", Name("b"), "' kind: MUST_MEET } wishes { partner: '",
                    Name("gone"), "' kind: MUST_MEET }"));
  Join("b");
  Join("c",
       absl::StrCat("languages: 'zh' wishes { partner: '", Name("d"),
                    "' kind: MUST_MEET } wishes { partner: '", Name("a"), "' kind: WONT_MEET }"));
  Join("d", absl::StrCat("languages: 'en' wishes { partner: '", Name("c"), "' kind: MUST_MEET }"));
  Meet("c", "d", k9);
  Meet("a", "c", k10);
  const auto found = Find();
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].kind(), PlanViolation::PAIR_MUST_NOT_MEET);
  EXPECT_EQ(found[1].kind(), PlanViolation::PAIR_MUST_NOT_MEET);
  EXPECT_EQ(found[2].kind(), PlanViolation::PAIR_MUST_MEET);
  EXPECT_EQ(found[2].pair().partner(), Name("b"));
}

TEST_F(PlanViolationsTest, FixedMeetingsAreWhereTheyAreFixed) {
  for (const char* id : {"a", "b", "c"}) Join(id);
  *session_.mutable_placing() = Parse<v1::PlacingRules>(
      absl::StrCat("fixed_meetings { pair { ", Pair("b", "a"), " } table: 't2' } ",
                   "fixed_meetings { pair { ", Pair("a", "c"), " } slot: '", k9, "' }"));
  Meet("a", "b", k9, "t1");
  EXPECT_THAT(Kinds(), ElementsAre(PlanViolation::NOT_WHERE_FIXED, PlanViolation::PAIR_MUST_MEET));
}

TEST_F(PlanViolationsTest, BreaksForcedByAbsenceAreNoOnesFault) {
  for (const char* id : {"b", "c", "d"}) Join(id);
  Join("a", absl::StrCat("unavailable_slots: '", k10, "'"));
  session_.mutable_placing()->set_most_difference(0);
  Meet("a", "b", k9, "t2");
  Meet("a", "c", k11, "t2");
  EXPECT_THAT(Find(), IsEmpty());
  session_.mutable_placing()->set_break_fairness(v1::PlacingRules::BREAKS);
  EXPECT_THAT(Kinds(), ElementsAre(PlanViolation::UNFAIR_BREAKS));
  session_.mutable_placing()->set_break_fairness(v1::PlacingRules::OFF);
  EXPECT_THAT(Find(), IsEmpty());
}

// Random sessions and plans, read by the checker of the planners too.
class RandomPlan {
 public:
  explicit RandomPlan(std::uint64_t seed) : random_(seed) {
    session_.set_name("alliances/a/sessions/s");
    const int days = Below(2) + 1;
    for (int day = 0; day < days; ++day) {
      v1::SessionDay& added = *session_.add_days();
      added.set_date(absl::StrCat("2027-03-0", day + 1));
      const int slots = Below(4) + 2;
      for (int slot = 0; slot < slots; ++slot) {
        added.add_slots()->set_start(absl::StrCat("1", slot, ":00"));
        slots_.push_back(absl::StrCat(added.date(), "T1", slot, ":00"));
      }
    }
    const int people = Below(4) + 3;
    for (int p = 0; p < people; ++p) {
      ids_.push_back(absl::StrCat("p", p));
      v1::Participant& joined = participants_.emplace_back();
      joined.set_name(conversion::FormatParticipantName("a", "s", ids_.back()));
      for (const std::string& slot : slots_) {
        if (Below(4) == 0) joined.add_unavailable_slots(slot);
      }
    }
    for (int table = 0; table < 40; ++table)
      session_.add_tables()->set_id(absl::StrCat("t", table));
    auto& placing = *session_.mutable_placing();
    placing.set_break_fairness(static_cast<v1::PlacingRules::BreakFairness>(Below(3) + 1));
    placing.set_most_difference(Below(2));
    for (int a = 0; a < people; ++a) {
      for (int b = a + 1; b < people; ++b) {
        if (Below(2) == 0) AddMeeting(a, b);
      }
    }
    for (int i = 1; i < plan_.meetings_size(); ++i) {
      if (Below(3) > 0) continue;
      v1::MeetingOrder& order = *placing.add_orders();
      *order.mutable_earlier() = plan_.meetings(i - 1).pair();
      *order.mutable_later() = plan_.meetings(i).pair();
    }
  }

  int Below(int end) { return static_cast<int>(random_() % static_cast<std::uint64_t>(end)); }

  // Kind, and what the kind is about.
  using Finding = std::tuple<int, std::string, std::string>;

  std::set<Finding> ByMessages() const {
    std::set<Finding> found;
    for (const PlanViolation& v : FindViolations(session_, participants_, plan_)) {
      const std::string pair = absl::StrCat(v.pair().participant(), v.pair().partner());
      switch (v.kind()) {
        case PlanViolation::PARTICIPANT_AWAY:
        case PlanViolation::TWO_AT_ONCE:
          found.insert({v.kind(), v.participant(), v.slot()});
          break;
        case PlanViolation::NOT_WHERE_FIXED:
        case PlanViolation::WRONG_ORDER:
          found.insert({v.kind(), pair, ""});
          break;
        case PlanViolation::UNFAIR_BREAKS:
          found.insert({v.kind(), v.participant(), ""});
          break;
        default:
          ADD_FAILURE() << v.DebugString();
      }
    }
    return found;
  }

  std::set<Finding> ByPlanners() const {
    const PairScores scores(participants_.size());
    const std::vector<std::optional<v1::MemberKind>> kinds(participants_.size(), v1::CREATOR);
    std::vector<IdPair> pairs;
    for (const auto& meeting : plan_.meetings()) pairs.push_back(IdPairOf(meeting.pair()));
    const PlanCase made({session_, participants_, kinds, scores, {}, pairs});
    matching::SessionProblem problem;
    matching::Schedule schedule;
    problem.tables.assign(static_cast<std::size_t>(made.session.slots), 40);
    problem.days = made.session.days;
    problem.breaks = made.session.breaks;
    for (const auto& p : made.session.participants) {
      problem.participants.push_back({.available = p.available});
    }
    std::map<std::size_t, std::size_t> meeting_of;  // By pair.
    for (std::size_t m = 0; m < pairs.size(); ++m) meeting_of[*made.FindPair(pairs[m])] = m;
    for (std::size_t m = 0; m < pairs.size(); ++m) {
      const auto& pair = made.session.pairs[*made.FindPair(pairs[m])];
      matching::Meeting& meeting = problem.meetings.emplace_back();
      meeting.first = pair.candidate.first;
      meeting.second = pair.candidate.second;
      meeting.window = pair.window;
      meeting.fixed = pair.fixed_slot;
      for (const std::size_t earlier : pair.after) meeting.after.push_back(meeting_of.at(earlier));
      schedule.slots.push_back(*made.slots.Find(plan_.meetings(static_cast<int>(m)).slot()));
    }
    EXPECT_THAT(matching::FindFaults(problem), IsEmpty());
    const auto pair_of = [&](std::size_t m) {
      return absl::StrCat(Name(pairs[m].first), Name(pairs[m].second));
    };
    std::set<Finding> found;
    for (const auto& v : matching::CheckPlan(problem, schedule).violations) {
      using Kind = matching::ViolationKind;
      const std::string who = v.participant < ids_.size() ? Name(ids_[v.participant]) : "";
      const std::string slot = v.slot >= 0 ? made.slots.name(v.slot) : "";
      switch (v.kind) {
        case Kind::kUnavailable:
          found.insert({PlanViolation::PARTICIPANT_AWAY, who, slot});
          break;
        case Kind::kTwoAtOnce:
          found.insert({PlanViolation::TWO_AT_ONCE, who, slot});
          break;
        case Kind::kNotWhereFixed:
          found.insert({PlanViolation::NOT_WHERE_FIXED, pair_of(v.meeting), ""});
          break;
        case Kind::kWrongOrder:
          found.insert({PlanViolation::WRONG_ORDER, pair_of(v.meeting), ""});
          break;
        case Kind::kUnfairBreaks:
          found.insert({PlanViolation::UNFAIR_BREAKS, who, ""});
          break;
        default:
          ADD_FAILURE() << static_cast<int>(v.kind);
      }
    }
    return found;
  }

 private:
  void AddMeeting(int a, int b) {
    v1::PlannedMeeting& meeting = *plan_.add_meetings();
    meeting.mutable_pair()->set_participant(Name(ids_[static_cast<std::size_t>(a)]));
    meeting.mutable_pair()->set_partner(Name(ids_[static_cast<std::size_t>(b)]));
    meeting.set_slot(slots_[static_cast<std::size_t>(Below(static_cast<int>(slots_.size())))]);
    // Of its own, so that nothing is said of tables.
    meeting.set_table(absl::StrCat("t", plan_.meetings_size() - 1));
    if (Below(6) > 0) return;
    v1::FixedMeeting& fixed = *session_.mutable_placing()->add_fixed_meetings();
    *fixed.mutable_pair() = meeting.pair();
    fixed.set_slot(slots_[static_cast<std::size_t>(Below(static_cast<int>(slots_.size())))]);
  }

  std::mt19937_64 random_;
  v1::Session session_;
  std::vector<v1::Participant> participants_;
  std::vector<std::string> ids_;
  std::vector<std::string> slots_;
  v1::SessionPlan plan_;
};

TEST(PlanViolationsPropertyTest, PlannersReadPlansAlike) {
  std::size_t violations = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    const RandomPlan plan(seed);
    const auto found = plan.ByMessages();
    ASSERT_EQ(found, plan.ByPlanners()) << "seed " << seed;
    violations += found.size();
  }
  EXPECT_GT(violations, 1000U);
}

TEST(PlanDifferenceTest, MeetingsAreToldApartByPairWhateverItsOrder) {
  const auto before = Parse<v1::SessionPlan>(absl::StrCat(
      "meetings { pair { ", Pair("a", "b"), " } slot: '1' table: 't' } meetings { pair { ",
      Pair("a", "c"), " } slot: '2' table: 't' } meetings { pair { ", Pair("a", "d"),
      " } slot: '3' table: 't' } meetings { pair { ", Pair("a", "e"), " } slot: '4' table: 't' }"));
  const auto after = Parse<v1::SessionPlan>(absl::StrCat(
      "meetings { pair { ", Pair("b", "a"), " } slot: '1' table: 't' } meetings { pair { ",
      Pair("a", "c"), " } slot: '2' table: 'u' } meetings { pair { ", Pair("a", "f"),
      " } slot: '3' table: 't' } meetings { pair { ", Pair("a", "d"), " } slot: '5' table: 't' }"));
  const v1::PlanDifference difference = DifferenceOf(before, after);
  EXPECT_EQ(difference.unchanged(), 1);
  ASSERT_EQ(difference.reseated_size(), 1);
  EXPECT_EQ(difference.reseated(0).from().table(), "t");
  EXPECT_EQ(difference.reseated(0).to().table(), "u");
  ASSERT_EQ(difference.moved_size(), 1);
  EXPECT_EQ(difference.moved(0).to().slot(), "5");
  ASSERT_EQ(difference.added_size(), 1);
  EXPECT_EQ(difference.added(0).pair().partner(), Name("f"));
  ASSERT_EQ(difference.removed_size(), 1);
  EXPECT_EQ(difference.removed(0).pair().partner(), Name("e"));
}

}  // namespace
}  // namespace counterpoint::service
