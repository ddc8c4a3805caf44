#include "service/ledger/ledger_count.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/service/ledger/ledger_history.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Grouping = v1::GetLedgerRequest;
using Kind = matching::MemberKind;

constexpr std::int64_t kNovember = 1'793'491'200;  // 2026-11-01T00:00:00Z.
constexpr std::int64_t kDay = 86'400;

// Members a and b are suppliers, m is a museum, x is not there any more.
class LedgerCountTest : public ::testing::Test {
 protected:
  LedgerCountTest() {
    history_.AddMember("a", Kind::kTechnologySupplier, {"jazz", "law"});
    history_.AddMember("b", Kind::kTechnologySupplier, {"jazz", "rock"});
    history_.AddMember("m", Kind::kSceneUnit, {"law", "rock"});
  }

  void Record(v1::InteractionKind kind, const std::string& member, const std::string& partner,
              std::int64_t time = 100, const FactDetails& more = {}) {
    history_.facts.Record(kind, member, partner, time, more);
  }
  void List(std::int64_t time, std::int64_t policy_version,
            std::vector<LedgerLists::Entry> entries) {
    history_.lists.push_back({time, policy_version, std::move(entries)});
  }

  static std::vector<std::int64_t> CountsOf(const v1::LedgerRow& row) {
    std::vector<std::int64_t> counts;
    for (const v1::LedgerStep& step : row.steps()) counts.push_back(step.count());
    return counts;
  }
  v1::LedgerRow Row(const LedgerQuery& query = {}) const {
    const auto rows = history_.Rows(query);
    EXPECT_THAT(rows, SizeIs(1));
    return rows.empty() ? v1::LedgerRow() : rows[0];
  }
  // Suggested, viewed, introduced, accepted, met, signed.
  std::vector<std::int64_t> Counts(const LedgerQuery& query = {}) const {
    return CountsOf(Row(query));
  }
  // "GROUP suggested accepted".
  std::vector<std::string> Groups(Grouping::Grouping grouping, LedgerQuery query = {}) const {
    query.group_by = grouping;
    std::vector<std::string> shown;
    for (const v1::LedgerRow& row : history_.Rows(query)) {
      shown.push_back(
          absl::StrCat(row.group(), " ", row.steps(0).count(), " ", row.steps(3).count()));
    }
    return shown;
  }

  LedgerHistory history_;
};

TEST_F(LedgerCountTest, NothingGivesARowOfZerosWithoutRates) {
  const v1::LedgerRow row = Row();
  EXPECT_THAT(CountsOf(row), ElementsAre(0, 0, 0, 0, 0, 0));
  for (const v1::LedgerStep& step : row.steps()) EXPECT_FALSE(step.has_rate());
  EXPECT_FALSE(row.has_mean_rating());
  EXPECT_FALSE(row.has_lift());
  for (int grouping = 1; grouping < Grouping::Grouping_ARRAYSIZE; ++grouping) {
    EXPECT_THAT(Groups(static_cast<Grouping::Grouping>(grouping)), IsEmpty());
  }
}

TEST_F(LedgerCountTest, EachKindBringsAPairToItsStep) {
  const std::vector<std::pair<v1::InteractionKind, std::vector<std::int64_t>>> expected = {
      {v1::VIEWED, {1, 1, 0, 0, 0, 0}},      {v1::SAVED, {1, 1, 0, 0, 0, 0}},
      {v1::DECLINED, {1, 1, 0, 0, 0, 0}},    {v1::INTRODUCED, {1, 1, 1, 0, 0, 0}},
      {v1::ACCEPTED, {1, 1, 1, 0, 0, 0}},    {v1::NO_SHOW, {1, 1, 1, 0, 0, 0}},
      {v1::MET, {1, 1, 1, 1, 1, 0}},         {v1::RATED, {1, 1, 1, 1, 1, 0}},
      {v1::PARTNERSHIP, {1, 1, 1, 1, 1, 1}}, {v1::AGREEMENT_SIGNED, {1, 1, 1, 1, 1, 1}},
      {v1::CONFLICT, {0, 0, 0, 0, 0, 0}}};
  EXPECT_THAT(expected, SizeIs(v1::InteractionKind_ARRAYSIZE - 1));
  for (const auto& [kind, counts] : expected) {
    history_.facts = LedgerFacts();
    Record(kind, "a", "b");
    EXPECT_EQ(Counts(), counts) << v1::InteractionKind_Name(kind);
  }
}

TEST_F(LedgerCountTest, PairIsAcceptedOnceBothHaveAccepted) {
  Record(v1::ACCEPTED, "a", "b");
  Record(v1::ACCEPTED, "a", "b", 101);
  EXPECT_THAT(Counts(), ElementsAre(1, 1, 1, 0, 0, 0));
  Record(v1::ACCEPTED, "b", "a", 102);
  EXPECT_THAT(Counts(), ElementsAre(1, 1, 1, 1, 0, 0));
}

TEST_F(LedgerCountTest, TwoMembersAreOnePairInEitherOrder) {
  List(50, 1, {{"a", "b"}, {"b", "a"}});
  Record(v1::VIEWED, "b", "a");
  Record(v1::MET, "a", "b");
  EXPECT_THAT(Counts(), ElementsAre(1, 1, 1, 1, 1, 0));
}

TEST_F(LedgerCountTest, DeclineAfterAnAcceptanceTakesNoStepBack) {
  Record(v1::ACCEPTED, "a", "b", 100);
  Record(v1::DECLINED, "b", "a", 200, {v1::OVER_BUDGET});
  Record(v1::DECLINED, "a", "b", 300, {v1::TOO_EARLY});
  Record(v1::DECLINED, "m", "b", 300, {v1::TOO_EARLY});
  const v1::LedgerRow row = Row();
  EXPECT_THAT(CountsOf(row), ElementsAre(2, 2, 1, 0, 0, 0));
  EXPECT_EQ(row.declined_pair_count(), 2);
  ASSERT_EQ(row.declines_size(), 2);
  EXPECT_EQ(row.declines(0).reason(), v1::TOO_EARLY);
  EXPECT_EQ(row.declines(0).count(), 2);
  EXPECT_EQ(row.declines(1).reason(), v1::OVER_BUDGET);
  EXPECT_EQ(row.declines(1).count(), 1);
}

TEST_F(LedgerCountTest, RatesAreOfTheStageBeforeWithWilsonsInterval) {
  List(50, 1, {{"a", "b"}, {"a", "m"}, {"b", "m"}});
  Record(v1::MET, "a", "b");
  Record(v1::VIEWED, "a", "m");
  const v1::LedgerRow row = Row();
  EXPECT_FALSE(row.steps(0).has_rate());
  EXPECT_NEAR(row.steps(1).rate(), 2.0 / 3, 1e-12);
  EXPECT_NEAR(row.steps(1).rate_low(), 0.20766, 1e-5);
  EXPECT_NEAR(row.steps(1).rate_high(), 0.93851, 1e-5);
  EXPECT_EQ(row.steps(2).rate(), 0.5);
  EXPECT_EQ(row.steps(4).rate(), 1);
  EXPECT_TRUE(row.steps(5).has_rate());
  EXPECT_EQ(row.steps(5).rate(), 0);
}

TEST_F(LedgerCountTest, NoShowsRatingsAndSignedValuesAreCountedAsRecorded) {
  Record(v1::NO_SHOW, "a", "b");
  Record(v1::RATED, "a", "b", 100, {4});
  Record(v1::RATED, "b", "a", 100, {5});
  Record(v1::RATED, "m", "a", 100, {2});
  Record(v1::AGREEMENT_SIGNED, "a", "b", 200, {v1::UP_TO_1_MILLION});
  Record(v1::AGREEMENT_SIGNED, "a", "m", 200, {v1::UP_TO_1_MILLION});
  Record(v1::AGREEMENT_SIGNED, "a", "m", 200);
  Record(v1::PARTNERSHIP, "b", "m", 200);
  const v1::LedgerRow row = Row();
  EXPECT_EQ(row.no_show_count(), 1);
  EXPECT_EQ(row.rating_count(), 3);
  EXPECT_NEAR(row.mean_rating(), 11.0 / 3, 1e-12);
  ASSERT_EQ(row.signed_values_size(), 2);
  EXPECT_EQ(row.signed_values(0).value_band(), v1::VALUE_BAND_UNSPECIFIED);
  EXPECT_EQ(row.signed_values(0).count(), 1);
  EXPECT_EQ(row.signed_values(1).value_band(), v1::UP_TO_1_MILLION);
  EXPECT_EQ(row.signed_values(1).count(), 2);
}

TEST_F(LedgerCountTest, PairCountsInThePeriodInWhichItBeganWithAllThatCameLater) {
  List(100, 1, {{"a", "b"}});
  Record(v1::ACCEPTED, "a", "b", 900);
  Record(v1::VIEWED, "a", "m", 200);
  LedgerQuery query;
  query.start = 100;
  query.end = 200;
  EXPECT_THAT(Counts(query), ElementsAre(1, 1, 1, 0, 0, 0));
  query.start = 200;
  query.end = 1000;
  EXPECT_THAT(Counts(query), ElementsAre(1, 1, 0, 0, 0, 0));
  query.start = 201;
  EXPECT_THAT(Counts(query), ElementsAre(0, 0, 0, 0, 0, 0));
}

TEST_F(LedgerCountTest, MonthsAreThoseInWhichPairsBeganInUtc) {
  List(kNovember - 1, 1, {{"a", "b"}});
  List(kNovember, 1, {{"a", "b"}, {"a", "m"}});
  Record(v1::PARTNERSHIP, "b", "m", kNovember + 61 * kDay);
  Record(v1::PARTNERSHIP, "a", "b", kNovember + 61 * kDay);
  EXPECT_THAT(Groups(Grouping::BY_MONTH), ElementsAre("2026-10 1 1", "2026-11 1 0", "2027-01 1 1"));
}

TEST_F(LedgerCountTest, KindsAreNamedInOrderAndUnknownOnesTogether) {
  List(50, 1, {{"a", "b"}, {"m", "a"}, {"b", "m"}, {"a", "x"}});
  Record(v1::PARTNERSHIP, "x", "m");
  EXPECT_THAT(Groups(Grouping::BY_KINDS),
              ElementsAre(" 2 1", "SCENE_UNIT+TECHNOLOGY_SUPPLIER 2 0",
                          "TECHNOLOGY_SUPPLIER+TECHNOLOGY_SUPPLIER 1 0"));
}

TEST_F(LedgerCountTest, PairsCountInEachTopicThatBothState) {
  List(50, 1, {{"a", "b"}, {"a", "m"}, {"b", "m"}, {"a", "x"}});
  history_.AddMember("a", Kind::kTechnologySupplier, {"rock"});
  Record(v1::PARTNERSHIP, "a", "b");
  EXPECT_THAT(Groups(Grouping::BY_TOPIC), ElementsAre("rock 3 1", " 1 0", "jazz 1 1", "law 1 0"));
}

TEST_F(LedgerCountTest, AtMostTwoHundredTopicsAreShown) {
  std::vector<matching::Topic> topics;
  std::vector<std::string> ids;
  for (int i = 0; i < 210; ++i) {
    ids.push_back(absl::StrCat("t", i));
    topics.push_back({ids.back(), {}, {absl::StrCat("subject", i)}, ""});
  }
  history_.thesaurus = *matching::Thesaurus::Make(topics);
  history_.members.clear();
  for (const char* id : {"a", "b"}) history_.AddMember(id, Kind::kCreator, ids);
  Record(v1::VIEWED, "a", "b");
  EXPECT_THAT(Groups(Grouping::BY_TOPIC), SizeIs(200));
}

TEST_F(LedgerCountTest, KindsOfEitherMemberAndTopicsOfBothNarrowThePairs) {
  List(50, 1, {{"a", "b"}, {"a", "m"}, {"b", "m"}, {"a", "x"}, {"m", "x"}});
  LedgerQuery query;
  query.kinds = matching::SetOf(Kind::kSceneUnit);
  EXPECT_THAT(Counts(query), ElementsAre(3, 0, 0, 0, 0, 0));
  query.topic = "music";
  EXPECT_THAT(Counts(query), ElementsAre(2, 0, 0, 0, 0, 0));
  query.topic = "law";
  EXPECT_THAT(Counts(query), ElementsAre(1, 0, 0, 0, 0, 0));
  query.topic = "rock";
  EXPECT_THAT(Counts(query), ElementsAre(1, 0, 0, 0, 0, 0));
  query.topic = "one-that-is-gone";
  EXPECT_THAT(Counts(query), ElementsAre(0, 0, 0, 0, 0, 0));
}

TEST_F(LedgerCountTest, PairsCountInEveryPolicyVersionWithWhatBelongsToIt) {
  List(100, 9, {{"a", "b"}, {"a", "m"}});
  List(200, 10, {{"a", "b"}, {"a", "m"}});
  Record(v1::PARTNERSHIP, "a", "b", 150);                 // Of version 9, which began last.
  Record(v1::MET, "a", "m", 300, {.policy_version = 9});  // As it says.
  Record(v1::PARTNERSHIP, "b", "m", 300);                 // Of none that is known.
  EXPECT_THAT(Groups(Grouping::BY_POLICY_VERSION), ElementsAre(" 1 1", "9 2 2", "10 2 0"));
  Record(v1::AGREEMENT_SIGNED, "a", "m", 350);
  EXPECT_THAT(Groups(Grouping::BY_POLICY_VERSION), ElementsAre(" 1 1", "9 2 2", "10 2 1"));
}

TEST_F(LedgerCountTest, WhatHappensBeforeAnyKnownListBelongsToNone) {
  Record(v1::VIEWED, "a", "b", 50);
  List(100, 7, {{"a", "b"}});
  Record(v1::ACCEPTED, "b", "a", 100);
  LedgerQuery query;
  query.group_by = Grouping::BY_POLICY_VERSION;
  const auto rows = history_.Rows(query);
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].group(), "");
  EXPECT_THAT(CountsOf(rows[0]), ElementsAre(1, 1, 0, 0, 0, 0));
  EXPECT_EQ(rows[1].group(), "7");
  EXPECT_THAT(CountsOf(rows[1]), ElementsAre(1, 1, 1, 0, 0, 0));
}

TEST_F(LedgerCountTest, PairMovedInOneListOfAGenerationIsMoved) {
  List(100, 1, {{"a", "b", "push"}, {"b", "a"}, {"a", "m"}});
  Record(v1::ACCEPTED, "a", "b", 110, {.rule = "push"});
  Record(v1::ACCEPTED, "b", "a", 120);
  EXPECT_THAT(Groups(Grouping::BY_STAFF_RULE), ElementsAre(" 1 0", "push 1 1"));
}

TEST_F(LedgerCountTest, SuggestionBeforeARuleMovedItCountsAsUnmovedToo) {
  List(100, 1, {{"a", "b"}});
  List(200, 1, {{"a", "b", "push"}});
  Record(v1::DECLINED, "a", "b", 150, {v1::TOO_EARLY});
  Record(v1::PARTNERSHIP, "a", "b", 250);
  LedgerQuery query;
  query.group_by = Grouping::BY_STAFF_RULE;
  const auto rows = history_.Rows(query);
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_THAT(CountsOf(rows[0]), ElementsAre(1, 1, 0, 0, 0, 0));
  EXPECT_EQ(rows[0].declined_pair_count(), 1);
  EXPECT_THAT(CountsOf(rows[1]), ElementsAre(1, 1, 1, 1, 1, 1));
  EXPECT_EQ(rows[1].declined_pair_count(), 0);
}

TEST_F(LedgerCountTest, OfRulesThatBeganTogetherTheFirstByNameHasWhatNamesNone) {
  List(100, 1, {{"a", "b", "second"}, {"b", "a", "first"}});
  Record(v1::PARTNERSHIP, "a", "b", 150);
  EXPECT_THAT(Groups(Grouping::BY_STAFF_RULE), ElementsAre("first 1 1", "second 1 0"));
}

TEST_F(LedgerCountTest, LiftIsTheRatioOfAcceptanceWithKatzsInterval) {
  std::vector<LedgerLists::Entry> entries;
  for (int i = 0; i < 100; ++i) {
    entries.push_back({"a", absl::StrCat("moved", i), "push"});
    entries.push_back({"a", absl::StrCat("other", i)});
    entries.push_back({"a", absl::StrCat("third", i), "quiet"});
    if (i < 36) Record(v1::MET, "a", absl::StrCat("moved", i), 200);
    if (i < 10) Record(v1::MET, "a", absl::StrCat("other", i), 200);
  }
  List(100, 1, entries);
  LedgerQuery query;
  query.group_by = Grouping::BY_STAFF_RULE;
  const auto rows = history_.Rows(query);
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_FALSE(rows[0].has_lift());
  EXPECT_EQ(rows[1].group(), "push");
  EXPECT_NEAR(rows[1].lift(), 3.6, 1e-12);
  EXPECT_NEAR(rows[1].lift_low(), 1.8917, 1e-4);
  EXPECT_NEAR(rows[1].lift_high(), 6.8509, 1e-4);
  EXPECT_EQ(rows[2].group(), "quiet");
  EXPECT_FALSE(rows[2].has_lift());
}

}  // namespace
}  // namespace counterpoint::service
