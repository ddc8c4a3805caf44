#include "matching/thesaurus/folding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <random>
#include <string>

#include "matching/thesaurus/folding_table.h"

namespace counterpoint::matching {
namespace {

std::string Folded(absl::string_view text) {
  std::string folded;
  for (const FoldedCharacter& character : Fold(text)) AppendUtf8(character.code, folded);
  return folded;
}

TEST(FoldingTest, FullWidthLatinEqualsHalfWidth) { EXPECT_EQ(Folded("ＶＲ３"), Folded("VR3")); }

TEST(FoldingTest, UpperCaseEqualsLowerCase) { EXPECT_EQ(Folded("METAVERSE Ä"), "metaverse ä"); }

TEST(FoldingTest, TraditionalEqualsSimplified) {
  EXPECT_EQ(Folded("數位音樂與遊戲"), Folded("数位音乐与游戏"));
}

TEST(FoldingTest, CharactersThatSimplifiedTextKeepsStay) {
  EXPECT_EQ(Folded("著作权俱乐部"), "著作权俱乐部");
}

TEST(FoldingTest, CompatibilityIdeographIsSimplifiedToo) { EXPECT_EQ(Folded("\uF900"), "岂"); }

TEST(FoldingTest, FoldedCharacterFoldsToItself) {
  const FoldingTable& table = FoldingTable::Get();
  for (char32_t code = 0x80; code < 0x10000; ++code) {
    const char32_t folded = table.Single(code);
    if (folded >= 0x80) {
      EXPECT_EQ(table.Single(folded), folded) << static_cast<unsigned>(code);
    }
  }
}

TEST(FoldingTest, ComposedEqualsDecomposed) {
  EXPECT_EQ(Folded("cafe\u0301"), "caf\u00E9");
  EXPECT_EQ(Folded("CAFE\u0301"), "caf\u00E9");
}

TEST(FoldingTest, CharactersThatShowNothingVanish) {
  EXPECT_EQ(Folded("mu\u00ADsic\u200D"), "music");
}

TEST(FoldingTest, CapitalsAreRemembered) {
  const auto characters = Fold("aAｂＢ音");
  std::vector<bool> capitals;
  for (const FoldedCharacter& character : characters) capitals.push_back(character.capital);
  EXPECT_THAT(capitals, testing::ElementsAre(false, true, false, true, false));
}

TEST(FoldingTest, OffsetsAreThoseOfTheOriginal) {
  const auto characters = Fold("Ａ音e\u0301x");
  ASSERT_EQ(characters.size(), 4u);
  EXPECT_EQ(characters[1].begin, 3u);
  EXPECT_EQ(characters[1].end, 6u);
  EXPECT_EQ(characters[2].begin, 6u);
  EXPECT_EQ(characters[2].end, 9u);
  EXPECT_EQ(characters[3].begin, 9u);
}

TEST(FoldingTest, OneCharacterThatBecomesSeveralLendsAllOfThemItsPlace) {
  const auto characters = Fold("㎡");
  ASSERT_EQ(characters.size(), 2u);
  for (const FoldedCharacter& character : characters) {
    EXPECT_EQ(character.begin, 0u);
    EXPECT_EQ(character.end, 3u);
  }
}

TEST(FoldingTest, IllFormedBytesAreMarkedAndPassed) {
  const auto characters = Fold("a\xFF\xE9\x9F b");
  ASSERT_EQ(characters.size(), 5u);
  EXPECT_EQ(characters[1].code, char32_t{kIllFormed});
  EXPECT_EQ(characters[2].code, char32_t{kIllFormed});
  EXPECT_EQ(characters[4].code, U'b');
}

TEST(FoldingTest, EndlessCombiningMarksAreCutIntoClusters) {
  std::string text = "a";
  for (int i = 0; i < 100000; ++i) text += i % 2 == 0 ? "\u0301" : "\u0323";
  EXPECT_EQ(Fold(text).back().end, text.size());
  EXPECT_GT(Fold(text).back().begin, text.size() - 2 * 32 - 1);
}

// The plain way: normalise all at once, then simplify.
std::string FoldedAtOnce(const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  const auto* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(error);
  const icu::UnicodeString normal = normalizer->normalize(text, error);
  std::string folded;
  for (int i = 0; i < normal.length(); i = normal.moveIndex32(i, 1)) {
    AppendUtf8(FoldingTable::Get().Simplified(static_cast<char32_t>(normal.char32At(i))), folded);
  }
  return folded;
}

TEST(FoldingTest, RandomTextFoldsAsIfNormalisedAtOnce) {
  std::mt19937 random(7);
  const std::vector<std::pair<UChar32, UChar32>> ranges = {
      {0x20, 0x7E},     {0xA0, 0x24F},      {0x300, 0x36F},    {0x1100, 0x11FF},
      {0x3000, 0x33FF}, {0x4E00, 0x9FFF},   {0xAC00, 0xD7A3},  {0xF900, 0xFAFF},
      {0xFB00, 0xFFEF}, {0x1D400, 0x1D7FF}, {0x20000, 0x2FFFF}};
  for (int round = 0; round < 3000; ++round) {
    icu::UnicodeString text;
    for (int length = 0; length < 24; ++length) {
      const auto& [low, high] = ranges[random() % ranges.size()];
      text.append(low + static_cast<UChar32>(random() % static_cast<unsigned>(high - low + 1)));
    }
    std::string bytes;
    text.toUTF8String(bytes);
    ASSERT_EQ(Folded(bytes), FoldedAtOnce(text)) << bytes;
  }
}

}  // namespace
}  // namespace counterpoint::matching
