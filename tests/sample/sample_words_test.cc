#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "clients/sample/coined_words.h"
#include "clients/sample/draws.h"
#include "clients/sample/sentences.h"

namespace counterpoint::sample {
namespace {

std::vector<std::string> Clauses(const std::string& text) {
  std::vector<std::string> clauses;
  for (const Sentence& sentence : SplitSentences(text)) {
    clauses.insert(clauses.end(), sentence.clauses.begin(), sentence.clauses.end());
  }
  return clauses;
}

// The published first outputs of SplitMix64 for this seed.
TEST(DrawsTest, AreThoseOfSplitMix64) {
  Draws draws(1234567);
  EXPECT_EQ(draws.Next(), 6457827717110365317U);
  EXPECT_EQ(draws.Next(), 3203168211198807973U);
  EXPECT_EQ(draws.Next(), 9817491932198370423U);
}

TEST(DrawsTest, StreamsOfOneSeedDiffer) {
  std::set<uint64_t> firsts;
  for (uint64_t stream = 0; stream < 1000; ++stream) {
    firsts.insert(Draws::OfStream(7, stream).Next());
    firsts.insert(Draws::OfStream(8, stream).Next());
  }
  EXPECT_EQ(firsts.size(), 2000U);
}

TEST(DrawsTest, BetweenReachesBothEndsEvenly) {
  Draws draws(3);
  std::vector<int> counts(5);
  for (int i = 0; i < 50'000; ++i) ++counts[static_cast<size_t>(draws.Between(-2, 2) + 2)];
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 500);
}

TEST(DrawsTest, ChanceHoldsInItsShareOfCases) {
  Draws draws(4);
  int held = 0;
  for (int i = 0; i < 40'000; ++i) held += draws.Chance(1, 4);
  EXPECT_NEAR(held, 10'000, 500);
  EXPECT_FALSE(draws.Chance(0, 3));
  EXPECT_TRUE(draws.Chance(3, 3));
}

TEST(DrawsTest, RanksExceedRInOneOverRootRCases) {
  Draws draws(5);
  int above_three = 0;
  int above_ninety_nine = 0;
  for (int i = 0; i < 100'000; ++i) {
    const uint64_t rank = draws.ZipfRank();
    ASSERT_GE(rank, 1U);
    above_three += rank > 3;
    above_ninety_nine += rank > 99;
  }
  EXPECT_NEAR(above_three, 50'000, 1'000);
  EXPECT_NEAR(above_ninety_nine, 10'000, 500);
}

TEST(CoinedWordsTest, DifferentRanksGiveDifferentLatinWords) {
  std::set<std::string> words;
  for (uint64_t rank = 1; rank <= 20'000; ++rank) words.insert(CoinedLatinWord(rank));
  for (int bits = 20; bits <= 54; ++bits) words.insert(CoinedLatinWord(uint64_t{1} << bits));
  EXPECT_EQ(words.size(), 20'035U);
}

TEST(CoinedWordsTest, ChineseWordsHaveTwoCharactersThenThree) {
  std::set<std::string> words;
  for (uint64_t rank = 1; rank <= 266'240; ++rank) words.insert(CoinedChineseWord(rank));
  EXPECT_EQ(words.size(), 266'240U);
  EXPECT_EQ(CoinedChineseWord(4096).size(), 6U);
  EXPECT_EQ(CoinedChineseWord(4097).size(), 9U);
  EXPECT_EQ(CoinedChineseWord(266'241), CoinedChineseWord(4097));
}

TEST(CoinedWordsTest, TheLargestRankHasAWord) {
  EXPECT_GT(CoinedLatinWord(uint64_t{1} << 62).size(), 8U);
  EXPECT_EQ(CoinedChineseWord(uint64_t{1} << 62).size(), 9U);
}

TEST(SentencesTest, ChineseTextIsSplitAtWidePunctuation) {
  EXPECT_EQ(Clauses("上传文件，返回八轨。二胡也能拆；笛子呢？"),
            (std::vector<std::string>{"上传文件，", "返回八轨。", "二胡也能拆；", "笛子呢？"}));
  EXPECT_EQ(SplitSentences("上传文件，返回八轨。二胡也能拆；笛子呢？").size(), 2U);
}

TEST(SentencesTest, EnglishTextIsSplitAtPunctuationBeforeASpaceOnly) {
  EXPECT_EQ(Clauses("At 3.5 kHz, 1,200 takes. No end"),
            (std::vector<std::string>{"At 3.5 kHz, ", "1,200 takes.", "No end"}));
}

TEST(SentencesTest, JoiningGivesTheTextBack) {
  for (const std::string text : {"One, two: three. Four? Five", ""}) {
    EXPECT_EQ(JoinSentences(SplitSentences(text), "en"), text);
  }
  EXPECT_EQ(JoinSentences(SplitSentences("一，二。三！VR四"), "zh"), "一，二。三！VR四");
}

TEST(SentencesTest, CrossingTakesTheStartOfOneAndTheEndOfTheOther) {
  Draws draws(1);
  const Sentence head{{"甲，", "乙。"}};
  const Sentence tail{{"丙，", "丁。"}};
  EXPECT_EQ(Cross(head, tail, draws).Text(), "甲，丁。");
}

TEST(SentencesTest, CrossingASentenceWithItselfChangesNothing) {
  Draws draws(1);
  const Sentence sentence{{"甲，", "乙，", "丙。"}};
  for (int i = 0; i < 20; ++i) EXPECT_EQ(Cross(sentence, sentence, draws).Text(), "甲，乙，丙。");
}

TEST(SentencesTest, CrossingWithASingleClauseChangesNothing) {
  Draws draws(1);
  const Sentence head{{"甲，", "乙。"}};
  const Sentence whole{{"丙。"}};
  EXPECT_EQ(Cross(head, whole, draws).Text(), "甲，乙。");
  EXPECT_EQ(Cross(whole, head, draws).Text(), "丙。");
}

}  // namespace
}  // namespace counterpoint::sample
