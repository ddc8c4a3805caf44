#include <gtest/gtest.h>

#include <cstdint>

#include "service/conversion/timestamp.h"

namespace counterpoint::conversion {
namespace {

google::protobuf::Timestamp At(std::int64_t seconds, std::int32_t nanos) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(nanos);
  return timestamp;
}

constexpr std::int64_t kFirst = -62'135'596'800;
constexpr std::int64_t kLast = 253'402'300'799;

TEST(TimestampTest, ValidTimestampsComeBackToTheNanosecond) {
  for (const auto& timestamp : {At(0, 0), At(-1, 999'999'999), At(-1, 1), At(1'700'000'000, 5),
                                At(kFirst, 0), At(kLast, 999'999'999)}) {
    ASSERT_TRUE(IsValid(timestamp));
    const auto back = ToTimestamp(ToTime(timestamp));
    EXPECT_EQ(back.seconds(), timestamp.seconds());
    EXPECT_EQ(back.nanos(), timestamp.nanos());
  }
}

TEST(TimestampTest, TimestampsOutOfRangeAreNotValid) {
  for (const auto& timestamp : {At(kFirst - 1, 0), At(kLast + 1, 0), At(0, -1),
                                At(0, 1'000'000'000), At(INT64_MIN, 0), At(INT64_MAX, INT32_MAX)}) {
    EXPECT_FALSE(IsValid(timestamp)) << timestamp.ShortDebugString();
  }
}

TEST(TimestampTest, TimesOutOfRangeBecomeTheNearestEnd) {
  EXPECT_EQ(ToTimestamp(absl::InfinitePast()).seconds(), kFirst);
  EXPECT_EQ(ToTimestamp(absl::InfiniteFuture()).seconds(), kLast);
  EXPECT_EQ(ToTimestamp(absl::InfiniteFuture()).nanos(), 999'999'999);
}

google::protobuf::Duration DurationOf(std::int64_t seconds, std::int32_t nanos) {
  google::protobuf::Duration duration;
  duration.set_seconds(seconds);
  duration.set_nanos(nanos);
  return duration;
}

TEST(DurationTest, PartsHaveTheSameSign) {
  EXPECT_TRUE(IsValid(DurationOf(1, 5)));
  EXPECT_TRUE(IsValid(DurationOf(-1, -5)));
  EXPECT_TRUE(IsValid(DurationOf(0, -5)));
  EXPECT_FALSE(IsValid(DurationOf(1, -5)));
  EXPECT_FALSE(IsValid(DurationOf(-1, 5)));
  EXPECT_FALSE(IsValid(DurationOf(0, 1'000'000'000)));
  EXPECT_TRUE(IsValid(DurationOf(315'576'000'000, 0)));
  EXPECT_FALSE(IsValid(DurationOf(315'576'000'001, 0)));
  EXPECT_EQ(ToDuration(DurationOf(1, 500'000'000)), absl::Milliseconds(1500));
  EXPECT_EQ(ToDuration(DurationOf(-1, -500'000'000)), absl::Milliseconds(-1500));
}

}  // namespace
}  // namespace counterpoint::conversion
