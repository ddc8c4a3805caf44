#include <gtest/gtest.h>

#include <sstream>

#include "clients/cli/table.h"
#include "clients/cli/text_language.h"
#include "clients/cli/text_width.h"

namespace counterpoint::cli {
namespace {

std::string Printed(const Table& table, const TableStyle& style) {
  std::ostringstream out;
  table.Print(out, style);
  return out.str();
}

Table TwoMembers() {
  Table table({{"ID"}, {"NAME"}, {"SCORE", Table::Align::kRight}});
  table.AddRow({"a", "上海音乐学院", "0.5"});
  table.AddRow({"b", "Studio", "0.25"});
  return table;
}

TEST(DisplayWidth, CountsWideCharactersTwiceAndMarksNot) {
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("音乐"), 4);
  EXPECT_EQ(DisplayWidth("ＡＢ"), 4);
  EXPECT_EQ(DisplayWidth("e\xCC\x81"), 1);
  EXPECT_EQ(DisplayWidth("\xff"), 1);
}

TEST(TruncateToWidth, NeverCutsACharacterApart) {
  EXPECT_EQ(TruncateToWidth("音乐学院", 8), "音乐学院");
  EXPECT_EQ(TruncateToWidth("音乐学院", 7), "音乐学…");
  EXPECT_EQ(TruncateToWidth("音乐学院", 6), "音乐…");
  EXPECT_EQ(TruncateToWidth("abc", 1), "…");
  EXPECT_EQ(TruncateToWidth("abc", 0), "");
}

TEST(OneLine, TakesOutWhatWouldSteerTheTerminal) {
  EXPECT_EQ(OneLine(" a\n\tb \033[31mred\xC2\x9B "), "a b [31mred");
}

TEST(Table, AlignsColumnsByDisplayWidth) {
  EXPECT_EQ(Printed(TwoMembers(), {}),
            "ID  NAME          SCORE\n"
            "a   上海音乐学院    0.5\n"
            "b   Studio         0.25\n");
}

TEST(Table, WidestColumnGivesWayToFitTheTerminal) {
  const std::string text = Printed(TwoMembers(), {.width = 18});
  EXPECT_EQ(text,
            "ID  NAME     SCORE\n"
            "a   上海音…    0.5\n"
            "b   Studio    0.25\n");
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(DisplayWidth(line), 18) << line;
}

TEST(Table, WithoutHeadingsHasNoLineOfThem) {
  Table table({{""}, {""}});
  table.AddRow({"Name", "a"});
  EXPECT_EQ(Printed(table, {.bold_headings = true}), "Name  a\n");
}

TEST(LanguageOf, IsChineseWithAnyHanCharacter) {
  EXPECT_EQ(LanguageOf("游戏 music"), "zh");
  EXPECT_EQ(LanguageOf("musique é"), "en");
  EXPECT_EQ(LanguageOf(""), "en");
}

TEST(TextIn, FallsBackToEnglishThenToTheFirst) {
  google::protobuf::Map<std::string, std::string> texts;
  EXPECT_EQ(TextIn(texts, "zh"), "");
  AddTagged("音乐", &texts);
  EXPECT_EQ(TextIn(texts, "en"), "音乐");
  AddTagged("en:音乐 in pinyin", &texts);
  EXPECT_EQ(TextIn(texts, "fr"), "音乐 in pinyin");
  EXPECT_EQ(TextIn(texts, "zh"), "音乐");
}

}  // namespace
}  // namespace counterpoint::cli
