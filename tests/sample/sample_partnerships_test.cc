#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "clients/sample/reader.h"

namespace counterpoint::sample {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

// The rows of the file, the header first.
std::vector<std::vector<std::string>> Rows() {
  std::ifstream file(COUNTERPOINT_SAMPLE_FOLDER "/partnerships.csv");
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) rows.push_back(absl::StrSplit(line, ','));
  return rows;
}

TEST(SamplePartnershipsTest, FiftySixPairsOfOtherMembersOfTheSample) {
  const auto members = ReadMembers(COUNTERPOINT_SAMPLE_FOLDER "/members.jsonl");
  ASSERT_TRUE(members.ok()) << members.status();
  std::set<std::string> ids;
  for (const v1::Member& member : *members) {
    ids.insert(member.name().substr(member.name().rfind('/') + 1));
  }
  auto rows = Rows();
  ASSERT_THAT(rows, SizeIs(57));
  EXPECT_THAT(rows[0], ElementsAre("member", "partner", "time"));
  std::set<std::vector<std::string>> pairs;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    ASSERT_THAT(rows[i], SizeIs(3));
    EXPECT_TRUE(ids.contains(rows[i][0])) << rows[i][0];
    EXPECT_TRUE(ids.contains(rows[i][1])) << rows[i][1];
    EXPECT_NE(rows[i][0], rows[i][1]);
    rows[i].pop_back();
    std::sort(rows[i].begin(), rows[i].end());
    EXPECT_TRUE(pairs.insert(rows[i]).second) << rows[i][0] << " " << rows[i][1];
  }
}

TEST(SamplePartnershipsTest, DaysLieInThePast) {
  const auto rows = Rows();
  for (std::size_t i = 1; i < rows.size(); ++i) {
    absl::CivilDay day;
    ASSERT_TRUE(absl::ParseCivilTime(rows[i][2], &day)) << rows[i][2];
    EXPECT_GE(day, absl::CivilDay(2022, 1, 1));
    EXPECT_LT(day, absl::CivilDay(2025, 1, 1));
  }
}

}  // namespace
}  // namespace counterpoint::sample
