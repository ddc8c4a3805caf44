#include "service/gateway/gzip.h"

#include <gtest/gtest.h>

#include <random>

namespace counterpoint::service::gateway {
namespace {

std::string RandomText(std::size_t size) {
  std::mt19937 random(7);
  std::string text(size, '\0');
  for (char& c : text) c = static_cast<char>('a' + random() % 5);
  return text;
}

TEST(GzipTest, GivesBackWhatWasPacked) {
  for (const std::size_t size : {0U, 1U, 1000U, 65'536U, 200'001U}) {
    const std::string text = RandomText(size);
    for (const int level : {1, 9}) {
      const auto plain = Gunzip(Gzip(text, level), size);
      ASSERT_TRUE(plain.ok()) << size << " " << plain.status();
      EXPECT_EQ(*plain, text);
    }
  }
}

TEST(GzipTest, StopsAtWhatIsTakenHoweverLittleItIsPackedInto) {
  const std::string bomb = Gzip(std::string(50 << 20, '0'), 9);
  ASSERT_LT(bomb.size(), 100'000U);
  EXPECT_TRUE(absl::IsResourceExhausted(Gunzip(bomb, 1 << 20).status()));
}

TEST(GzipTest, RefusesWhatIsCutOrNone) {
  const std::string packed = Gzip(RandomText(1000), 5);
  EXPECT_TRUE(absl::IsInvalidArgument(Gunzip(packed.substr(0, packed.size() / 2), 4096).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Gunzip("{\"name\": 1}", 4096).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Gunzip("", 4096).status()));
}

}  // namespace
}  // namespace counterpoint::service::gateway
