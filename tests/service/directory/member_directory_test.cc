#include "service/directory/member_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/service/directory/random_members.h"

namespace counterpoint::service {
namespace {

using testing::ElementsAre;

// What the directory has to hold, by id.
using Plain = std::map<std::string, v1::Member>;

void ExpectHolds(const MemberDirectory& directory, const Plain& plain) {
  ASSERT_EQ(directory.size(), plain.size());
  auto expected = plain.begin();
  for (const auto& block : directory.blocks()) {
    ASSERT_GT(block->size(), 0u);
    ASSERT_LE(block->size(), MemberDirectory::kLargestBlock);
    for (std::size_t i = 0; i < block->size(); ++i, ++expected) {
      ASSERT_NE(expected, plain.end());
      EXPECT_EQ(block->id(i), expected->first);
      EXPECT_EQ(block->text(i), RowOf(expected->first, expected->second).text);
      EXPECT_EQ(block->regions()[block->region(i)], expected->second.region());
      EXPECT_EQ(block->RowAt(block->text_end(i) - 1), i);
    }
  }
}

TEST(MemberDirectoryTest, IsAfterAnyChangesAsOneMadeAtOnce) {
  RandomMembers random(7);
  Plain plain;
  MemberDirectory directory;
  for (int step = 0; step < 60; ++step) {
    std::vector<DirectoryRow> put;
    std::vector<std::string> removed;
    // Now many at once, now a few; towards the end more go than come.
    const int changes = step % 5 == 0 ? 400 : random.Below(12);
    for (int i = 0; i < changes; ++i) {
      const std::string id = random.Id();
      if (random.Below(60) < step) {
        removed.push_back(id);
      } else {
        const v1::Member member = random.Next();
        put.push_back(RowOf(id, member));
        plain[id] = member;
      }
    }
    // An id that is in both is put, and the last of equals counts.
    for (const std::string& id : removed) {
      const bool is_put = std::any_of(
          put.begin(), put.end(), [&](const DirectoryRow& row) { return row.features->id == id; });
      if (!is_put) plain.erase(id);
    }
    directory = directory.With(std::move(put), removed, step);
    ExpectHolds(directory, plain);
    EXPECT_EQ(directory.revision(), step);
  }
}

TEST(MemberDirectoryTest, EmptiesAndFillsAgain) {
  const MemberDirectory one = MemberDirectory().With({RowOf("a", {})}, {"b"}, 1);
  EXPECT_THAT(IdsOf(one), ElementsAre("a"));
  const MemberDirectory none = one.With({}, {"a"}, 2);
  EXPECT_THAT(IdsOf(none), ElementsAre());
  EXPECT_THAT(IdsOf(none.With({RowOf("c", {}), RowOf("b", {})}, {}, 3)), ElementsAre("b", "c"));
  EXPECT_THAT(IdsOf(one), ElementsAre("a"));
}

TEST(MemberDirectoryTest, SharesBlocksWithoutAChange) {
  std::vector<DirectoryRow> rows;
  for (int i = 1000; i < 3000; ++i) rows.push_back(RowOf(absl::StrCat("m", i), {}));
  const MemberDirectory before = MemberDirectory().With(std::move(rows), {}, 1);
  const MemberDirectory after = before.With({RowOf("m1000", {})}, {}, 2);
  ASSERT_EQ(before.blocks().size(), after.blocks().size());
  EXPECT_NE(before.blocks().front(), after.blocks().front());
  for (std::size_t i = 1; i < before.blocks().size(); ++i) {
    EXPECT_EQ(before.blocks()[i], after.blocks()[i]);
  }
}

}  // namespace
}  // namespace counterpoint::service
