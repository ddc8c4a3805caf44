#include "service/recommendations/generation_codec.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/service/recommendations/list_examples.h"

namespace counterpoint::service {
namespace {

// The lists after their way through blocks of so many members.
StoredLists ThroughBlocks(const StoredLists& lists, std::uint32_t block_members) {
  const auto members = static_cast<std::uint32_t>(lists.members().size());
  ListColumns columns;
  for (std::uint32_t first = 0; first < members; first += block_members) {
    stored::GenerationLists block;
    EXPECT_TRUE(block.ParseFromString(
        ListBlockOf(lists, first, std::min(block_members, members - first)).SerializeAsString()));
    EXPECT_TRUE(TakeLists(block, members, columns).ok());
  }
  return StoredLists(lists.generation(), lists.members(), columns.first, columns.entries,
                     columns.rules);
}

TEST(GenerationCodecTest, PoolsComeBackBitByBit) {
  std::mt19937 random(1);
  const auto pools = ExamplePools(100, 20, random);
  std::vector<matching::Pool> read(100);
  for (std::uint32_t first = 0; first < 100; first += 30) {
    const auto some = absl::MakeConstSpan(pools).subspan(first, std::min(30U, 100 - first));
    stored::GenerationBlock block;
    ASSERT_TRUE(block.ParseFromString(PoolBlockOf(first, some).SerializeAsString()));
    ASSERT_TRUE(TakePools(block, read).ok());
  }
  EXPECT_EQ(read, pools);
}

TEST(GenerationCodecTest, PoolBlockThatDoesNotFitIsDataLoss) {
  std::mt19937 random(2);
  const auto block = PoolBlockOf(0, ExamplePools(10, 5, random));
  const auto take = [](const stored::GenerationBlock& b, std::size_t members) {
    std::vector<matching::Pool> pools(members);
    return TakePools(b, pools).code();
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

TEST(GenerationCodecTest, ListBlockOutOfTurnIsDataLoss) {
  std::mt19937 random(4);
  const StoredLists lists = ExampleLists(20, random);
  ListColumns columns;
  EXPECT_TRUE(absl::IsDataLoss(TakeLists(ListBlockOf(lists, 10, 10), 20, columns)));
  ListColumns short_columns;
  EXPECT_TRUE(absl::IsDataLoss(TakeLists(ListBlockOf(lists, 0, 20), 19, short_columns)));
}

TEST(GenerationCodecTest, DigestTellsEveryDifference) {
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
    return DigestOf(StoredLists({}, lists.members(), first, changed, lists.rules()));
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
  EXPECT_EQ(DigestOf(StoredLists({}, lists.members(), first, renumbered, rules)), digest);
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
