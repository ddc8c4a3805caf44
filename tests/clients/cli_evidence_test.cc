// Evidence as people read it.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <sstream>

#include "clients/cli/evidence_texts.h"
#include "clients/cli/match_tables.h"

namespace counterpoint::cli {
namespace {

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

TEST(Marked, SetsMarksAroundRangesInAnyOrder) {
  EXPECT_EQ(Marked("adaptive game music", {{14, 19}, {0, 8}}, kBrackets),
            "[adaptive] game [music]");
  EXPECT_EQ(Marked("游戏配乐", {{0, 6}}, kBold), "\033[1m游戏\033[0m配乐");
  EXPECT_EQ(Marked("", {}, kBrackets), "");
}

TEST(Marked, MarksOverlappingRangesAsOne) {
  EXPECT_EQ(Marked("game music score", {{5, 16}, {0, 10}}, kBrackets), "[game music score]");
  EXPECT_EQ(Marked("ab", {{0, 1}, {1, 2}}, kBrackets), "[a][b]");
}

TEST(Marked, LeavesOutRangesBeyondTheText) {
  EXPECT_EQ(Marked("game", {{-1, 2}, {2, 2}, {3, 9}, {0, 1}}, kBrackets), "[g]ame");
}

TEST(Marked, StaysOnOneLineAndSteersNoTerminal) {
  EXPECT_EQ(Marked("game\n\033[2Jmusic  now", {{9, 14}}, kBrackets), "game [2J[music] now");
}

constexpr char kMatch[] = R"pb(
  evidence {
    term: TOPICS
    side: MEMBER
    contribution: 0.2
    need: "1"
    offer: "7"
    text: "shared topics: game music, orchestra"
    topics {
      topic: "game-music"
      label: "game music"
      contribution: 0.15
      need_spans { field: "needs[0].title.en" begin: 4 end: 14 }
      offer_spans { field: "offers[1].title.zh" begin: 0 end: 12 }
    }
    topics { topic: "orchestra" label: "orchestra" contribution: 0.05 }
  }
  evidence {
    term: WORDS
    side: MEMBER
    contribution: 0.1
    need: "1"
    offer: "7"
    text: "shared words: Unreal"
    words {
      word: "Unreal"
      contribution: 0.04
      need_spans { field: "needs[0].text.en" begin: 0 end: 6 }
      offer_spans { field: "offers[1].text.zh" begin: 0 end: 6 }
    }
  }
  evidence { term: KIND_AFFINITY side: PARTNER contribution: 0.05 text: "kinds" }
  evidence {
    term: WORDS
    side: PARTNER
    contribution: 0.04
    offer: "2"
    text: "shared words: jobs"
    words {
      word: "jobs"
      contribution: 0.04
      need_spans { field: "description.en" begin: 3 end: 7 }
      offer_spans { field: "offers[0].title.en" begin: 0 end: 3 }
    }
  }
  evidence {
    term: WORDS
    side: MEMBER
    contribution: 0.001
    need: "1"
    offer: "9"
    words { word: "tiny" contribution: 0.001 }
  }
)pb";

TEST(EvidenceParts, ListsWhatEachTopicAndWordBrings) {
  std::ostringstream out;
  EvidenceParts(Parse<v1::Match>(kMatch), "en").Print(out, {});
  EXPECT_EQ(out.str(),
            "+0.200  Member   Need 1 <- Offer 7   shared topics\n"
            "                                     - game music +0.150\n"
            "                                     - orchestra +0.050\n"
            "+0.100  Member   Need 1 <- Offer 7   shared words\n"
            "                                     - Unreal +0.040\n"
            "                                     - (others) +0.060\n"
            "+0.050  Partner                      kinds\n"
            "+0.040  Partner  Profile <- Offer 2  shared words\n"
            "                                     - jobs +0.040\n"
            "+0.001                               1 smaller terms\n");
}

TEST(EvidenceTexts, ShowWhatIsSharedInBothTexts) {
  const auto member = Parse<v1::Member>(R"pb(
    display_name { key: "en" value: "Studio" }
    needs {
      id: "1"
      title { key: "en" value: "New game music" }
      text { key: "en" value: "Unreal Engine" }
      topics: "game-audio"
      topics: "orchestra"
    }
    offers {
      id: "2"
      title { key: "en" value: "Job for composers" }
    }
  )pb");
  const auto partner = Parse<v1::Member>(R"pb(
    display_name { key: "zh" value: "学院" }
    description { key: "en" value: "On jobs" }
    description { key: "zh" value: "学院" }
    offers {
      id: "6"
      title { key: "en" value: "Other" }
    }
    offers {
      id: "7"
      title { key: "zh" value: "游戏音乐" }
      text { key: "zh" value: "Unreal 集成" }
    }
  )pb");
  std::ostringstream out;
  PrintEvidenceTexts(Parse<v1::Match>(kMatch), member, partner, kBrackets, "en", out);
  EXPECT_EQ(out.str(),
            "\nStudio, Need 1\n"
            "  needs[0].title.en: New [game music]\n"
            "  needs[0].text.en: [Unreal] Engine\n"
            "  needs[0].topics: game-audio, [orchestra]\n"
            "学院, Offer 7\n"
            "  offers[1].title.zh: [游戏音乐]\n"
            "  offers[1].text.zh: [Unreal] 集成\n"
            "\n学院, Profile\n"
            "  description.en: On [jobs]\n"
            "Studio, Offer 2\n"
            "  offers[0].title.en: [Job] for composers\n");
}

}  // namespace
}  // namespace counterpoint::cli
