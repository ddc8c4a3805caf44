#include "service/sessions/session_case.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "matching/session/case_faults.h"
#include "service/conversion/resource_name.h"

namespace counterpoint::service {
namespace {

using matching::PairRule;
using matching::SlotSet;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kBase[] = R"pb(
  name: "alliances/a/sessions/s"
  time_zone: "Asia/Shanghai"
  days {
    date: "2027-03-02"
    slots { start: "09:00" minutes: 20 }
    slots { start: "13:00" minutes: 20 }
  }
  days {
    date: "2027-03-03"
    slots { start: "09:00" minutes: 20 }
  }
  tables { id: "plain" closed_slots: "2027-03-02T13:00" }
  tables { id: "screen" features: "screen" }
)pb";

std::string Name(const std::string& id) { return conversion::FormatMemberName("a", id); }

std::string Pair(const std::string& a, const std::string& b) {
  return absl::StrCat("participant: '", Name(a), "' partner: '", Name(b), "' ");
}

// A session of p0, p1, ... whose scores are 0.5 unless said.
class SessionCaseTest : public ::testing::Test {
 protected:
  void Rules(const std::string& text) {
    ASSERT_TRUE(google::protobuf::TextFormat::MergeFromString(text, &session_));
  }

  void Join(const std::string& fields = "", std::optional<v1::MemberKind> kind = v1::SCENE_UNIT) {
    const std::string id = absl::StrCat("p", participants_.size());
    v1::Participant& participant = participants_.emplace_back();
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(fields, &participant));
    participant.set_name(conversion::FormatParticipantName("a", "s", id));
    kinds_.push_back(kind);
  }

  void Score(std::size_t a, std::size_t b, double score) { told_.push_back({a, b, score}); }

  PlanCase Make(std::vector<IdPair> also = {}, bool only_also = false) {
    PairScores scores(participants_.size());
    for (std::size_t a = 0; a < participants_.size(); ++a) {
      for (std::size_t b = a + 1; b < participants_.size(); ++b) scores.Set(a, b, 0.5);
    }
    for (const auto& [a, b, score] : told_) scores.Set(a, b, score);
    const PlanCase made(
        {session_, participants_, kinds_, scores, met_, std::move(also), only_also});
    EXPECT_THAT(matching::FindCaseFaults(made.session), IsEmpty());
    return made;
  }

  // "p0-p1" of each pair that may meet.
  static std::vector<std::string> Pairs(const PlanCase& plan_case) {
    std::vector<std::string> pairs;
    for (const auto& pair : plan_case.session.pairs) {
      if (pair.candidate.rule == PairRule::kMustNot) continue;
      pairs.push_back(absl::StrCat(plan_case.members[pair.candidate.first], "-",
                                   plan_case.members[pair.candidate.second]));
    }
    return pairs;
  }

  struct Told {
    std::size_t a;
    std::size_t b;
    double score;
  };
  v1::Session session_ = [] {
    v1::Session session;
    google::protobuf::TextFormat::ParseFromString(kBase, &session);
    return session;
  }();
  std::vector<v1::Participant> participants_;
  std::vector<std::optional<v1::MemberKind>> kinds_;
  std::vector<Told> told_;
  absl::flat_hash_set<IdPair> met_;
};

TEST_F(SessionCaseTest, SlotsDaysAndTablesAreThoseOfTheSession) {
  const PlanCase made = Make();
  EXPECT_EQ(made.session.slots, 3);
  EXPECT_THAT(made.session.days, ElementsAre(0, 2));
  EXPECT_EQ(made.slots.name(1), "2027-03-02T13:00");
  EXPECT_EQ(made.slots.DayEnd(0), 2);
  EXPECT_EQ(made.slots.DayEnd(2), 3);
  EXPECT_THAT(made.tables, ElementsAre("plain", "screen"));
  EXPECT_FALSE(made.session.tables[0].open.contains(1));
  EXPECT_EQ(made.session.tables[1].open, SlotSet::Range(0, 3));
  EXPECT_EQ(made.session.breaks.fairness, matching::BreakFairness::kBreaksBeyondForced);
  EXPECT_EQ(made.session.breaks.most_difference, 2);
}

TEST_F(SessionCaseTest, SlotsBeginByTheSessionsClock) {
  const PlanCase made = Make();
  absl::TimeZone shanghai;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Shanghai", &shanghai));
  const auto at = [&](int day, int hour, int minute) {
    return absl::FromCivil(absl::CivilMinute(2027, 3, day, hour, minute), shanghai);
  };
  EXPECT_EQ(made.slots.FirstAfter(at(1, 0, 0)), 0);
  EXPECT_EQ(made.slots.FirstAfter(at(2, 9, 0)), 1);
  EXPECT_EQ(made.slots.FirstAfter(at(2, 13, 5)), 2);
  EXPECT_EQ(made.slots.FirstAfter(at(3, 9, 0)), 3);
}

TEST_F(SessionCaseTest, ParticipantsAreAvailableAndLikeWhatTheySay) {
  Rules("pairing { least_meetings: 1 most_meetings: 2 }");
  Join("unavailable_slots: '2027-03-02T09:00' preferred_day_part: MORNING");
  Join("preferred_day_part: AFTERNOON least_meetings: 3 most_meetings: 0");
  const PlanCase made = Make();
  const auto& people = made.session.participants;
  EXPECT_EQ(people[0].available, SlotSet::Range(1, 3));
  EXPECT_EQ(people[0].liked, SlotSet::Of(0) | SlotSet::Of(2));
  EXPECT_EQ(people[1].liked, SlotSet::Of(1));
  EXPECT_EQ(people[0].quota.least, 1);
  EXPECT_EQ(people[0].quota.most, 2);
  // What it may have goes before what it should have.
  EXPECT_EQ(people[1].quota.least, 0);
  EXPECT_EQ(people[1].quota.most, 0);
}

TEST_F(SessionCaseTest, TablesNeedTheFeaturesOfBothSides) {
  Join("table_features: 'screen'");
  Join();
  Join("table_features: 'hologram'");
  const PlanCase made = Make();
  ASSERT_THAT(made.session.pairs, SizeIs(3));
  const auto feature = made.session.tables[1].features;
  EXPECT_EQ(made.session.pairs[0].features, feature);
  EXPECT_EQ(made.session.pairs[2].features, 0U);
  // No table has it, so no slot is any good.
  EXPECT_TRUE(made.session.pairs[1].window.empty());
  EXPECT_EQ(made.session.pairs[0].window, SlotSet::Range(0, 3));
}

TEST_F(SessionCaseTest, ThoseWithoutACommonLanguageDoNotMeet) {
  Join("languages: 'zh'");
  Join("delegates { languages: 'en' languages: 'fr' }");
  Join();
  Join("languages: 'fr'");
  EXPECT_THAT(Pairs(Make()), ElementsAre("p0-p2", "p1-p2", "p1-p3", "p2-p3"));
}

TEST_F(SessionCaseTest, KindsMayBeNamed) {
  Rules("pairing { may_meet { kind: CREATOR partner_kind: SCENE_UNIT } }");
  Join("", v1::SCENE_UNIT);
  Join("", v1::SCENE_UNIT);
  Join("", v1::CREATOR);
  EXPECT_THAT(Pairs(Make()), ElementsAre("p0-p2", "p1-p2"));
}

TEST_F(SessionCaseTest, EachSideBringsItsBestPartners) {
  Rules("pairing { candidates: 1 }");
  for (int i = 0; i < 4; ++i) Join();
  Score(0, 3, 0.9);
  Score(1, 2, 0);
  Score(1, 3, 0.4);
  Score(0, 1, 0.45);
  Score(0, 2, 0.45);
  Score(2, 3, 0.8);
  // p1's best is p0; the others have p3 and p0.
  EXPECT_THAT(Pairs(Make()), ElementsAre("p0-p1", "p0-p3", "p2-p3"));
}

TEST_F(SessionCaseTest, WhomTheProfilesDoNotMatchIsNoCandidate) {
  Join();
  Join();
  Score(0, 1, 0);
  EXPECT_THAT(Pairs(Make()), IsEmpty());
}

TEST_F(SessionCaseTest, ThoseWhoHaveMetMeetAgainOnlyWhereSomebodyAsks) {
  for (int i = 0; i < 4; ++i) Join();
  met_.insert({"p0", "p1"});
  met_.insert({"p0", "p2"});
  Rules(absl::StrCat("pairing { met_before { ", Pair("p3", "p0"), " } requested_pairs { ",
                     Pair("p2", "p0"), " } }"));
  EXPECT_THAT(Pairs(Make()), ElementsAre("p0-p2", "p1-p2", "p1-p3", "p2-p3"));
  Rules("pairing { include_partners: true }");
  EXPECT_THAT(Pairs(Make()), ElementsAre("p0-p1", "p0-p2", "p1-p2", "p1-p3", "p2-p3"));
}

TEST_F(SessionCaseTest, WishesRaiseTheRankAndNotTheScore) {
  Join(absl::StrCat("wishes { partner: '", Name("p1"), "' kind: WANTS_TO_MEET }"));
  Join(absl::StrCat("wishes { partner: '", Name("p0"), "' kind: WANTS_TO_MEET }"));
  Join(absl::StrCat("wishes { partner: '", Name("p0"), "' kind: WANTS_TO_MEET }"));
  Score(0, 1, 0.9);
  const PlanCase made = Make();
  ASSERT_THAT(made.session.pairs, SizeIs(3));
  EXPECT_DOUBLE_EQ(made.scores[0], 0.9);
  EXPECT_DOUBLE_EQ(made.score_unit, 1.4);
  EXPECT_DOUBLE_EQ(made.session.pairs[0].candidate.score * made.score_unit, 1.4);
  EXPECT_DOUBLE_EQ(made.session.pairs[1].candidate.score * made.score_unit, 0.75);
  EXPECT_DOUBLE_EQ(made.session.pairs[2].candidate.score * made.score_unit, 0.5);
}

TEST_F(SessionCaseTest, AMustHoldsWhateverTheScore) {
  Join(absl::StrCat("wishes { partner: '", Name("p1"), "' kind: MUST_MEET }"));
  Join();
  Score(0, 1, 0);
  const PlanCase made = Make();
  ASSERT_THAT(made.session.pairs, SizeIs(1));
  EXPECT_EQ(made.session.pairs[0].candidate.rule, PairRule::kMust);
  EXPECT_TRUE(made.must[0]);
  EXPECT_THAT(made.conflicts, IsEmpty());
}

TEST_F(SessionCaseTest, WhoWontMeetGoesBeforeEverythingAndIsSaid) {
  Join(absl::StrCat("wishes { partner: '", Name("p1"), "' kind: MUST_MEET }"));
  Join(absl::StrCat("wishes { partner: '", Name("p0"), "' kind: WONT_MEET }"));
  Join("languages: 'zh'");
  Join("languages: 'en'");
  Join();
  Rules(absl::StrCat("placing { fixed_meetings { pair { ", Pair("p2", "p3"),
                     " } } fixed_meetings { pair { ", Pair("p0", "p4"),
                     " } } } pairing { banned_pairs { ", Pair("p4", "p0"), " } banned_pairs { ",
                     Pair("p1", "p4"), " } }"));
  const PlanCase made = Make();
  EXPECT_THAT(Pairs(made), ElementsAre("p0-p2", "p0-p3", "p1-p2", "p1-p3", "p2-p4", "p3-p4"));
  std::vector<v1::ConflictRule::Kind> kinds;
  for (const auto& conflict : made.conflicts) kinds.push_back(conflict.kind());
  EXPECT_THAT(kinds, ElementsAre(v1::ConflictRule::WONT_MEET, v1::ConflictRule::BANNED,
                                 v1::ConflictRule::NO_SHARED_LANGUAGE));
  EXPECT_EQ(made.conflicts[0].participant(), Name("p1"));
}

TEST_F(SessionCaseTest, GivenPairsAreAllOfThem) {
  for (int i = 0; i < 3; ++i) Join();
  Rules(absl::StrCat("pairing { source: AS_GIVEN requested_pairs { ", Pair("p2", "p0"), " } }"));
  const PlanCase made = Make();
  EXPECT_THAT(Pairs(made), ElementsAre("p0-p2"));
  EXPECT_EQ(made.session.pairs[0].candidate.rule, PairRule::kMust);
}

TEST_F(SessionCaseTest, FixedMeetingsAndOrdersAreKept) {
  for (int i = 0; i < 3; ++i) Join();
  Rules(absl::StrCat("placing { fixed_meetings { pair { ", Pair("p1", "p0"),
                     " } slot: '2027-03-02T13:00' table: 'screen' } orders { earlier { ",
                     Pair("p1", "p2"), " } later { ", Pair("p1", "p0"), " } } }"));
  const PlanCase made = Make();
  ASSERT_THAT(made.session.pairs, SizeIs(3));
  EXPECT_EQ(made.session.pairs[0].fixed_slot, 1);
  EXPECT_EQ(made.session.pairs[0].fixed_table, 1U);
  EXPECT_THAT(made.session.pairs[0].after, ElementsAre(2U));
  EXPECT_TRUE(made.fixed[0]);
  EXPECT_FALSE(made.fixed[1]);
}

TEST_F(SessionCaseTest, WhoIsNoMemberAnyMoreIsAwayAndSaid) {
  Join();
  Join("", std::nullopt);
  const PlanCase made = Make();
  EXPECT_THAT(Pairs(made), IsEmpty());
  EXPECT_TRUE(made.session.participants[1].available.empty());
  ASSERT_THAT(made.conflicts, SizeIs(1));
  EXPECT_EQ(made.conflicts[0].kind(), v1::ConflictRule::NOT_A_MEMBER);
}

TEST_F(SessionCaseTest, NamedPairsAreThereWhateverTheRules) {
  Join();
  Join();
  Rules(absl::StrCat("pairing { banned_pairs { ", Pair("p0", "p1"), " } }"));
  const PlanCase made = Make({{"p0", "p1"}, {"p0", "stranger"}});
  ASSERT_THAT(made.session.pairs, SizeIs(2));
  EXPECT_EQ(made.session.pairs[0].candidate.rule, PairRule::kMustNot);
  EXPECT_EQ(made.session.pairs[1].candidate.rule, PairRule::kMustNot);
  EXPECT_THAT(made.members, ElementsAre("p0", "p1", "stranger"));
  EXPECT_FALSE(made.takes_part(2));
  EXPECT_EQ(made.FindPair({"p0", "stranger"}), 1U);
}

}  // namespace
}  // namespace counterpoint::service
