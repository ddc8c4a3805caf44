#include "tests/matching/text/analyzer_fixture.h"

namespace counterpoint::matching {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class AnalyzerTopicsTest : public AnalyzerFixture {};

TEST_F(AnalyzerTopicsTest, ChineseNeedAndEnglishOfferMeetInOneTopic) {
  EXPECT_THAT(TopicsOf("寻求游戏配乐"), ElementsAre("game-music"));
  EXPECT_THAT(TopicsOf("we write video game music"), ElementsAre("game-music"));
}

TEST_F(AnalyzerTopicsTest, LongestLabelWins) {
  EXPECT_THAT(TopicsOf("game music"), ElementsAre("game-music"));
  EXPECT_THAT(TopicsOf("游戏音乐"), ElementsAre("game-music"));
  EXPECT_THAT(TopicsOf("game, music"), ElementsAre("game", "music"));
}

TEST_F(AnalyzerTopicsTest, LeftmostLabelWins) {
  EXPECT_THAT(TopicsOf("metaverse game music"), ElementsAre("metaverse-game", "music"));
}

TEST_F(AnalyzerTopicsTest, PluralNamesTheTopicToo) {
  EXPECT_THAT(TopicsOf("games"), ElementsAre("game"));
  EXPECT_THAT(TopicsOf("digital humans"), ElementsAre("digital-human"));
  EXPECT_THAT(TopicsOf("game industry"), ElementsAre("game"));
}

TEST_F(AnalyzerTopicsTest, WordOfTheSameStemDoesNotNameTheTopic) {
  EXPECT_THAT(TopicsOf("organization"), IsEmpty());
  EXPECT_THAT(TopicsOf("organs"), ElementsAre("organ"));
}

TEST_F(AnalyzerTopicsTest, LabelMayHoldStopWordsAndNumbers) {
  EXPECT_THAT(TopicsOf("Internet of Things"), ElementsAre("internet-of-things"));
  EXPECT_THAT(TopicsOf("web 3.0"), ElementsAre("web3"));
}

TEST_F(AnalyzerTopicsTest, SpellingsOfOneLabelAreEqual) {
  EXPECT_THAT(TopicsOf("虛擬現實"), ElementsAre("vr"));
  EXPECT_THAT(TopicsOf("ＶＲ"), ElementsAre("vr"));
  EXPECT_THAT(TopicsOf("Virtual-Reality"), ElementsAre("vr"));
  EXPECT_THAT(TopicsOf("3D 建模"), ElementsAre("three-d-modelling"));
  EXPECT_THAT(TopicsOf("3D建模"), ElementsAre("three-d-modelling"));
}

TEST_F(AnalyzerTopicsTest, LatinLabelInsideChineseTextIsFound) {
  EXPECT_THAT(TopicsOf("制作vr内容"), ElementsAre("vr"));
}

TEST_F(AnalyzerTopicsTest, LabelIsNotFoundInsideAnEnglishWord) {
  EXPECT_THAT(TopicsOf("gamer musical"), IsEmpty());
}

TEST_F(AnalyzerTopicsTest, LabelDoesNotCrossPunctuationOrSpaceBetweenChinese) {
  EXPECT_THAT(TopicsOf("internet. Of things"), IsEmpty());
  EXPECT_THAT(TopicsOf("数字 人"), IsEmpty());
}

TEST_F(AnalyzerTopicsTest, LabelDoesNotTakeOneCharacterOfAWord) {
  EXPECT_THAT(TopicsOf("社会展示"), IsEmpty());
  EXPECT_THAT(TopicsOf("数字人才"), IsEmpty());
  EXPECT_THAT(TopicsOf("国际会展中心"), ElementsAre("exhibition"));
}

TEST_F(AnalyzerTopicsTest, AcronymThatIsAWordNeedsCapitalsInEnglish) {
  EXPECT_THAT(TopicsOf("it led the market"), IsEmpty());
  EXPECT_THAT(TopicsOf("an LED wall, LEDs"), ElementsAre("led-screen", "led-screen"));
  EXPECT_THAT(TopicsOf("大型led墙"), ElementsAre("led-screen"));
}

TEST_F(AnalyzerTopicsTest, AcronymThatIsNoWordIsFoundInSmallLetters) {
  EXPECT_THAT(TopicsOf("ar and vr content"), ElementsAre("ar", "vr"));
}

TEST_F(AnalyzerTopicsTest, OffsetsPointAtTheLabels) {
  const std::string text = "我们有元宇宙，and Game  Music.";
  const auto topics = analyzer_.Analyze(text).topics;
  ASSERT_EQ(topics.size(), 2u);
  EXPECT_EQ(text.substr(topics[0].begin, topics[0].end - topics[0].begin), "元宇宙");
  EXPECT_EQ(text.substr(topics[1].begin, topics[1].end - topics[1].begin), "Game  Music");
}

TEST_F(AnalyzerTopicsTest, EmptyThesaurusFindsNothing) {
  const Analyzer bare(*Thesaurus::Make({}));
  EXPECT_THAT(bare.Analyze("游戏 game music").topics, IsEmpty());
  EXPECT_FALSE(bare.Analyze("游戏 game music").terms.empty());
}

}  // namespace
}  // namespace counterpoint::matching
