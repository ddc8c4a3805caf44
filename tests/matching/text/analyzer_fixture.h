// An analyzer over a few topics, and texts read off its answers.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "matching/text/analyzer.h"

namespace counterpoint::matching {

class AnalyzerFixture : public testing::Test {
 protected:
  AnalyzerFixture()
      : analyzer_(*Thesaurus::Make({
            {"game", {"游戏"}, {"game", "games industry"}, ""},
            {"music", {"音乐"}, {"music"}, ""},
            {"game-music", {"游戏音乐", "游戏配乐"}, {"game music", "video game music"}, "music"},
            {"metaverse", {"元宇宙"}, {"metaverse"}, ""},
            {"metaverse-game", {"元宇宙游戏"}, {"metaverse game"}, "metaverse"},
            {"digital-human", {"数字人"}, {"digital human"}, ""},
            {"exhibition", {"会展"}, {"trade fair"}, ""},
            {"vr", {"虚拟现实", "VR"}, {"virtual reality", "VR"}, ""},
            {"three-d-modelling", {"3D建模", "三维建模"}, {"3D modelling"}, ""},
            {"led-screen", {"LED屏"}, {"LED"}, ""},
            {"ar", {"增强现实"}, {"AR", "augmented reality"}, ""},
            {"internet-of-things", {"物联网"}, {"internet of things"}, ""},
            {"web3", {}, {"Web 3.0"}, ""},
            {"organ", {"管风琴"}, {"organ"}, "music"},
        })) {}

  std::vector<std::string> TermsOf(const std::string& text, TermKind kind) const {
    std::vector<std::string> terms;
    for (const TermOccurrence& occurrence : analyzer_.Analyze(text).terms) {
      if (occurrence.kind == kind) terms.push_back(occurrence.term);
    }
    return terms;
  }
  std::vector<std::string> WordsOf(const std::string& text) const {
    return TermsOf(text, TermKind::kWord);
  }
  std::vector<std::string> PairsOf(const std::string& text) const {
    return TermsOf(text, TermKind::kWordPair);
  }
  std::vector<std::string> CharacterPairsOf(const std::string& text) const {
    return TermsOf(text, TermKind::kCharacterPair);
  }
  std::vector<std::string> CharactersOf(const std::string& text) const {
    return TermsOf(text, TermKind::kCharacter);
  }

  std::vector<std::string> TopicsOf(const std::string& text) const {
    std::vector<std::string> topics;
    for (const TopicOccurrence& occurrence : analyzer_.Analyze(text).topics) {
      topics.push_back(analyzer_.thesaurus()->topic(occurrence.topic).id);
    }
    return topics;
  }

  const Analyzer analyzer_;
};

}  // namespace counterpoint::matching
