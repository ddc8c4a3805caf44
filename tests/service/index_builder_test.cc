#include "service/live_index/index_builder.h"

#include <unistd.h>

#include <atomic>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/conversion/alliance_record.h"
#include "service/conversion/member_record.h"
#include "tests/service/embedding_test_server.h"

namespace counterpoint::service {
namespace {

using storage::Collection;
using storage::Write;

// The builder on a real store, without the threads of the live index.
class IndexBuilderTest : public ::testing::Test {
 protected:
  IndexBuilderTest() {
    Write alliance;
    alliance.collection = Collection::kAlliance;
    alliance.payload = conversion::PayloadOf(v1::Alliance());
    Commit({alliance});
  }
  ~IndexBuilderTest() override {
    store_.reset();
    std::filesystem::remove_all(path_);
  }

  static std::string FreshPath() {
    std::string path = absl::StrCat(::testing::TempDir(), "/index-builder-",
                                    ::testing::UnitTest::GetInstance()->current_test_info()->name(),
                                    "-", getpid());
    std::filesystem::remove_all(path);
    return path;
  }
  static std::unique_ptr<storage::Store> OpenStore(const std::string& path) {
    storage::StoreOptions options;
    options.path = path;
    options.sync_writes = false;
    return *storage::Store::Open(options);
  }

  static Write PutOf(int number, const std::string& text = "game music for strings") {
    v1::Member member;
    member.set_kind(v1::CREATOR);
    (*member.mutable_display_name())["en"] = absl::StrCat("Studio ", number);
    (*member.add_offers()->mutable_title())["en"] = absl::StrCat(text, " number ", number);
    Write write;
    write.id = absl::StrCat("m", number);
    write.payload = conversion::PayloadOf(member);
    return write;
  }
  static Write RemovalOf(int number) {
    Write write;
    write.kind = Write::Kind::kDelete;
    write.id = absl::StrCat("m", number);
    return write;
  }
  static std::vector<Write> PutsOf(int first, int last) {
    std::vector<Write> writes;
    for (int i = first; i < last; ++i) writes.push_back(PutOf(i));
    return writes;
  }

  void Commit(std::vector<Write> writes) {
    storage::CommitRequest request;
    request.alliance = "music";
    request.writes = std::move(writes);
    ASSERT_TRUE(store_->Commit(std::move(request)).ok());
  }
  BuiltIndex Build() {
    const auto view = store_->View();
    auto built = builder_.Build(*view, *reader_.Find(*view, "music"));
    EXPECT_TRUE(built.ok()) << built.status();
    return *std::move(built);
  }
  void Advance(BuiltIndex& built) {
    const auto view = store_->View();
    const absl::Status advanced = builder_.Advance(*view, *reader_.Find(*view, "music"), built);
    EXPECT_TRUE(advanced.ok()) << advanced;
  }
  std::string KeptTextsOf(int number) {
    const auto kept = store_->View()->GetDerived("music", kKeptTexts, absl::StrCat("m", number));
    return kept.ok() ? *kept : "";
  }

  // Both must hold the same members with the same features and weigh them by
  // the same model.
  static void ExpectSame(const BuiltIndex& a, const BuiltIndex& b) {
    EXPECT_EQ(a.snapshot->index->revision(), b.snapshot->index->revision());
    EXPECT_EQ(a.learnt.model->Encode(), b.learnt.model->Encode());
    const auto left = a.snapshot->index->All();
    const auto right = b.snapshot->index->All();
    ASSERT_EQ(left.size(), right.size());
    for (std::size_t i = 0; i < left.size(); ++i) {
      EXPECT_EQ(left[i]->id, right[i]->id);
      EXPECT_EQ(left[i]->profile.terms, right[i]->profile.terms);
      EXPECT_EQ(a.snapshot->catalog->Find(left[i]->id)->revision,
                b.snapshot->catalog->Find(left[i]->id)->revision);
    }
  }

  const std::string path_ = FreshPath();
  std::unique_ptr<storage::Store> store_ = OpenStore(path_);
  AllianceReader reader_;
  IndexFaults faults_;
  std::atomic<bool> stop_ = false;
  WorkerPool pool_{2, 100};
  IndexBuilder builder_{*store_, pool_, faults_, stop_, nullptr};
};

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
  // Lets the embedder begin, and waits until vectors have come for so many members.
  void AwaitVectorsOf(std::size_t members) {
    Embedder::Events events;
    events.arrived = [this](const std::string&, const std::vector<std::string>& ids) {
      absl::MutexLock lock(&mutex_);
      arrived_.insert(ids.begin(), ids.end());
    };
    events.failed = [](const std::string&, const std::string&, const absl::Status& fault) {
      ADD_FAILURE() << fault;
    };
    embedder_.Start(std::move(events));
    const auto complete = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
      return arrived_.size() >= members;
    };
    absl::MutexLock lock(&mutex_, absl::Condition(&complete));
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
  IndexBuilder::Adopt(relearnt, built);
  EXPECT_TRUE(built.changed.empty());
  EXPECT_EQ(built.snapshot->missing_embeddings, 0);
  ExpectSameEmbeddings(built, BuildEmbedded());
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

TEST_F(IndexBuilderTest, AdvancedIndexIsThatBuiltAnew) {
  Commit(PutsOf(0, 20));
  BuiltIndex built = Build();
  Commit({PutOf(3, "catering"), RemovalOf(5), PutOf(100)});
  Commit({RemovalOf(7)});
  Advance(built);
  ExpectSame(built, Build());
  EXPECT_EQ(built.snapshot->index->size(), 19U);
  EXPECT_EQ(faults_.count(), 0);
}

TEST_F(IndexBuilderTest, TextsAreKeptWithTheMemberAndForgottenWithIt) {
  Commit(PutsOf(0, 3));
  BuiltIndex built = Build();
  const std::string kept = KeptTextsOf(1);
  EXPECT_FALSE(kept.empty());
  Commit({PutOf(1, "catering"), RemovalOf(2)});
  Advance(built);
  EXPECT_NE(KeptTextsOf(1), kept);
  EXPECT_EQ(KeptTextsOf(2), "");
}

TEST_F(IndexBuilderTest, KeptTextsAreUsedInsteadOfAnalysingAnew) {
  Commit(PutsOf(0, 3));
  const BuiltIndex built = Build();
  // What a member's texts never gave, but is kept for it.
  auto texts = *DecodeKeptTexts(*built.snapshot->alliance, 2, KeptTextsOf(0));
  texts.back() = matching::TextFeatures();
  ASSERT_TRUE(store_
                  ->PutDerived("music", kKeptTexts,
                               {{"m0", EncodeKeptTexts(*built.snapshot->alliance, 2, texts)}})
                  .ok());
  EXPECT_TRUE(Build().snapshot->index->Find("m0")->profile.empty());
}

TEST_F(IndexBuilderTest, UnreadableMemberIsLeftOutAndReported) {
  Commit(PutsOf(0, 3));
  BuiltIndex built = Build();
  Write broken = PutOf(1);
  broken.payload = "\xff\xff";
  Commit({broken});
  Advance(built);
  EXPECT_EQ(built.snapshot->index->size(), 2U);
  EXPECT_EQ(built.snapshot->catalog->Find("m1"), nullptr);
  const auto faults = faults_.Take();
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].member, "m1");
  EXPECT_EQ(Build().snapshot->index->size(), 2U);
}

TEST_F(IndexBuilderTest, LargeIndexKeepsItsModelAcrossARebuild) {
  Commit(PutsOf(0, 600));
  BuiltIndex built = Build();
  Commit({PutOf(5, "catering")});
  Advance(built);
  EXPECT_LT(built.learnt.revision, built.snapshot->index->revision());
  const BuiltIndex rebuilt = Build();
  ExpectSame(built, rebuilt);
  EXPECT_EQ(rebuilt.learnt.revision, built.learnt.revision);
  EXPECT_EQ(rebuilt.changed.size(), 1U);
}

TEST_F(IndexBuilderTest, GrowingPastTheSmallKeepsTheModelInUse) {
  Commit(PutsOf(0, 500));
  BuiltIndex built = Build();
  Commit(PutsOf(500, 510));
  Advance(built);
  EXPECT_FALSE(built.ModelIsStale());
  ExpectSame(built, Build());
}

TEST_F(IndexBuilderTest, ModelIsStaleWhenAQuarterHasChanged) {
  Commit(PutsOf(0, 600));
  BuiltIndex built = Build();
  Commit(PutsOf(0, 149));
  Advance(built);
  EXPECT_FALSE(built.ModelIsStale());
  Commit({RemovalOf(599)});
  Advance(built);
  EXPECT_TRUE(built.ModelIsStale());
}

TEST_F(IndexBuilderTest, RelearntModelIsAdoptedWithWhatChangedMeanwhile) {
  Commit(PutsOf(0, 600));
  BuiltIndex built = Build();
  Commit(PutsOf(600, 800));
  Advance(built);
  const auto relearnt = builder_.Relearn(*built.snapshot);
  Commit({PutOf(5, "catering"), RemovalOf(6), PutOf(900)});
  Advance(built);
  IndexBuilder::Adopt(relearnt, built);
  EXPECT_EQ(built.learnt.members, 800U);
  EXPECT_EQ(built.changed.size(), 3U);
  EXPECT_FALSE(built.ModelIsStale());
  ExpectSame(built, Build());
}

TEST_F(IndexBuilderTest, LogThatIsTooShortIsOutOfRangeAndChangesNothing) {
  Commit(PutsOf(0, 3));
  BuiltIndex built = Build();
  const Snapshot before = built.snapshot;
  ASSERT_TRUE(store_->DropAlliance("music", storage::Precondition::None()).ok());
  Write alliance;
  alliance.collection = Collection::kAlliance;
  alliance.payload = conversion::PayloadOf(v1::Alliance());
  Commit({alliance});
  const auto view = store_->View();
  EXPECT_TRUE(absl::IsOutOfRange(builder_.Advance(*view, *reader_.Find(*view, "music"), built)));
  EXPECT_EQ(built.snapshot, before);
}

TEST_F(IndexBuilderTest, StoppedBuildIsCancelled) {
  stop_ = true;
  const auto view = store_->View();
  EXPECT_TRUE(absl::IsCancelled(builder_.Build(*view, *reader_.Find(*view, "music")).status()));
}

}  // namespace
}  // namespace counterpoint::service
