#include "service/embedding/embedding_cache.h"

#include <unistd.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/live_index/kept_features.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;

SharedVector VectorOf(std::vector<float> values) {
  return std::make_shared<const std::vector<float>>(std::move(values));
}

class EmbeddingCacheTest : public ::testing::Test {
 protected:
  EmbeddingCacheTest() {
    storage::StoreOptions options;
    options.path = path_;
    options.sync_writes = false;
    store_ = *storage::Store::Open(options);
  }
  ~EmbeddingCacheTest() override {
    store_.reset();
    std::filesystem::remove_all(path_);
  }

  static std::string FreshPath() {
    std::string path = absl::StrCat(::testing::TempDir(), "/embedding-cache-",
                                    ::testing::UnitTest::GetInstance()->current_test_info()->name(),
                                    "-", getpid());
    std::filesystem::remove_all(path);
    return path;
  }
  // As after a restart: memory is empty.
  EmbeddingCache CacheOf(const std::string& model) { return {model, *store_, 1 << 20}; }
  void Put(const std::string& model, const std::string& text, std::vector<float> values) {
    EmbeddingCache cache = CacheOf(model);
    ASSERT_TRUE(cache.Put("music", {{cache.IdOf(text), VectorOf(std::move(values))}}).ok());
  }
  SharedVector Find(const std::string& alliance, const std::string& model,
                    const std::string& text) {
    EmbeddingCache cache = CacheOf(model);
    return cache.Find(*store_->View(), alliance, cache.IdOf(text));
  }

  const std::string path_ = FreshPath();
  std::unique_ptr<storage::Store> store_;
};

TEST_F(EmbeddingCacheTest, AVectorComesBackAfterARestart) {
  Put("m", "strings", {0.1F, -2.5F, 1e-30F});
  const SharedVector vector = Find("music", "m", "strings");
  ASSERT_NE(vector, nullptr);
  EXPECT_THAT(*vector, ElementsAre(0.1F, -2.5F, 1e-30F));
}

TEST_F(EmbeddingCacheTest, OfAnotherTextModelOrAllianceItDoesNot) {
  Put("m", "strings", {1});
  EXPECT_EQ(Find("music", "m", "strings!"), nullptr);
  EXPECT_EQ(Find("music", "m2", "strings"), nullptr);
  EXPECT_EQ(Find("games", "m", "strings"), nullptr);
}

TEST_F(EmbeddingCacheTest, DamagedBytesAreNoVector) {
  const std::string id = CacheOf("m").IdOf("strings");
  for (const std::string& bytes : {std::string("abc"), std::string("\0\0\xc0\x7f", 4)}) {
    ASSERT_TRUE(store_->PutDerived("music", kKeptEmbedding, {{id, bytes}}).ok());
    EXPECT_EQ(Find("music", "m", "strings"), nullptr);
  }
}

TEST_F(EmbeddingCacheTest, MemoryAnswersWithoutTheStoreAndIsCounted) {
  EmbeddingCache cache = CacheOf("m");
  const std::string id = cache.IdOf("strings");
  const auto before = store_->View();
  EXPECT_EQ(cache.Find(*before, "music", id), nullptr);
  ASSERT_TRUE(cache.Put("music", {{id, VectorOf({1})}}).ok());
  EXPECT_NE(cache.Find(*before, "music", id), nullptr);
  EXPECT_EQ(cache.hits(), 1);
  EXPECT_EQ(cache.misses(), 1);
}

TEST_F(EmbeddingCacheTest, PruningLeavesWhatIsUsedOfTheModel) {
  Put("m", "used", {1});
  Put("m", "gone", {2});
  Put("m0", "used", {3});
  EmbeddingCache cache = CacheOf("m");
  ASSERT_TRUE(
      cache.Prune(*store_->View(), "music", {EmbeddingCache::Mark(cache.IdOf("used"))}).ok());
  EXPECT_NE(Find("music", "m", "used"), nullptr);
  EXPECT_EQ(Find("music", "m", "gone"), nullptr);
  EXPECT_EQ(Find("music", "m0", "used"), nullptr);
}

TEST(VectorMemoryTest, TheLeastRecentlyUsedGoesFirst) {
  VectorMemory memory(3 * (1 + sizeof(float)));
  for (const char* key : {"a", "b", "c"}) memory.Put(key, VectorOf({1}));
  EXPECT_NE(memory.Find("a"), nullptr);
  memory.Put("d", VectorOf({1}));
  EXPECT_EQ(memory.Find("b"), nullptr);
  for (const char* key : {"a", "c", "d"}) EXPECT_NE(memory.Find(key), nullptr) << key;
}

TEST(VectorMemoryTest, PuttingAgainReplacesAndTakesNoMoreRoom) {
  VectorMemory memory(2 * (1 + sizeof(float)));
  memory.Put("a", VectorOf({1}));
  for (int i = 0; i < 10; ++i) memory.Put("b", VectorOf({static_cast<float>(i)}));
  EXPECT_NE(memory.Find("a"), nullptr);
  EXPECT_THAT(*memory.Find("b"), ElementsAre(9));
  memory.Put("large", VectorOf(std::vector<float>(100, 1)));
  EXPECT_EQ(memory.Find("large"), nullptr);
}

}  // namespace
}  // namespace counterpoint::service
