#include "service/audit/entry_limit.h"

#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

class EntryLimitTest : public ::testing::Test {
 protected:
  static AuditOptions Options() {
    AuditOptions options;
    options.burst = 3;
    options.interval = absl::Seconds(1);
    options.unknown_burst = 1;
    options.unknown_interval = absl::Seconds(10);
    return options;
  }
  static ChainedEvent By(const std::string& caller) {
    ChainedEvent event;
    event.event.set_caller(caller);
    return event;
  }
  int Admitted(const std::string& caller, int calls) {
    int admitted = 0;
    for (int i = 0; i < calls; ++i) admitted += limit_.Admit(By(caller)).has_value() ? 1 : 0;
    return admitted;
  }

  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  EntryLimit limit_{Options(), [this] { return now_; }};
};

TEST_F(EntryLimitTest, EachCallerHasABurstAndThenOneAnInterval) {
  EXPECT_EQ(Admitted("a", 10), 3);
  EXPECT_EQ(Admitted("b", 10), 3);
  EXPECT_EQ(Admitted("", 10), 1);
  now_ += absl::Seconds(2);
  EXPECT_EQ(Admitted("a", 10), 2);
  EXPECT_EQ(Admitted("", 10), 0);
  now_ += absl::Hours(1);
  EXPECT_EQ(Admitted("a", 10), 3);
}

TEST_F(EntryLimitTest, WhatIsHeldBackIsCountedByTheNextThatIsNot) {
  Admitted("a", 10);
  now_ += absl::Seconds(1);
  const auto next = limit_.Admit(By("a"));
  ASSERT_TRUE(next.has_value());
  EXPECT_EQ(next->event.omitted(), 7);
}

TEST_F(EntryLimitTest, TheLastOfAFloodIsEnteredLater) {
  Admitted("a", 10);
  EXPECT_TRUE(limit_.TakeDue(false).empty());
  now_ += absl::Seconds(1);
  const auto due = limit_.TakeDue(false);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due.front().event.omitted(), 6);
  EXPECT_TRUE(limit_.TakeDue(true).empty());
}

TEST_F(EntryLimitTest, TheMemoryForManyCallersIsBounded) {
  for (int i = 0; i < 30'000; ++i) {
    EXPECT_TRUE(limit_.Admit(By(std::to_string(i))).has_value());
    if (i % 1000 == 0) now_ += absl::Seconds(5);
  }
}

}  // namespace
}  // namespace counterpoint::service
