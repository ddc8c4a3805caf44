#include "matching/exposure/spread.h"

#include <gtest/gtest.h>

#include "tests/matching/exposure/candidate_rows.h"

namespace counterpoint::matching {
namespace {

TEST(SpreadTest, ListsOfOneMemberAreAsUnevenAsCanBe) {
  const CandidateRows rows = RowsOf({{{1, 0.9}, {2, 0.5}}, {{3, 0.5}}, {{1, 0.8}, {0, 0.1}}, {}});
  const Spread spread = SpreadOf(rows, {{0}, {}, {3}, {}});
  // 0, 0, 0 and 2 lists: (4 - 1) / 4.
  EXPECT_DOUBLE_EQ(spread.gini, 0.75);
  EXPECT_DOUBLE_EQ(spread.unlisted_share, 0.75);
  EXPECT_EQ(spread.most_lists, 2U);
  EXPECT_DOUBLE_EQ(spread.total_relevance, 1.7);
}

TEST(SpreadTest, EqualNumbersOfListsHaveAGiniOfZero) {
  const CandidateRows rows = RowsOf({{{1, 0.9}}, {{2, 0.5}}, {{0, 0.5}}});
  const Spread spread = SpreadOf(rows, {{0}, {1}, {2}});
  EXPECT_DOUBLE_EQ(spread.gini, 0);
  EXPECT_DOUBLE_EQ(spread.unlisted_share, 0);
}

TEST(SpreadTest, MembersThatAreNobodysCandidateDoNotCount) {
  const CandidateRows rows = RowsOf({{{7, 0.9}}, {}});
  const Spread spread = SpreadOf(rows, {{0}, {}});
  EXPECT_DOUBLE_EQ(spread.gini, 0);
  EXPECT_DOUBLE_EQ(spread.unlisted_share, 0);
}

TEST(SpreadTest, NoListsAreNotUneven) {
  EXPECT_EQ(SpreadOf(RowsOf({}), {}), Spread{});
  EXPECT_DOUBLE_EQ(SpreadOf(RowsOf({{{1, 0.5}}}), {{}}).gini, 0);
}

}  // namespace
}  // namespace counterpoint::matching
