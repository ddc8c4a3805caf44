#include "service/validation/session_check.h"

#include "absl/strings/str_cat.h"
#include "tests/service/validation/valid_session.h"

namespace counterpoint::validation {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Violations Wrong(const v1::Session& session) {
  Violations violations;
  CheckSession(FieldPath("session"), session, "a", violations);
  return violations;
}

std::vector<std::string> WrongIn(const v1::Session& session) { return FieldsOf(Wrong(session)); }

// What is wrong with a valid session after the text has been added to it.
std::vector<std::string> WrongWith(const std::string& text) {
  v1::Session session = ValidSession();
  MergeText(text, session);
  return WrongIn(session);
}

std::string Pair(const std::string& one, const std::string& other) {
  return absl::StrCat("participant: 'alliances/a/members/", one, "' partner: 'alliances/a/members/",
                      other, "'");
}

std::string Order(const std::string& earlier, const std::string& later) {
  return absl::StrCat("orders { earlier { ", Pair(earlier, "x"), " } later { ", Pair(later, "x"),
                      " } } ");
}

TEST(SessionCheckTest, OutputOnlyFieldsAreNotLookedAt) {
  EXPECT_THAT(
      WrongWith(
          "name: 'no name' etag: 'no name' published_plan: 'no name' create_time { nanos: -1 }"),
      IsEmpty());
}

TEST(SessionCheckTest, EveryBadFieldIsNamed) {
  const std::vector<BadField> bad = {
      {"display_name { key: 'en' value: ' ' }", "display_name[\"en\"]"},
      {"location { key: 'en' value: '\\001' }", "location[\"en\"]"},
      {"join_deadline { nanos: -1 }", "join_deadline"},
      {"tables { id: 'T' }", "tables[2].id"},
      {"tables { id: 't1' }", "tables[2].id"},
      {"tables { id: 't3' features: 'A screen' }", "tables[2].features[0]"},
      {"tables { id: 't3' features: 'a' features: 'a' }", "tables[2].features[1]"},
      {"tables { id: 't3' closed_slots: '2027-03-02T09:10' }", "tables[2].closed_slots[0]"},
      {"pairing { source: 7 }", "pairing.source"},
      {"pairing { fairness: 7 }", "pairing.fairness"},
      {"pairing { candidates: 201 }", "pairing.candidates"},
      {"pairing { candidates: -1 }", "pairing.candidates"},
      {"pairing { least_meetings: -1 }", "pairing.least_meetings"},
      {"pairing { most_meetings: -1 }", "pairing.most_meetings"},
      {"pairing { least_meetings: 4 }", "pairing.least_meetings"},
      {"pairing { least_meetings: 5 most_meetings: 9 }", "pairing.least_meetings"},
      {"pairing { may_meet { kind: SCENE_UNIT partner_kind: CREATOR } }", "pairing.may_meet[1]"},
      {"pairing { may_meet { kind: INVESTOR } }", "pairing.may_meet[1].partner_kind"},
      {absl::StrCat("pairing { requested_pairs { ", Pair("n", "m"), " } }"),
       "pairing.requested_pairs[1]"},
      {absl::StrCat("pairing { met_before { ", Pair("m", "m"), " } }"),
       "pairing.met_before[1].partner"},
      {absl::StrCat("pairing { banned_pairs { ", Pair("n", "m"),
                    " } } placing { fixed_meetings { "
                    "pair { ",
                    Pair("q", "r"), " } } }"),
       "pairing.banned_pairs[1]"},
      {"placing { break_fairness: 7 }", "placing.break_fairness"},
      {"placing { most_difference: 256 }", "placing.most_difference"},
      {absl::StrCat("placing { fixed_meetings { pair { ", Pair("n", "m"), " } } }"),
       "placing.fixed_meetings[1].pair"},
      {absl::StrCat("placing { fixed_meetings { pair { ", Pair("n", "o"), " } } }"),
       "placing.fixed_meetings[1].pair"},
      {absl::StrCat("placing { fixed_meetings { pair { ", Pair("q", "r"), " } slot: 'noon' } }"),
       "placing.fixed_meetings[1].slot"},
      {absl::StrCat("placing { fixed_meetings { pair { ", Pair("q", "r"), " } table: 't9' } }"),
       "placing.fixed_meetings[1].table"},
      {absl::StrCat("placing { fixed_meetings { pair { ", Pair("m", "r"),
                    " } slot: '2027-03-02T09:00' } }"),
       "placing.fixed_meetings[1].slot"},
      {absl::StrCat("placing { fixed_meetings { pair { ", Pair("q", "r"),
                    " } slot: '2027-03-02T09:00' table: 't1' } }"),
       "placing.fixed_meetings[1].table"},
      {absl::StrCat("placing { fixed_meetings { pair { ", Pair("q", "r"),
                    " } slot: '2027-03-02T09:00' table: 't2' } }"),
       "placing.fixed_meetings[1].table"},
      {absl::StrCat("placing { orders { earlier { ", Pair("m", "n"), " } later { ", Pair("p", "m"),
                    " } } }"),
       "placing.orders[1]"},
      {absl::StrCat("placing { orders { earlier { ", Pair("m", "n"), " } later { ", Pair("n", "m"),
                    " } } }"),
       "placing.orders[1]"},
  };
  for (const auto& [text, field] : bad) {
    const auto wrong = WrongWith(text);
    if (text.find("banned_pairs") != std::string::npos) {
      // The pair is fixed too.
      EXPECT_THAT(wrong, ElementsAre(absl::StrCat("session.", field),
                                     "session.placing.fixed_meetings[0].pair"))
          << text;
      continue;
    }
    EXPECT_THAT(wrong, ElementsAre(absl::StrCat("session.", field))) << text;
  }
}

TEST(SessionCheckTest, WhatIsRequiredIsNamedWhereItIsMissing) {
  EXPECT_THAT(WrongIn(v1::Session()), ElementsAre("session.display_name", "session.time_zone",
                                                  "session.days", "session.tables"));
}

TEST(SessionCheckTest, MembersOfAnotherAllianceAreRefused) {
  EXPECT_THAT(WrongWith("pairing { met_before { participant: 'alliances/b/members/m' "
                        "partner: 'alliances/b/members/n' } }"),
              ElementsAre("session.pairing.met_before[1].participant",
                          "session.pairing.met_before[1].partner"));
}

TEST(SessionCheckTest, OrdersThatCloseACircleAreNamedWithTheOthers) {
  v1::Session session = ValidSession();
  session.mutable_placing()->clear_orders();
  MergeText(absl::StrCat("placing { ", Order("q", "r"), Order("r", "s"), Order("q", "s"),
                         Order("s", "q"), " }"),
            session);
  const Violations violations = Wrong(session);
  ASSERT_THAT(FieldsOf(violations), ElementsAre("session.placing.orders[3]"));
  EXPECT_THAT(violations.kept()[0].text, HasSubstr("orders[0], orders[1]"));
}

TEST(SessionCheckTest, LongChainsOfOrdersPassUnlessTheyClose) {
  v1::Session session = ValidSession();
  session.mutable_placing()->clear_orders();
  constexpr int kOrders = 10'000;
  for (int i = 0; i + 1 < kOrders; ++i) {
    MergeText(Order(absl::StrCat("q", i), absl::StrCat("q", i + 1)), *session.mutable_placing());
  }
  EXPECT_THAT(WrongIn(session), IsEmpty());
  MergeText(Order(absl::StrCat("q", kOrders - 1), "q0"), *session.mutable_placing());
  EXPECT_THAT(WrongIn(session),
              ElementsAre(absl::StrCat("session.placing.orders[", kOrders - 1, "]")));
}

TEST(SessionCheckTest, OrdersThatGoAgainstFixedSlotsAreNamed) {
  const std::string fixed =
      absl::StrCat("fixed_meetings { pair { ", Pair("m", "p"), " } slot: '2027-03-02T09:20' } ");
  EXPECT_THAT(WrongWith(absl::StrCat("placing { ", fixed, "}")), IsEmpty());
  v1::Session session = ValidSession();
  MergeText(absl::StrCat("placing { ", fixed, "}"), session);
  session.mutable_placing()->mutable_fixed_meetings(0)->set_slot("2027-03-03T09:00");
  EXPECT_THAT(WrongIn(session), ElementsAre("session.placing.orders[0]"));
}

TEST(SessionCheckTest, SessionsOfTooManyBytesAreRefusedAsAWhole) {
  v1::Session session = ValidSession();
  for (int i = 0; i < 20'000; ++i) {
    MergeText(absl::StrCat("met_before { ", Pair(std::string(60, 'x'), absl::StrCat("n", i)), " }"),
              *session.mutable_pairing());
  }
  ASSERT_LT(session.ByteSizeLong(), 3'000'000u);
  EXPECT_THAT(WrongIn(session), ElementsAre("session.pairing.met_before"));
  session.mutable_pairing()->mutable_met_before()->RemoveLast();
  EXPECT_THAT(WrongIn(session), IsEmpty());
  *session.mutable_pairing()->mutable_requested_pairs() = session.pairing().met_before();
  EXPECT_THAT(WrongIn(session), ElementsAre("session"));
}

TEST(SessionCheckTest, FeaturesOfAllTablesTogetherAreAtMost32) {
  v1::Session session = ValidSession();
  for (int i = 0; i < 30; ++i) session.mutable_tables(0)->add_features(absl::StrCat("f", i));
  EXPECT_THAT(WrongIn(session), IsEmpty());
  session.mutable_tables(1)->add_features("one-more");
  EXPECT_THAT(WrongIn(session), ElementsAre("session.tables"));
}

}  // namespace
}  // namespace counterpoint::validation
