// Lists taken over and made, against all of them put together one by one.
#include "service/recommendations/list_update.h"

#include <gmock/gmock.h>

#include "service/recommendations/position_moves.h"
#include "tests/service/recommendations/list_examples.h"

namespace counterpoint::service {
namespace {

using matching::ListEntry;
using matching::MemberPosition;
using ::testing::ElementsAre;

ListEntry Entry(MemberPosition partner, double score, std::string rule = "") {
  ListEntry entry;
  entry.partner = partner;
  entry.score = score;
  entry.staff_rule = std::move(rule);
  return entry;
}

// As who reads them sees them.
std::vector<std::string> ListOf(const std::vector<std::string>& members, const ListColumns& columns,
                                std::size_t member) {
  std::vector<std::string> list;
  for (std::size_t i = columns.first[member]; i < columns.first[member + 1]; ++i) {
    const StoredEntry& entry = columns.entries[i];
    list.push_back(members[entry.partner]);
    if (entry.rule != 0) list.back() += " by " + columns.rules[entry.rule - 1];
  }
  return list;
}

const std::vector<std::string> kBefore = {"a", "c", "d", "e"};
const std::vector<std::string> kNow = {"b", "c", "d", "e"};  // a has gone, b has come.

FormerLists Former() {
  ListColumns columns;
  columns.rules = {"r1"};
  const auto add = [&](std::vector<std::pair<MemberPosition, double>> list) {
    for (const auto& [partner, score] : list) {
      StoredEntry& entry = columns.entries.emplace_back();
      entry.partner = partner;
      entry.score = score;
      entry.rule = partner == 3 ? 1 : 0;
    }
    columns.first.push_back(columns.entries.size());
  };
  add({{1, 0.5}});
  add({{2, 0.5}, {3, 0.4}});
  add({{0, 0.5}, {3, 0.4}});
  add({{1, 0.3}});
  return {std::make_shared<const StoredLists>(v1::Generation(), kBefore, std::move(columns)),
          PresentPositions(kBefore, kNow)};
}

TEST(ListUpdateTest, OthersKeepTheirListsUnderNewPositions) {
  const FormerLists former = Former();
  const UpdatedLists updated = UpdateLists(
      &former, kNow, {0, 2}, {{Entry(3, 0.9, "r2")}, {Entry(3, 0.4, "r1")}}, matching::RunInTurn);
  EXPECT_THAT(ListOf(kNow, updated.columns, 0), ElementsAre("e by r2"));
  EXPECT_THAT(ListOf(kNow, updated.columns, 1), ElementsAre("d", "e by r1"));
  EXPECT_THAT(ListOf(kNow, updated.columns, 2), ElementsAre("e by r1"));
  EXPECT_THAT(ListOf(kNow, updated.columns, 3), ElementsAre("c"));
  EXPECT_THAT(updated.changed, ElementsAre(0, 2));
  const StoredLists lists({}, kNow, updated.columns);
  EXPECT_EQ(DigestOf(lists), DigestOfAll(updated.digests));
}

TEST(ListUpdateTest, ListThatIsMadeTheSameHasNotChanged) {
  const FormerLists former = Former();
  const UpdatedLists updated = UpdateLists(
      &former, kNow, {0, 1, 2, 3},
      {{}, {Entry(2, 0.5), Entry(3, 0.4, "r1")}, {Entry(3, 0.4, "r1")}, {Entry(1, 0.31)}},
      matching::RunInTurn);
  EXPECT_THAT(updated.changed, ElementsAre(0, 2, 3));
}

TEST(ListUpdateTest, WithoutFormerListsAllAreNew) {
  const UpdatedLists updated =
      UpdateLists(nullptr, kNow, {0, 1, 2, 3}, {{}, {Entry(0, 0.5, "x")}, {}, {Entry(1, 0.1)}},
                  matching::RunInTurn);
  EXPECT_THAT(updated.changed, ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(ListOf(kNow, updated.columns, 1), ElementsAre("b by x"));
  EXPECT_EQ(DigestOf(StoredLists({}, kNow, updated.columns)), DigestOfAll(updated.digests));
}

}  // namespace
}  // namespace counterpoint::service
