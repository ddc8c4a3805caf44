#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "service/embedding/embedder.h"
#include "tests/service/embedding_test_server.h"
#include "tests/service/index_builder_fixture.h"

namespace counterpoint::service {
namespace {

// With an embedding server, and an embedder that begins when a test says so.
class EmbeddedIndexTest : public IndexBuilderTest {
 protected:
  BuiltIndex BuildEmbedded() {
    const auto view = store_->View();
    return *embedded_builder_.Build(*view, *reader_.Find(*view, "music"));
  }
  void AdvanceEmbedded(BuiltIndex& built) {
    const auto view = store_->View();
    ASSERT_TRUE(embedded_builder_.Advance(*view, *reader_.Find(*view, "music"), built).ok());
  }
  void RefreshAll(BuiltIndex& built) {
    std::vector<std::string> members;
    for (const auto& member : built.snapshot->index->All()) members.push_back(member->id);
    ASSERT_TRUE(embedded_builder_.Refresh(*store_->View(), members, built).ok());
  }
  void StartEmbedder() {
    Embedder::Events events;
    events.arrived = [this](const std::string&, const std::vector<std::string>& ids) {
      absl::MutexLock lock(&mutex_);
      arrived_.insert(ids.begin(), ids.end());
    };
    events.failed = [](const std::string&, const std::string&, const absl::Status& fault) {
      ADD_FAILURE() << fault;
    };
    embedder_.Start(std::move(events));
  }
  void AwaitArrivalOf(std::size_t members) {
    const auto complete = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
      return arrived_.size() >= members;
    };
    const bool arrived = mutex_.LockWhenWithTimeout(absl::Condition(&complete), absl::Seconds(60));
    EXPECT_TRUE(arrived) << arrived_.size() << " of " << members << " members have got vectors";
    mutex_.Unlock();
  }
  void AwaitVectorsOf(std::size_t members) {
    StartEmbedder();
    AwaitArrivalOf(members);
  }
  std::size_t KeptVectors() {
    const auto view = store_->View();
    const auto cursor = view->ScanDerived("music", kKeptEmbedding);
    storage::Record record;
    std::size_t count = 0;
    while (*cursor->Next(record)) ++count;
    return count;
  }
  EmbeddingOptions Options() {
    EmbeddingOptions options;
    options.url = server_.url();
    options.model = "m";
    return options;
  }
  static void ExpectSameEmbeddings(const BuiltIndex& a, const BuiltIndex& b) {
    EXPECT_EQ(a.snapshot->missing_embeddings, b.snapshot->missing_embeddings);
    for (const auto& member : a.snapshot->index->All()) {
      const auto other = b.snapshot->index->Find(member->id);
      for (const auto role :
           {&matching::MemberFeatures::needs, &matching::MemberFeatures::offers}) {
        const auto& left = ((*member).*role)[0].embeddings;
        const auto& right = ((*other).*role)[0].embeddings;
        ASSERT_EQ(left.size(), right.size()) << member->id;
        if (left.empty()) continue;
        EXPECT_EQ(left[0].values, right[0].values) << member->id;
      }
    }
  }

  EmbeddingTestServer server_;
  absl::Mutex mutex_;
  absl::flat_hash_set<std::string> arrived_ ABSL_GUARDED_BY(mutex_);
  Embedder embedder_{Options(), "", *store_};
  IndexBuilder embedded_builder_{*store_, pool_, faults_, stop_, &embedder_};
};

TEST_F(EmbeddedIndexTest, RefreshedIndexIsThatBuiltAnew) {
  Commit(PutsOf(0, 20));
  BuiltIndex built = BuildEmbedded();
  // An offer each, and the profile that stands in for needs.
  EXPECT_EQ(built.snapshot->missing_embeddings, 40);
  AwaitVectorsOf(20);
  RefreshAll(built);
  EXPECT_EQ(built.snapshot->missing_embeddings, 0);
  const BuiltIndex anew = BuildEmbedded();
  ExpectSame(built, anew);
  ExpectSameEmbeddings(built, anew);
}

TEST_F(EmbeddedIndexTest, RefreshLeavesMembersThatHaveChangedToTheAdvance) {
  Commit(PutsOf(0, 20));
  BuiltIndex built = BuildEmbedded();
  AwaitVectorsOf(20);
  embedder_.Stop();
  const std::int64_t revision = built.snapshot->index->revision();
  Commit({PutOf(3, "catering"), RemovalOf(5)});
  RefreshAll(built);
  EXPECT_EQ(built.snapshot->index->revision(), revision);
  EXPECT_EQ(built.snapshot->missing_embeddings, 4);
  EXPECT_NE(built.snapshot->index->Find("m5"), nullptr);
  AdvanceEmbedded(built);
  EXPECT_EQ(built.snapshot->missing_embeddings, 2);
  const BuiltIndex anew = BuildEmbedded();
  ExpectSame(built, anew);
  ExpectSameEmbeddings(built, anew);
}

TEST_F(EmbeddedIndexTest, ArrivedEmbeddingsDoNotMakeTheModelStale) {
  Commit(PutsOf(0, 600));
  BuiltIndex built = BuildEmbedded();
  const auto relearnt = embedded_builder_.Relearn(*built.snapshot);
  AwaitVectorsOf(600);
  RefreshAll(built);
  EXPECT_TRUE(built.changed.empty());
  embedded_builder_.Adopt(relearnt, built);
  EXPECT_TRUE(built.changed.empty());
  EXPECT_EQ(built.snapshot->missing_embeddings, 0);
  ExpectSameEmbeddings(built, BuildEmbedded());
}

TEST_F(EmbeddedIndexTest, MembersThatComeWhileOthersAreGatheredGetVectorsToo) {
  StartEmbedder();
  for (int i = 0; i < 2000; ++i) {
    Commit({PutOf(i, "catering")});
    embedder_.Want("music", absl::StrCat("m", i));
  }
  AwaitArrivalOf(2000);
}

TEST_F(EmbeddedIndexTest, ABuildForgetsVectorsOfTextsThatAreGone) {
  Commit(PutsOf(0, 3));
  BuildEmbedded();
  AwaitVectorsOf(3);
  EXPECT_EQ(KeptVectors(), 6U);
  Commit({RemovalOf(1)});
  BuildEmbedded();
  EXPECT_EQ(KeptVectors(), 4U);
}

}  // namespace
}  // namespace counterpoint::service
