#include "matching/ranking/shared_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/matching/profiles.h"

namespace counterpoint::matching {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

TextFeatures Analyzed(const std::string& text, const Analyzer& analyzer = BuiltInAnalyzer()) {
  return ExtractText(analyzer, {{text}}, {}, 0);
}

// Weighs texts by an alliance of random members.
std::shared_ptr<const TextModel> ModelOf(const Analyzer& analyzer) {
  TextModel::Members members;
  for (const MemberProfile& profile : RandomProfiles(7).MakeAll(30)) {
    members.push_back(
        MakeFeatures(*analyzer.thesaurus(), profile, AnalyzeTexts(analyzer, profile)));
  }
  return TextModel::Learn(analyzer.thesaurus(), members);
}

const TextModel& Model() {
  static const auto* model = new std::shared_ptr<const TextModel>(ModelOf(BuiltInAnalyzer()));
  return **model;
}

std::vector<SharedWord> Shared(const TextFeatures& a, const TextFeatures& b,
                               const TextModel& model = Model()) {
  const WeightedText x = model.Weigh(a);
  const WeightedText y = model.Weigh(b);
  return ShareWords(model.thesaurus(), {a, x}, {b, y}, 1, 8);
}

std::vector<std::string> WordsOf(const std::vector<SharedWord>& shared) {
  std::vector<std::string> words;
  for (const SharedWord& word : shared) words.push_back(word.word);
  return words;
}

std::vector<std::string> SharedWordsOf(const std::string& a, const std::string& b) {
  return WordsOf(Shared(Analyzed(a), Analyzed(b)));
}

double Sum(const std::vector<SharedWord>& words) {
  double sum = 0;
  for (const SharedWord& word : words) sum += word.contribution;
  return sum;
}

TEST(ShareWordsTest, TellsTheWordsAsTheFirstTextWritesThem) {
  EXPECT_THAT(
      SharedWordsOf("Adaptive music for open-world games", "we compose adaptive game music"),
      UnorderedElementsAre("Adaptive", "music", "games"));
}

TEST(ShareWordsTest, APhraseStandsForItsWords) {
  EXPECT_THAT(SharedWordsOf("Game music with an orchestra", "an orchestra records game music"),
              UnorderedElementsAre("Game music", "orchestra"));
  EXPECT_THAT(SharedWordsOf("寻找游戏配乐作曲", "原创游戏配乐"), ElementsAre("游戏配乐"));
}

TEST(ShareWordsTest, OfPhrasesThatShareAWordOnlyOneIsTold) {
  const auto words = SharedWordsOf("open world games", "games of open world games");
  EXPECT_EQ(words.size(), 2U) << ::testing::PrintToString(words);
}

TEST(ShareWordsTest, SingleChineseCharactersAreToldOnlyAsTopics) {
  const std::string need = "随 琴 舞台";
  const std::string offer = "随 琴 展览";
  EXPECT_THAT(SharedWordsOf(need, offer), ElementsAre());
  const auto thesaurus =
      BuiltInAnalyzer().thesaurus()->Extend({{"qin", {"琴"}, {"qin"}, ""}}).value();
  const Analyzer analyzer(thesaurus);
  const auto model = ModelOf(analyzer);
  const auto words = WordsOf(Shared(Analyzed(need, analyzer), Analyzed(offer, analyzer), *model));
  EXPECT_THAT(words, Contains("琴"));
  EXPECT_THAT(words, Not(Contains("随")));
}

TEST(ShareWordsTest, TwoCharactersAreToldWhereTheyAreAWord) {
  EXPECT_THAT(SharedWordsOf("作曲家的工作室", "作曲班"), ElementsAre("作曲"));
  // Not in the dictionary, and parted otherwise in the second text.
  EXPECT_THAT(SharedWordsOf("展厅的声音", "临展厅作首秀"), ElementsAre("展厅"));
  // Not in the dictionary.
  EXPECT_THAT(SharedWordsOf("馆藏", "馆藏"), ElementsAre("馆藏"));
  // Neither two characters that only stand together by chance, nor stop words.
  EXPECT_THAT(SharedWordsOf("雨与音，我们", "风与音，我们"), ElementsAre());
}

TEST(ShareWordsTest, WhollyToldTextsLeaveNothingOpen) {
  const auto words = Shared(Analyzed("adaptive orchestra"), Analyzed("adaptive orchestra"));
  EXPECT_THAT(WordsOf(words), ElementsAre("adaptive orchestra"));
  EXPECT_NEAR(Sum(words), 1, 1e-6);
  EXPECT_NEAR(Sum(Shared(Analyzed("游戏"), Analyzed("遊戲"))), 1, 1e-6);
}

TEST(ShareWordsTest, PartsOfRandomTextsAreInOrderAndNeverMoreThanTheWhole) {
  const auto members = Features(RandomProfiles(8).MakeAll(30));
  std::size_t told = 0;
  for (const auto& a : members) {
    for (const auto& b : members) {
      const WeightedText x = Model().Weigh(a->profile);
      const WeightedText y = Model().Weigh(b->profile);
      double all = 0;
      for (const SharedTerm& term : ShareTerms(x, y, 0.25)) all += term.contribution;
      const auto words = ShareWords(Model().thesaurus(), {a->profile, x}, {b->profile, y}, 0.25, 8);
      if (words.empty()) continue;
      EXPECT_NEAR(all, 0.25, 1e-6);
      EXPECT_LE(Sum(words), 0.25 + 1e-9);
      EXPECT_LE(words.size(), 8U);
      for (std::size_t i = 0; i < words.size(); ++i) {
        EXPECT_GT(words[i].contribution, 0);
        if (i > 0) {
          EXPECT_LE(words[i].contribution, words[i - 1].contribution);
        }
      }
      told += words.size();
    }
  }
  EXPECT_GT(told, 1000U);
}

}  // namespace
}  // namespace counterpoint::matching
