#include "matching/text/stop_words.h"

#include <gtest/gtest.h>

namespace counterpoint::matching {
namespace {

TEST(StopWordsTest, FunctionWordsStop) {
  for (const char* word : {"the", "and", "don't", "的", "以及", "我们"}) {
    EXPECT_TRUE(IsStopWord(word)) << word;
  }
}

TEST(StopWordsTest, WordsOfFormStopInAllInflections) {
  for (const char* word : {"provide", "provides", "providing", "companies", "cooperation", "公司",
                           "寻求", "合作", "需要"}) {
    EXPECT_TRUE(IsStopWord(word)) << word;
  }
}

TEST(StopWordsTest, WordsThatNameAFieldPass) {
  for (const char* word :
       {"music", "organ", "performance", "experiment", "projection", "creative", "production",
        "building", "content", "training", "research", "音乐", "内容", "培训", "研究", "版权"}) {
    EXPECT_FALSE(IsStopWord(word)) << word;
  }
}

TEST(StopWordsTest, OrdinaryWordsAreToldFromAcronyms) {
  EXPECT_TRUE(IsOrdinaryWord("led"));
  EXPECT_TRUE(IsOrdinaryWord("it"));
  EXPECT_FALSE(IsOrdinaryWord("vr"));
  EXPECT_FALSE(IsOrdinaryWord("aigc"));
}

}  // namespace
}  // namespace counterpoint::matching
