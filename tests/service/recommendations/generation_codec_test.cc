#include "service/recommendations/generation_codec.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/service/recommendations/list_examples.h"

namespace counterpoint::service {
namespace {

using matching::MemberPosition;

// Adds the lists of a block in the order in which they come.
absl::Status Take(const stored::GenerationLists& block, std::size_t members, ListColumns& columns) {
  return TakeLists(block, members, columns.rules,
                   [&](MemberPosition member, absl::Span<const StoredEntry> list) {
                     EXPECT_LT(member, members);
                     columns.entries.insert(columns.entries.end(), list.begin(), list.end());
                     columns.first.push_back(columns.entries.size());
                   });
}

// The lists after their way through blocks of so many members.
StoredLists ThroughBlocks(const StoredLists& lists, std::uint32_t block_members) {
  const auto members = static_cast<std::uint32_t>(lists.members().size());
  ListColumns columns;
  for (std::uint32_t first = 0; first < members; first += block_members) {
    stored::GenerationLists block;
    EXPECT_TRUE(block.ParseFromString(
        ListBlockOf(lists, first, std::min(block_members, members - first)).SerializeAsString()));
    EXPECT_TRUE(Take(block, members, columns).ok());
  }
  return StoredLists(lists.generation(), lists.members(), std::move(columns));
}

absl::Status Take(const stored::GenerationBlock& block, std::vector<matching::Pool>& pools) {
  return TakePools(block, pools.size(), [&](MemberPosition member, matching::Pool pool) {
    pools[member] = std::move(pool);
  });
}

TEST(GenerationCodecTest, PoolsComeBackBitByBit) {
  std::mt19937 random(1);
  const auto pools = ExamplePools(100, 20, random);
  std::vector<matching::Pool> read(100);
  for (std::uint32_t first = 0; first < 100; first += 30) {
    stored::GenerationBlock block;
    ASSERT_TRUE(block.ParseFromString(
        PoolBlockOf(first, std::min(30U, 100 - first), pools).SerializeAsString()));
    ASSERT_TRUE(Take(block, read).ok());
  }
  EXPECT_EQ(read, pools);
}

TEST(GenerationCodecTest, BlocksOfSomeMembersHaveThoseAlone) {
  std::mt19937 random(7);
  const auto pools = ExamplePools(100, 20, random);
  const StoredLists lists = ExampleLists(100, random);
  const std::vector<MemberPosition> some = {3, 4, 50, 99};
  const stored::GenerationBlock block = PoolBlockOf(some, pools);
  std::vector<MemberPosition> members;
  EXPECT_TRUE(TakePools(block, 100, [&](MemberPosition member, matching::Pool pool) {
                EXPECT_EQ(pool, pools[member]);
                members.push_back(member);
              }).ok());
  EXPECT_EQ(members, some);
  members.clear();
  std::vector<std::string> rules = {"another", "pin-c"};
  EXPECT_TRUE(TakeLists(ListBlockOf(lists, some), 100, rules,
                        [&](MemberPosition member, absl::Span<const StoredEntry> list) {
                          members.push_back(member);
                          const auto before = lists.Of(member);
                          ASSERT_EQ(list.size(), before.size());
                          for (std::size_t i = 0; i < list.size(); ++i) {
                            EXPECT_EQ(list[i].partner, before[i].partner);
                            EXPECT_EQ(list[i].rule == 0 ? "" : rules[list[i].rule - 1],
                                      before[i].rule == 0 ? "" : lists.rule(before[i].rule));
                          }
                        })
                  .ok());
  EXPECT_EQ(members, some);
}

TEST(GenerationCodecTest, BlockOfMembersOutOfOrderOrBeyondTheLastIsDataLoss) {
  std::mt19937 random(8);
  const auto block = PoolBlockOf(std::vector<MemberPosition>{2, 5, 9}, ExamplePools(10, 5, random));
  std::vector<matching::Pool> pools(10);
  EXPECT_TRUE(Take(block, pools).ok());
  std::vector<matching::Pool> too_few(9);
  EXPECT_TRUE(absl::IsDataLoss(Take(block, too_few)));
  auto twice = block;
  twice.set_members(1, 2);
  EXPECT_TRUE(absl::IsDataLoss(Take(twice, pools)));
  auto one_short = block;
  one_short.mutable_members()->RemoveLast();
  EXPECT_TRUE(absl::IsDataLoss(Take(one_short, pools)));
}

TEST(GenerationCodecTest, PoolBlockThatDoesNotFitIsDataLoss) {
  std::mt19937 random(2);
  const auto block = PoolBlockOf(0, 10, ExamplePools(10, 5, random));
  const auto take = [](const stored::GenerationBlock& b, std::size_t members) {
    std::vector<matching::Pool> pools(members);
    return Take(b, pools).code();
  };
  EXPECT_EQ(take(block, 10), absl::StatusCode::kOk);
  EXPECT_EQ(take(block, 9), absl::StatusCode::kDataLoss);
  auto without_score = block;
  without_score.mutable_pool_scores()->RemoveLast();
  EXPECT_EQ(take(without_score, 10), absl::StatusCode::kDataLoss);
  auto too_large = block;
  too_large.set_pool_sizes(9, 1000);
  EXPECT_EQ(take(too_large, 10), absl::StatusCode::kDataLoss);
  auto too_small = block;
  too_small.mutable_pool_sizes()->RemoveLast();
  too_small.mutable_complete()->RemoveLast();
  too_small.add_pool_sizes(0);
  too_small.add_complete(true);
  const bool was_empty = block.pool_sizes(9) == 0;
  EXPECT_EQ(take(too_small, 10), was_empty ? absl::StatusCode::kOk : absl::StatusCode::kDataLoss);
  auto beyond = block;
  beyond.set_pool_partners(0, 10);
  EXPECT_EQ(take(beyond, 10), absl::StatusCode::kDataLoss);
}

TEST(GenerationCodecTest, ListsAreTheSameInBlocksOfAnySize) {
  std::mt19937 random(3);
  const StoredLists lists = ExampleLists(50, random);
  for (const std::uint32_t members : {1U, 7U, 50U, 1000U}) {
    const StoredLists read = ThroughBlocks(lists, members);
    ASSERT_EQ(read.entry_count(), lists.entry_count());
    EXPECT_EQ(DigestOf(read), DigestOf(lists)) << members;
  }
}

TEST(GenerationCodecTest, ListBlockThatDoesNotFitIsDataLoss) {
  std::mt19937 random(4);
  const StoredLists lists = ExampleLists(20, random);
  ListColumns columns;
  EXPECT_TRUE(absl::IsDataLoss(Take(ListBlockOf(lists, 0, 20), 19, columns)));
  auto too_small = ListBlockOf(lists, 0, 20);
  too_small.mutable_list_sizes()->RemoveLast();
  const bool was_empty = lists.Of(19).empty();
  EXPECT_EQ(Take(too_small, 20, columns).code(),
            was_empty ? absl::StatusCode::kOk : absl::StatusCode::kDataLoss);
  auto unknown_rule = ListBlockOf(lists, 0, 20);
  unknown_rule.set_rule_places(0, 99);
  EXPECT_TRUE(absl::IsDataLoss(Take(unknown_rule, 20, columns)));
}

TEST(ListDigestTest, DigestsOfListsMakeThatOfAll) {
  std::mt19937 random(9);
  const StoredLists lists = ExampleLists(30, random);
  EXPECT_EQ(DigestOfAll(lists.digests()), DigestOf(lists));
  EXPECT_EQ(lists.digests()[7], DigestOfList(lists.members(), lists.columns(), 7));
}

TEST(ListDigestTest, DigestTellsEveryDifference) {
  std::mt19937 random(5);
  const StoredLists lists = ExampleLists(10, random);
  const std::string digest = DigestOf(lists);
  EXPECT_EQ(digest.size(), 64U);
  std::vector<std::size_t> first = {0};
  std::vector<StoredEntry> entries;
  for (std::uint32_t member = 0; member < 10; ++member) {
    for (const StoredEntry& entry : lists.Of(member)) entries.push_back(entry);
    first.push_back(entries.size());
  }
  const auto digest_with = [&](auto change) {
    auto changed = entries;
    change(changed[0]);
    return DigestOf(StoredLists({}, lists.members(), {first, changed, lists.rules()}));
  };
  EXPECT_EQ(digest_with([](StoredEntry&) {}), digest);
  EXPECT_NE(digest_with([](StoredEntry& e) { e.partner = (e.partner + 1) % 10; }), digest);
  EXPECT_NE(digest_with([](StoredEntry& e) { e.score += 1e-12; }), digest);
  EXPECT_NE(digest_with([](StoredEntry& e) { e.gain += 1e-12; }), digest);
  EXPECT_NE(digest_with([](StoredEntry& e) { e.partner_gain += 1e-12; }), digest);
  EXPECT_NE(digest_with([](StoredEntry& e) { e.acceptance = 0.123; }), digest);
  EXPECT_NE(digest_with([](StoredEntry& e) { e.rule = (e.rule + 1) % 4; }), digest);
  EXPECT_NE(digest_with([](StoredEntry& e) { e.pinned = !e.pinned; }), digest);
  // The order in which rules are numbered does not count.
  auto renumbered = entries;
  for (StoredEntry& entry : renumbered) entry.rule = entry.rule == 0 ? 0 : 4 - entry.rule;
  auto rules = lists.rules();
  std::reverse(rules.begin(), rules.end());
  EXPECT_EQ(DigestOf(StoredLists({}, lists.members(), {first, renumbered, rules})), digest);
}

TEST(GenerationCodecTest, BlocksStayNearAMegabyte) {
  EXPECT_EQ(BlockMembers(0), 1000);
  EXPECT_EQ(BlockMembers(30), 1000);
  EXPECT_EQ(BlockMembers(250), 160);
  EXPECT_EQ(BlockMembers(5000), 50);
}

TEST(StoredListsTest, MembersAreFoundById) {
  std::mt19937 random(6);
  const StoredLists lists = ExampleLists(10, random);
  EXPECT_EQ(lists.Find("m00003"), 3U);
  EXPECT_EQ(lists.Find("m00010"), std::nullopt);
  EXPECT_EQ(lists.Find(""), std::nullopt);
}

}  // namespace
}  // namespace counterpoint::service
