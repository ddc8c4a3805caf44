#include "matching/thesaurus/tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace counterpoint::matching {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> TokensOf(absl::string_view text, TokenKind kind) {
  const TokenizedText tokenized = Tokenize(text);
  std::vector<std::string> tokens;
  for (const Token& token : tokenized.tokens) {
    if (token.kind == kind) tokens.push_back(tokenized.Text(token));
  }
  return tokens;
}
std::vector<std::string> WordsOf(absl::string_view text) {
  return TokensOf(text, TokenKind::kWord);
}
std::vector<std::string> MarksOf(absl::string_view text) {
  return TokensOf(text, TokenKind::kMark);
}

TEST(TokensTest, HyphenPartsWordsAndLeavesNoMark) {
  EXPECT_THAT(WordsOf("real-time e-sports"), ElementsAre("real", "time", "e", "sports"));
  EXPECT_THAT(MarksOf("real-time"), IsEmpty());
}

TEST(TokensTest, DashBetweenSpacesIsAMark) {
  EXPECT_THAT(MarksOf("music - games"), ElementsAre("-"));
}

TEST(TokensTest, LettersWithDigitsOrSignsStayOneWord) {
  EXPECT_THAT(WordsOf("3D 5G C++ C# R&D web3"),
              ElementsAre("3d", "5g", "c++", "c#", "r&d", "web3"));
}

TEST(TokensTest, SignsElsewhereAreMarks) {
  EXPECT_THAT(WordsOf("Music&Games a+b"), ElementsAre("music", "games", "a", "b"));
}

TEST(TokensTest, PossessiveIsDroppedAndContractionKept) {
  EXPECT_THAT(WordsOf("composer's don\u2019t"), ElementsAre("composer", "don't"));
}

TEST(TokensTest, PluralOfAcronymIsDropped) {
  EXPECT_THAT(WordsOf("NFTs IPs SaaS bus"), ElementsAre("nft", "ip", "saas", "bus"));
}

TEST(TokensTest, NumbersDatesAndOrdinalsAreNumbers) {
  EXPECT_THAT(TokensOf("2023 10,000 3.0 1st 90s", TokenKind::kNumber),
              ElementsAre("2023", "10,000", "3.0", "1st", "90s"));
  EXPECT_THAT(WordsOf("2023 10,000 3.0 1st 90s"), IsEmpty());
}

TEST(TokensTest, ScriptsPartWithoutSpace) {
  EXPECT_THAT(WordsOf("基于AIGC的3D建模"), ElementsAre("aigc", "3d"));
  EXPECT_THAT(TokensOf("VR内容", TokenKind::kHan), ElementsAre("内", "容"));
}

TEST(TokensTest, SpaceBeforeATokenIsKnown) {
  const TokenizedText text = Tokenize("音 乐");
  ASSERT_EQ(text.tokens.size(), 2u);
  EXPECT_TRUE(text.tokens[1].after_space);
}

TEST(TokensTest, LineEndIsAMark) { EXPECT_THAT(MarksOf("music\ngames"), ElementsAre("\n")); }

TEST(LabelFormTest, SingularEqualsPlural) {
  const std::pair<const char*, const char*> pairs[] = {
      {"game", "games"},   {"company", "companies"}, {"movie", "movies"}, {"box", "boxes"},
      {"cache", "caches"}, {"process", "processes"}, {"prize", "prizes"}, {"AI", "AIs"}};
  for (const auto& [one, many] : pairs) EXPECT_EQ(LabelForm(one), LabelForm(many)) << many;
}

TEST(LabelFormTest, OtherWordsOfOneStemStayApart) {
  EXPECT_NE(LabelForm("organ"), LabelForm("organization"));
  EXPECT_NE(LabelForm("animation"), LabelForm("animator"));
  EXPECT_NE(LabelForm("news"), LabelForm("new"));
}

TEST(LabelFormTest, HyphenCaseAndWidthMakeNoDifference) {
  EXPECT_EQ(LabelForm("Real-Time ＶＲ"), LabelForm("real time vr"));
}

TEST(LabelFormTest, LabelOfMarksOnlyHasNone) { EXPECT_EQ(LabelForm(" -/!"), ""); }

}  // namespace
}  // namespace counterpoint::matching
