#include "service/recommendations/warm_pools.h"

#include <gtest/gtest.h>

#include "tests/service/recommendations/list_examples.h"

namespace counterpoint::service {
namespace {

std::vector<matching::Pool> PoolsOf(std::size_t entries) {
  std::vector<matching::Pool> pools(2);
  pools[1].entries.resize(entries);
  return pools;
}

TEST(WarmPoolsTest, PoolsAreHandedOverOnce) {
  std::mt19937 random(1);
  const auto pools = ExamplePools(20, 10, random);
  WarmPools warm;
  warm.Keep("music", 7, pools);
  EXPECT_FALSE(warm.Take("music", 8).has_value());
  EXPECT_FALSE(warm.Take("games", 7).has_value());
  EXPECT_EQ(warm.Take("music", 7), pools);
  EXPECT_FALSE(warm.Take("music", 7).has_value());
}

TEST(WarmPoolsTest, AllianceHasThoseOfOneGeneration) {
  WarmPools warm;
  warm.Keep("music", 7, PoolsOf(1));
  warm.Keep("music", 8, PoolsOf(2));
  EXPECT_FALSE(warm.Take("music", 7).has_value());
  EXPECT_TRUE(warm.Take("music", 8).has_value());
}

TEST(WarmPoolsTest, ThoseKeptFirstGoWhereThereAreTooMany) {
  WarmPools warm(/*most_entries=*/10);
  warm.Keep("a", 1, PoolsOf(4));
  warm.Keep("b", 2, PoolsOf(4));
  warm.Keep("c", 3, PoolsOf(4));
  EXPECT_FALSE(warm.Take("a", 1).has_value());
  warm.Keep("d", 4, PoolsOf(11));
  EXPECT_FALSE(warm.Take("d", 4).has_value());
  EXPECT_TRUE(warm.Take("b", 2).has_value());
  EXPECT_TRUE(warm.Take("c", 3).has_value());
}

}  // namespace
}  // namespace counterpoint::service
