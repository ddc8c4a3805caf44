#include "service/threads/worker_pool.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

#include "absl/synchronization/barrier.h"
#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

TEST(WorkerPoolTest, DestructorRunsWhatIsQueued) {
  std::atomic<int> ran = 0;
  {
    WorkerPool pool(2, 100);
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(pool.Schedule([&] { ++ran; }));
  }
  EXPECT_EQ(ran, 50);
}

int NicenessOfThisThread() {
  return getpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)));
}

TEST(WorkerPoolTest, ThreadsAreNicerThanTheProcessByAsMuchAsIsAskedFor) {
  const int own = NicenessOfThisThread();
  for (const int niceness : {0, 5}) {
    int seen = -1;
    { WorkerPool(1, 1, niceness).Schedule([&] { seen = NicenessOfThisThread(); }); }
    EXPECT_EQ(seen, std::min(own + niceness, 19));
  }
}

TEST(WorkerPoolTest, FullQueueRefuses) {
  absl::Notification begun;
  absl::Notification go_on;
  WorkerPool pool(1, 1);
  pool.Schedule([&] {
    begun.Notify();
    go_on.WaitForNotification();
  });
  begun.WaitForNotification();
  EXPECT_TRUE(pool.Schedule([] {}));
  EXPECT_FALSE(pool.Schedule([] {}));
  go_on.Notify();
}

TEST(WorkerPoolTest, LightJobsGoFirstAndHeavyOnesHaveEveryFifthTurn) {
  std::string order;
  {
    absl::Notification go_on;
    WorkerPool pool(1, 100);
    pool.Schedule([&] { go_on.WaitForNotification(); });
    for (int i = 0; i < 6; ++i) pool.Schedule([&] { order += 'h'; }, WorkerPool::Lane::kHeavy);
    for (int i = 0; i < 9; ++i) pool.Schedule([&] { order += 'l'; });
    EXPECT_GE(pool.queued(), 15U);
    go_on.Notify();
  }
  // The job that held the others up had the first light turn.
  EXPECT_EQ(order, "lllhllllhllhhhh");
}

TEST(WorkerPoolTest, ALargerQueueTakesMore) {
  absl::Notification begun;
  absl::Notification go_on;
  WorkerPool pool(1, 0);
  EXPECT_FALSE(pool.Schedule([] {}));
  pool.SetMaxQueued(1);
  pool.Schedule([&] {
    begun.Notify();
    go_on.WaitForNotification();
  });
  begun.WaitForNotification();
  EXPECT_TRUE(pool.Schedule([] {}));
  EXPECT_FALSE(pool.Schedule([] {}));
  EXPECT_EQ(pool.begun(), 1);
  go_on.Notify();
}

TEST(WorkerPoolTest, ParallelForRunsEachTaskOnce) {
  WorkerPool pool(3, 100);
  for (const int tasks : {0, 1, 2, 3, 100}) {
    std::vector<std::atomic<int>> runs(static_cast<std::size_t>(tasks));
    pool.ParallelFor(tasks, [&](int i) { ++runs[static_cast<std::size_t>(i)]; });
    for (const auto& count : runs) EXPECT_EQ(count, 1);
  }
}

TEST(WorkerPoolTest, ParallelForUsesFreeThreads) {
  WorkerPool pool(2, 100);
  absl::Barrier both(2);
  // Ends only if the tasks run at the same time.
  pool.ParallelFor(2, [&](int) { both.Block(); });
}

TEST(WorkerPoolTest, ParallelForWithinBusyPoolEnds) {
  std::atomic<int> ran = 0;
  {
    WorkerPool pool(2, 100);
    for (int i = 0; i < 10; ++i) {
      pool.Schedule([&] { pool.ParallelFor(10, [&](int) { ++ran; }); });
    }
  }
  EXPECT_EQ(ran, 100);
}

}  // namespace
}  // namespace counterpoint::service
