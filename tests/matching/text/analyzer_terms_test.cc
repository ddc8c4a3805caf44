#include "tests/matching/text/analyzer_fixture.h"

namespace counterpoint::matching {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;

class AnalyzerTermsTest : public AnalyzerFixture {};

TEST_F(AnalyzerTermsTest, EmptyTextHasNothing) {
  const AnalyzedText analyzed = analyzer_.Analyze("");
  EXPECT_THAT(analyzed.terms, IsEmpty());
  EXPECT_THAT(analyzed.topics, IsEmpty());
}

TEST_F(AnalyzerTermsTest, FullWidthLatinEqualsHalfWidth) {
  EXPECT_EQ(WordsOf("ＳＯＵＮＤ　ｄｅｓｉｇｎ"), WordsOf("sound design"));
}

TEST_F(AnalyzerTermsTest, TraditionalEqualsSimplified) {
  EXPECT_EQ(WordsOf("錄音棚與樂團"), WordsOf("录音棚与乐团"));
  EXPECT_EQ(CharacterPairsOf("錄音棚與樂團"), CharacterPairsOf("录音棚与乐团"));
}

TEST_F(AnalyzerTermsTest, EnglishWordsAreStemmed) {
  EXPECT_THAT(WordsOf("composing composers composed"), ElementsAre("compos", "compos", "compos"));
}

TEST_F(AnalyzerTermsTest, ShortWordsAndWordsWithDigitsAreNotStemmed) {
  EXPECT_THAT(WordsOf("vfx 3ds mp3s"), ElementsAre("vfx", "3ds", "mp3s"));
}

TEST_F(AnalyzerTermsTest, StopWordsOfBothLanguagesAreDropped) {
  EXPECT_THAT(WordsOf("We are a company looking for composers"), ElementsAre("compos"));
  EXPECT_THAT(WordsOf("我们公司希望寻求作曲"), ElementsAre("作曲"));
}

TEST_F(AnalyzerTermsTest, NumbersAndYearsAreDropped) {
  EXPECT_THAT(WordsOf("2023年 founded in 2015, 3,000 concerts"), ElementsAre("concert"));
}

TEST_F(AnalyzerTermsTest, MixedTextYieldsWordsOfBothScripts) {
  EXPECT_THAT(WordsOf("基于Unity引擎的VR内容"), ElementsAre("uniti", "引擎", "vr", "内容"));
}

TEST_F(AnalyzerTermsTest, ChineseIsCutIntoWords) {
  EXPECT_THAT(WordsOf("音乐人才培养"), ElementsAre("音乐", "人才", "培养"));
}

TEST_F(AnalyzerTermsTest, LabelThatTheDictionaryBreaksIsOneWord) {
  EXPECT_THAT(WordsOf("元宇宙技术"), ElementsAre("元宇宙", "技术"));
}

TEST_F(AnalyzerTermsTest, LabelMadeOfLongerWordsKeepsThem) {
  EXPECT_THAT(WordsOf("游戏音乐"), ElementsAre("游戏", "音乐"));
}

TEST_F(AnalyzerTermsTest, LabelIsPartedByTheLabelsInsideIt) {
  EXPECT_THAT(WordsOf("元宇宙游戏"), ElementsAre("元宇宙", "游戏"));
}

TEST_F(AnalyzerTermsTest, NeighboursMakePairsInBothLanguages) {
  EXPECT_THAT(PairsOf("sound design studio"), ElementsAre("sound design", "design studio"));
  EXPECT_THAT(PairsOf("音乐人才"), ElementsAre("音乐 人才"));
  EXPECT_THAT(PairsOf("VR音乐"), ElementsAre("vr 音乐"));
}

TEST_F(AnalyzerTermsTest, PairsDoNotCrossPunctuation) {
  EXPECT_THAT(PairsOf("sound. Design"), IsEmpty());
  EXPECT_THAT(PairsOf("音乐，人才"), IsEmpty());
  EXPECT_THAT(PairsOf("音乐\n人才"), IsEmpty());
  EXPECT_THAT(CharacterPairsOf("音乐、人才"), ElementsAre("音乐", "人才"));
}

TEST_F(AnalyzerTermsTest, PairsDoNotCrossStopWordsOrNumbers) {
  EXPECT_THAT(PairsOf("sound and light, light 2023 show"), IsEmpty());
  EXPECT_THAT(PairsOf("音乐和人才"), IsEmpty());
}

TEST_F(AnalyzerTermsTest, SpaceBetweenChineseWordsPartsThem) {
  EXPECT_THAT(PairsOf("音乐 人才"), IsEmpty());
  EXPECT_THAT(CharacterPairsOf("音乐 人才"), ElementsAre("音乐", "人才"));
}

TEST_F(AnalyzerTermsTest, CharacterPairsOverlapAcrossWords) {
  EXPECT_THAT(CharacterPairsOf("音乐人才"), ElementsAre("音乐", "乐人", "人才"));
}

TEST_F(AnalyzerTermsTest, CharactersAreTakenFromStopWordsToo) {
  EXPECT_THAT(WordsOf("我们的音乐"), ElementsAre("音乐"));
  EXPECT_THAT(CharactersOf("我们的音乐"), ElementsAre("我", "们", "的", "音", "乐"));
  EXPECT_THAT(CharacterPairsOf("我们的音乐"), ElementsAre("我们", "们的", "的音", "音乐"));
}

TEST_F(AnalyzerTermsTest, OnlyChineseYieldsCharacters) {
  EXPECT_THAT(CharactersOf("VR 音 3D, sound"), ElementsAre("音"));
}

TEST_F(AnalyzerTermsTest, HyphenatedWordEqualsTheSameInTwoWords) {
  EXPECT_EQ(PairsOf("real-time"), PairsOf("real time"));
}

TEST_F(AnalyzerTermsTest, MatchedTopicStillYieldsItsWords) {
  EXPECT_THAT(WordsOf("virtual reality"), ElementsAre("virtual", "realiti"));
  EXPECT_THAT(PairsOf("virtual reality"), ElementsAre("virtual realiti"));
}

TEST_F(AnalyzerTermsTest, WordsTooLongForLanguageAreDropped) {
  EXPECT_THAT(WordsOf(std::string(65, 'a') + " b64"), ElementsAre("b64"));
  EXPECT_THAT(WordsOf(std::string(64, 'a')), Contains(testing::StartsWith("aaa")));
}

TEST_F(AnalyzerTermsTest, OffsetsPointAtTheWords) {
  const std::string text = "the Composers，錄音。";
  std::vector<std::string> places;
  for (const TermOccurrence& occurrence : analyzer_.Analyze(text).terms) {
    places.push_back(text.substr(occurrence.begin, occurrence.end - occurrence.begin));
  }
  EXPECT_THAT(places, ElementsAre("Composers", "錄音", "錄音", "錄", "音"));
}

TEST_F(AnalyzerTermsTest, OrderIsThatOfBeginThenKind) {
  const auto terms = analyzer_.Analyze("音乐人才").terms;
  ASSERT_EQ(terms.size(), 10u);
  EXPECT_EQ(terms[0].kind, TermKind::kWord);
  EXPECT_EQ(terms[1].kind, TermKind::kWordPair);
  EXPECT_EQ(terms[2].kind, TermKind::kCharacterPair);
  EXPECT_EQ(terms[3].kind, TermKind::kCharacter);
  EXPECT_EQ(terms[3].begin, 0u);
  EXPECT_EQ(terms[4].begin, 3u);
}

TEST_F(AnalyzerTermsTest, IllFormedBytesPartWords) {
  EXPECT_THAT(WordsOf("sound\xFF"
                      "design"),
              ElementsAre("sound", "design"));
  EXPECT_THAT(PairsOf("sound\xFF"
                      "design"),
              IsEmpty());
}

}  // namespace
}  // namespace counterpoint::matching
