#include "matching/session/case_faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "tests/matching/session/small_cases.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> FaultyFields(const SessionCase& session) {
  std::vector<std::string> fields;
  for (const ProblemFault& fault : FindCaseFaults(session)) {
    EXPECT_FALSE(fault.message.empty());
    fields.push_back(fault.field);
  }
  return fields;
}

SessionCase ThreePairs() {
  SessionCase session = OpenCase(3, 2, 1);
  AddPair(session, 0, 1);
  AddPair(session, 0, 2);
  AddPair(session, 1, 2);
  return session;
}

TEST(CaseFaultsTest, AWellFormedCaseHasNone) {
  EXPECT_THAT(FaultyFields(ThreePairs()), IsEmpty());
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    EXPECT_THAT(FaultyFields(RandomCase(seed)), IsEmpty());
  }
}

TEST(CaseFaultsTest, WithoutAPossibleNumberOfSlotsNothingElseIsJudged) {
  SessionCase session = ThreePairs();
  session.pairs[0].fixed_slot = 7;
  for (const int slots : {-1, 0, SlotSet::kMost + 1}) {
    session.slots = slots;
    EXPECT_THAT(FaultyFields(session), ElementsAre("slots"));
  }
}

TEST(CaseFaultsTest, EachFieldIsNamed) {
  SessionCase session = ThreePairs();
  session.tables[0].open.Add(2);
  session.participants[0].quota = {.least = -1, .most = -1};
  session.participants[1].quota = {.least = 3, .most = 2};
  session.participants[2].available.Add(5);
  session.pairs[0].candidate.score = std::numeric_limits<double>::quiet_NaN();
  session.pairs[0].fixed_table = 1;
  session.pairs[1].window.Add(9);
  session.pairs[1].fixed_slot = 2;
  session.pairs[2].candidate.second = 3;
  session.pairs[2].after = {2, 3};
  session.breaks.most_difference = -1;
  EXPECT_THAT(FaultyFields(session),
              ElementsAre("tables[0].open", "participants[0].quota.least",
                          "participants[0].quota.most", "participants[1].quota.least",
                          "pairs[0].score", "pairs[0].fixed_table", "participants[2].available",
                          "pairs[1].window", "pairs[1].fixed_slot", "pairs[2].second",
                          "pairs[2].after[0]", "pairs[2].after[1]", "breaks.most_difference"));
}

TEST(CaseFaultsTest, TwoParticipantsMeetInOnePairOnly) {
  SessionCase session = ThreePairs();
  AddPair(session, 1, 0);
  EXPECT_THAT(FaultyFields(session), ElementsAre("pairs[3]"));
}

TEST(CaseFaultsTest, CirclesOfOrderAreNamed) {
  SessionCase session = ThreePairs();
  session.pairs[0].after = {1};
  session.pairs[1].after = {0};
  EXPECT_THAT(FaultyFields(session), ElementsAre("pairs[0].after", "pairs[1].after"));
}

TEST(CaseFaultsTest, TooManyKindsOfTablesAreRefused) {
  // A table for each feature: no two kinds have one in common.
  SessionCase session = OpenCase(24, 1, 12);
  for (std::size_t i = 0; i < 12; ++i) {
    session.tables[i].features = FeatureSet{1} << i;
    AddPair(session, 2 * i, 2 * i + 1).features = FeatureSet{1} << i;
  }
  EXPECT_THAT(FaultyFields(session), IsEmpty());
  // One that has all: any set of kinds has its own tables.
  session.tables.push_back({.features = 0x0FFF, .open = SlotSet::Of(0)});
  EXPECT_THAT(FaultyFields(session), ElementsAre("pairs"));
}

}  // namespace
}  // namespace counterpoint::matching
