// Commits of many threads at once.
#include <algorithm>
#include <atomic>
#include <mutex>
#include <random>
#include <thread>

#include "tests/storage/failing_disk.h"
#include "tests/storage/store_fixture.h"

namespace counterpoint::storage {
namespace {

class GroupCommitTest : public StoreFixture {
 protected:
  static constexpr int kThreads = 16;

  template <typename Body>
  static void InThreads(Body body) {
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) threads.emplace_back(body, t);
    for (std::thread& thread : threads) thread.join();
  }
};

TEST_F(GroupCommitTest, RevisionsAreDenseAndGivenOnce) {
  Open();
  constexpr int kCommits = 200;
  std::mutex mutex;
  std::vector<std::int64_t> revisions;
  InThreads([&](int t) {
    for (int i = 0; i < kCommits; ++i) {
      const std::string id = absl::StrCat(t, "-", i);
      const auto result = store_->Commit(Request("a", {PutMember(id), PutMember("shared")}));
      ASSERT_TRUE(result.ok()) << result.status();
      const auto seen = store_->View()->Get("a", Collection::kMember, id);
      ASSERT_TRUE(seen.ok()) << seen.status();
      EXPECT_EQ(seen->revision, result->revision);
      const std::lock_guard<std::mutex> lock(mutex);
      revisions.push_back(result->revision);
    }
  });
  std::sort(revisions.begin(), revisions.end());
  ASSERT_EQ(revisions.size(), std::size_t{kThreads * kCommits});
  for (std::size_t i = 0; i < revisions.size(); ++i) {
    ASSERT_EQ(revisions[i], static_cast<std::int64_t>(i + 1));
  }
  EXPECT_EQ(store_->View()->ChangesAfter("a", 0, 1'000'000)->size(), 2 * revisions.size());
}

TEST_F(GroupCommitTest, OneOfManyCreatorsOfARecordWins) {
  Open();
  constexpr int kRecords = 100;
  std::atomic<int> created = 0;
  InThreads([&](int) {
    for (int i = 0; i < kRecords; ++i) {
      const absl::Status status =
          TryCommit("a", {PutMember(absl::StrCat(i), "", Precondition::MustNotExist())});
      if (status.ok()) ++created;
      EXPECT_TRUE(status.ok() || absl::IsAlreadyExists(status)) << status;
    }
  });
  EXPECT_EQ(created, kRecords);
  EXPECT_EQ(Revision("a"), kRecords);
}

TEST_F(GroupCommitTest, NoUpdateAtARevisionIsLost) {
  Open();
  Commit("a", {PutMember("counter", "0")});
  constexpr int kIncrements = 50;
  InThreads([&](int) {
    for (int done = 0; done < kIncrements;) {
      const auto record = Member("a", "counter");
      ASSERT_TRUE(record.ok()) << record.status();
      const std::string next = absl::StrCat(std::stoi(record->payload) + 1);
      const absl::Status status =
          TryCommit("a", {PutMember("counter", next, Precondition::AtRevision(record->revision))});
      ASSERT_TRUE(status.ok() || absl::IsAborted(status)) << status;
      done += status.ok() ? 1 : 0;
    }
  });
  EXPECT_EQ(Member("a", "counter")->payload, absl::StrCat(kThreads * kIncrements));
}

TEST_F(GroupCommitTest, RequestIdTakesEffectOnceAmongThreads) {
  Open();
  constexpr int kRequests = 50;
  std::atomic<int> first = 0;
  InThreads([&](int) {
    for (int i = 0; i < kRequests; ++i) {
      CommitRequest request = Request("a", {PutMember(absl::StrCat(i))});
      request.request_id = absl::StrCat("request", i);
      const auto result = store_->Commit(request);
      ASSERT_TRUE(result.ok()) << result.status();
      if (!result->repeated) ++first;
    }
  });
  EXPECT_EQ(first, kRequests);
  EXPECT_EQ(Revision("a"), kRequests);
}

TEST_F(GroupCommitTest, DropAmongCommitsLeavesAWholeState) {
  Open();
  InThreads([&](int t) {
    for (int i = 0; i < 50; ++i) {
      if (t == 0) {
        const absl::Status status = store_->DropAlliance("a", {}).status();
        EXPECT_TRUE(status.ok() || absl::IsNotFound(status)) << status;
      } else {
        Commit("a", {PutAlliance(), PutMember("m")});
      }
      const auto view = store_->View();
      EXPECT_EQ(view->Get("a", Collection::kAlliance, "").ok(),
                view->Get("a", Collection::kMember, "m").ok());
    }
  });
}

TEST_F(GroupCommitTest, ListenerHearsRevisionsInOrder) {
  Open();
  std::vector<std::int64_t> heard;
  store_->SetListener(
      [&heard](absl::string_view, std::int64_t revision) { heard.push_back(revision); });
  InThreads([&](int t) {
    for (int i = 0; i < 100; ++i) Commit("a", {PutMember(absl::StrCat(t))});
  });
  ASSERT_EQ(heard.size(), std::size_t{kThreads * 100});
  EXPECT_TRUE(std::is_sorted(heard.begin(), heard.end()));
}

TEST_F(GroupCommitTest, CommitsThatWaitForASyncShareTheNext) {
  FailingDisk disk;
  options_.env = disk.env();
  Open();
  disk.HoldSyncs();
  std::vector<std::thread> threads;
  threads.emplace_back([&] { Commit("a", {PutMember("first")}); });
  disk.AwaitHeldSync();
  // While the first sync is held, each of these gets in line behind it.
  std::atomic<int> entered = 0;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      ++entered;
      Commit("a", {PutMember(absl::StrCat(t))});
    });
  }
  while (entered < kThreads) std::this_thread::yield();
  const int before = disk.log_syncs();
  disk.ReleaseSyncs();
  for (std::thread& thread : threads) thread.join();
  // The last threads may have been late for the first group; none waits alone
  // for a sync of its own as it would without groups.
  EXPECT_LT(disk.log_syncs() - before, kThreads);
  EXPECT_EQ(Revision("a"), kThreads + 1);
  store_.reset();
}

}  // namespace
}  // namespace counterpoint::storage
