#include "storage/shared_rewrites.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace counterpoint::storage {
namespace {

bool Never() { return false; }

// A rewrite of "a" that goes on until it is let end.
class SharedRewritesTest : public ::testing::Test {
 protected:
  SharedRewritesTest()
      : first_([this] {
          first_status_ = rewrites_.Run(
              "a",
              [this] {
                begun_.Notify();
                end_.WaitForNotification();
                return absl::OkStatus();
              },
              Never);
        }) {
    begun_.WaitForNotification();
  }
  ~SharedRewritesTest() override { EndFirst(); }

  void EndFirst() {
    if (!end_.HasBeenNotified()) end_.Notify();
    if (first_.joinable()) first_.join();
  }
  // Lets so many callers wait for the first to end; what they were told.
  std::vector<absl::Status> RunBehindTheFirst(int callers,
                                              const std::function<absl::Status()>& rewrite) {
    std::vector<absl::Status> told(static_cast<std::size_t>(callers));
    std::atomic<int> waiting = 0;
    std::vector<std::thread> threads;
    for (absl::Status& status : told) {
      threads.emplace_back([&] {
        bool is_counted = false;
        status = rewrites_.Run("a", rewrite, [&] {
          if (!std::exchange(is_counted, true)) ++waiting;
          return false;
        });
      });
    }
    while (waiting < callers) std::this_thread::yield();
    EndFirst();
    for (std::thread& thread : threads) thread.join();
    return told;
  }

  SharedRewrites rewrites_;
  absl::Notification begun_;
  absl::Notification end_;
  absl::Status first_status_;
  std::thread first_;
};

TEST_F(SharedRewritesTest, AllWhoWaitAreDoneWithOneThatBeganAfterThey) {
  std::atomic<int> count = 0;
  const auto told = RunBehindTheFirst(5, [&] {
    ++count;
    return absl::OkStatus();
  });
  for (const absl::Status& status : told) EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(count, 1);
  EXPECT_TRUE(first_status_.ok());
}

TEST_F(SharedRewritesTest, OneThatFailsIsForItsCallerOnly) {
  std::atomic<int> count = 0;
  const auto told = RunBehindTheFirst(5, [&] {
    return ++count <= 2 ? absl::UnavailableError("the disk is full") : absl::OkStatus();
  });
  EXPECT_EQ(
      std::count_if(told.begin(), told.end(), [](const auto& status) { return !status.ok(); }), 2);
  EXPECT_EQ(count, 3);
}

TEST_F(SharedRewritesTest, WhoGivesUpWhileAnothersGoesOnIsToldSo) {
  int asked = 0;
  const absl::Status status = rewrites_.Run(
      "a", [] { return absl::InternalError("not its turn"); }, [&] { return ++asked == 3; });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(asked, 3);
}

TEST_F(SharedRewritesTest, OtherAlliancesDoNotWait) {
  int count = 0;
  const auto rewrite = [&] {
    ++count;
    return absl::OkStatus();
  };
  EXPECT_TRUE(rewrites_.Run("b", rewrite, Never).ok());
  EXPECT_TRUE(rewrites_.Run("b", rewrite, Never).ok());
  EXPECT_EQ(count, 2);
}

}  // namespace
}  // namespace counterpoint::storage
