#include <unicode/utf8.h>

#include <algorithm>
#include <random>
#include <thread>
#include <utility>

#include "matching/thesaurus/folding.h"
#include "tests/matching/text/analyzer_fixture.h"

namespace counterpoint::matching {
namespace {

using Place = std::pair<std::uint32_t, std::uint32_t>;

class AnalyzerRobustnessTest : public AnalyzerFixture {
 protected:
  // What any answer must keep to, whatever the bytes.
  void ExpectSoundAnswer(const std::string& text) const {
    const AnalyzedText analyzed = analyzer_.Analyze(text);
    for (const TermOccurrence& term : analyzed.terms) {
      ASSERT_FALSE(term.term.empty());
      ExpectSoundPlace(text, {term.begin, term.end});
    }
    std::uint32_t free_from = 0;
    for (const TopicOccurrence& topic : analyzed.topics) {
      ExpectSoundPlace(text, {topic.begin, topic.end});
      ASSERT_GE(topic.begin, free_from);
      free_from = topic.end;
    }
    ASSERT_TRUE(std::is_sorted(analyzed.terms.begin(), analyzed.terms.end(),
                               [](const TermOccurrence& a, const TermOccurrence& b) {
                                 return std::make_pair(a.begin, a.kind) <
                                        std::make_pair(b.begin, b.kind);
                               }));
  }

  static std::string RandomBytes(std::mt19937& random) {
    std::string text(random() % 200, '\0');
    for (char& byte : text) byte = static_cast<char>(random());
    return text;
  }

  static std::string RandomCharacters(std::mt19937& random) {
    static constexpr char32_t kLimits[] = {0x80, 0x300, 0x3000, 0xA000, 0xD800, 0x110000};
    std::string text;
    for (auto left = random() % 100; left > 0; --left) {
      const char32_t code = random() % kLimits[random() % std::size(kLimits)];
      if (code < 0xD800 || code > 0xDFFF) AppendUtf8(code, text);
    }
    return text;
  }

  static std::string RandomPieces(std::mt19937& random) {
    static const char* const kPieces[] = {"游戏", "音乐", "game", "Music",  " ",    "，",  "VR",
                                          "元",   "宇宙", "㍿",   "\xFF",   "3.0",  "-",   "'s",
                                          "会展", "社",   "led",  "\u0301", "數字", "web", "\n"};
    std::string text;
    for (auto left = random() % 40; left > 0; --left) {
      text += kPieces[random() % std::size(kPieces)];
    }
    return text;
  }

 private:
  // On ill-formed text the boundary is between bytes that aren't trail bytes of
  // the same character, which U8_NEXT tells.
  static void ExpectSoundPlace(const std::string& text, Place place) {
    ASSERT_LT(place.first, place.second);
    ASSERT_LE(place.second, text.size());
    UChar32 code = 0;
    std::size_t at = place.first;
    while (at < place.second) {
      U8_NEXT(text.data(), at, text.size(), code);
      ASSERT_GE(code, 0) << "holds bytes that are no UTF-8";
    }
    ASSERT_EQ(at, place.second) << "ends inside a character";
  }
};

TEST_F(AnalyzerRobustnessTest, RandomBytesGiveSoundAnswers) {
  std::mt19937 random(1);
  for (int round = 0; round < 5000; ++round) ExpectSoundAnswer(RandomBytes(random));
}

TEST_F(AnalyzerRobustnessTest, RandomCharactersGiveSoundAnswers) {
  std::mt19937 random(2);
  for (int round = 0; round < 5000; ++round) ExpectSoundAnswer(RandomCharacters(random));
}

TEST_F(AnalyzerRobustnessTest, RandomPiecesGiveSoundAnswers) {
  std::mt19937 random(3);
  for (int round = 0; round < 5000; ++round) ExpectSoundAnswer(RandomPieces(random));
}

TEST_F(AnalyzerRobustnessTest, CharacterThatBecomesAWordIsOnePlace) {
  ExpectSoundAnswer("㍿㍻㎡①");
}

TEST_F(AnalyzerRobustnessTest, MegabyteOfAnyKindIsAnalysed) {
  for (const char* piece :
       {"游戏音乐", "game music ", "音", "a", "a ", "，", "\xFF", "e\u0301\u0323", "元",
        "\u0301\u0323", " ", "-", "1.", "a'", "\U00020000"}) {
    std::string text;
    while (text.size() < 1000000) text += piece;
    ExpectSoundAnswer(text);
  }
}

TEST_F(AnalyzerRobustnessTest, LongTextHasWhatItsSentencesHave) {
  const std::string sentence = "我们提供游戏音乐 and VR content。";
  const std::size_t terms = analyzer_.Analyze(sentence).terms.size();
  std::string text;
  constexpr std::size_t kSentences = 20000;
  for (std::size_t i = 0; i < kSentences; ++i) text += sentence;
  const AnalyzedText analyzed = analyzer_.Analyze(text);
  EXPECT_EQ(analyzed.terms.size(), kSentences * terms);
  EXPECT_EQ(analyzed.topics.size(), kSentences * 2);
}

TEST_F(AnalyzerRobustnessTest, ThreadsGetTheSameAnswers) {
  std::mt19937 random(4);
  std::vector<std::string> texts;
  for (int i = 0; i < 500; ++i) texts.push_back(RandomPieces(random));
  std::vector<std::vector<std::string>> expected;
  for (const std::string& text : texts) expected.push_back(WordsOf(text));
  std::vector<int> differing(4, 0);
  std::vector<std::thread> threads;
  for (int& count : differing) {
    threads.emplace_back([&] {
      for (std::size_t i = 0; i < texts.size(); ++i) count += WordsOf(texts[i]) != expected[i];
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(differing, testing::Each(0));
}

}  // namespace
}  // namespace counterpoint::matching
