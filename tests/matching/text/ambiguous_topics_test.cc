// Labels of several meanings, by the built-in topics, in both languages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "matching/text/analyzer.h"

namespace counterpoint::matching {
namespace {

struct Case {
  const char* text;
  const char* label;    // As it stands in the text.
  const char* meaning;  // Id of a topic; empty for none.
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.text; }

class AmbiguousTopicsTest : public testing::TestWithParam<Case> {};

// The topic of the label, empty for none.
std::string MeaningOf(const std::string& text, const std::string& label) {
  static const auto* const analyzer = new Analyzer(Thesaurus::BuiltIn());
  for (const TopicOccurrence& found : analyzer->Analyze(text).topics) {
    if (text.substr(found.begin, found.end - found.begin) == label) {
      return analyzer->thesaurus()->topic(found.topic).id;
    }
  }
  return std::string();
}

TEST_P(AmbiguousTopicsTest, TheOtherTopicsOfTheTextDecide) {
  EXPECT_EQ(MeaningOf(GetParam().text, GetParam().label), GetParam().meaning);
}

INSTANTIATE_TEST_SUITE_P(
    English, AmbiguousTopicsTest,
    testing::Values(
        Case{"We mix every track in our recording studio", "track", "audio-recording"},
        Case{"A stadium with a track for athletics and marathon", "track", "track-field"},
        Case{"Laying track for high-speed rail and metro stations", "track", "railway"},
        Case{"We keep track of what you order", "track", ""},
        Case{"Container port with shipping and shipbuilding", "port", "port"},
        Case{"We port mobile games to the game console", "port", "game-porting"},
        Case{"A score for the film, played by a symphony orchestra", "score", "music-composition"},
        Case{"Our customers give a high score", "score", ""},
        Case{"Machine learning: we train a model on your dataset", "model", ""},
        Case{"Motion capture, rendering and a model for each game character", "model",
             "three-d-modeling"},
        Case{"A model for the catwalk, fashion show and clothing", "model", "fashion-modeling"},
        Case{"The engine of our mobile game", "engine", "game-engine"},
        Case{"The engine of an automobile, for carmakers", "engine", "automotive"},
        Case{"Semiconductor foundry service for any chip", "chip", "semiconductor"},
        Case{"Microservices on Kubernetes in the cloud", "cloud", "cloud-computing"},
        Case{"Mineral exploration, metallurgy and mining", "mining", "mining"},
        Case{"Blockchain, Bitcoin and mining", "mining", "cryptocurrency"},
        Case{"Theatre and dance performance on one stage", "stage", "stage-technology"},
        Case{"At this stage we only collect offers", "stage", ""},
        Case{"Server hosting: a host in our data center, cloud computing", "host",
             "server-hosting"},
        Case{"A programme host for radio and television broadcasting; the host speaks Chinese",
             "host", "presenter-hosting"},
        Case{"AR for museums", "AR", "augmented-reality"},
        Case{"Accounting, bookkeeping and AR for small companies", "AR", "accounting"},
        Case{"XR studio for VR, MR and haptics", "MR", "mixed-reality"},
        Case{"Radiology: CT scan and MR for hospitals", "MR", "medical-imaging"},
        Case{"Press release, press conference and PR", "PR", "public-relations"},
        Case{"Trademark, patent and IP for inventors", "IP", "intellectual-property"},
        Case{"Comics and animation from one IP", "IP", "ip-operation"},
        Case{"Truss and rigging for the concert, with sound reinforcement", "rigging",
             "stage-rigging"},
        Case{"Character modelling, rigging and 3D animation", "rigging", "character-rigging"},
        Case{"Cross-chain bridge between blockchains", "bridge", ""},
        Case{"Blockchain and smart contract audit of a bridge", "bridge", "cross-chain"}));

INSTANTIATE_TEST_SUITE_P(
    Chinese, AmbiguousTopicsTest,
    testing::Values(
        Case{"地铁与高铁的轨道检测", "轨道", "railway"},
        Case{"卫星进入轨道，火箭发射", "轨道", "satellite"},
        Case{"混音与录音，每首歌十条轨道", "轨道", "audio-recording"},
        Case{"公司发展进入新的轨道", "轨道", ""}, Case{"用数据集训练机器学习模型", "模型", ""},
        Case{"三维扫描与动作捕捉，再做成模型", "模型", "three-d-modeling"},
        Case{"手游与引擎优化", "引擎", "game-engine"},
        Case{"搜索优化：网站与引擎，网站建设", "引擎", "search-engine"},
        Case{"成为区域增长的引擎", "引擎", ""},
        Case{"话剧与舞蹈的舞台", "舞台", "stage-technology"}, Case{"走上国际舞台", "舞台", ""},
        Case{"报关、进口与通关", "通关", "customs-clearance"},
        Case{"手游关卡太难，玩家无法通关", "通关", ""},
        Case{"券商保荐企业上市", "上市", "initial-public-offering"},
        Case{"新款咖啡本月上市", "上市", ""}, Case{"长笛、单簧管与小号", "小号", "wind-instrument"},
        Case{"辐射长三角的商场", "辐射", ""},
        Case{"核电与辐射防护，核能", "辐射", "nuclear-physics"},
        Case{"基站与5G频谱", "频谱", "spectrum-resource"},
        Case{"音频算法、混音与频谱", "频谱", "audio-signal-processing"},
        Case{"防火墙查杀木马与病毒，网络安全", "病毒", "malware-protection"},
        Case{"疫苗与病毒，疾控", "病毒", "microbiology-medical"},
        Case{"手游皮肤与道具，游戏原画", "皮肤", "game-skin"},
        Case{"医院治疗皮肤过敏", "皮肤", "dermatology"},
        Case{"漫画、动画与IP", "IP", "ip-operation"},
        Case{"专利、商标与IP", "IP", "intellectual-property"}));

std::vector<std::string> Ids(const Analyzer& analyzer, const AnalyzedText& analyzed) {
  std::vector<std::string> ids;
  for (const TopicOccurrence& found : analyzed.topics) {
    ids.push_back(analyzer.thesaurus()->topic(found.topic).id);
  }
  return ids;
}

// Two small fields with a word between them.
class SharedLabelTest : public testing::Test {
 protected:
  SharedLabelTest()
      : analyzer_(*Thesaurus::Make({
            {"music", {}, {"music"}, ""},
            {"recording", {}, {"recording"}, "music", {{"track", {"broadcasting"}}}},
            {"sports", {}, {"sports"}, ""},
            {"athletics", {}, {"athletics"}, "sports", {{"track", {}}}},
            {"broadcasting", {}, {"radio"}, ""},
            {"food", {}, {"food"}, ""},
            {"drinks", {}, {"drinks"}, ""},
            {"law", {}, {"law"}, ""},
        })) {}
  std::vector<std::string> TopicsOf(const std::string& text) const {
    return Ids(analyzer_, analyzer_.Analyze(text));
  }
  const Analyzer analyzer_;
};

TEST_F(SharedLabelTest, TheNearerMeaningWins) {
  EXPECT_THAT(TopicsOf("athletics, music, track"),
              testing::ElementsAre("athletics", "music", "athletics"));
}

TEST_F(SharedLabelTest, EqualSupportDecidesNothing) {
  EXPECT_THAT(TopicsOf("sports, music, track"), testing::ElementsAre("sports", "music"));
}

TEST_F(SharedLabelTest, ACueOfAnotherFieldSpeaksForAMeaning) {
  EXPECT_THAT(TopicsOf("a track on the radio"), testing::ElementsAre("recording", "broadcasting"));
}

TEST_F(SharedLabelTest, ALoneTopicAmongManyIsChance) {
  EXPECT_THAT(TopicsOf("music, food, drinks, law, track"),
              testing::ElementsAre("music", "food", "drinks", "law", "recording"));
  EXPECT_THAT(TopicsOf("athletics, food, drinks, law, radio, track"),
              testing::ElementsAre("athletics", "food", "drinks", "law", "broadcasting"));
}

TEST_F(SharedLabelTest, AMeaningHoldsThroughoutATextWhereverTheOthersStand) {
  EXPECT_THAT(TopicsOf("track. music. track"),
              testing::ElementsAre("recording", "music", "recording"));
}

TEST_F(SharedLabelTest, TextsOfOneSubjectDecideTogether) {
  const auto together = analyzer_.AnalyzeTogether({"one more track", "music"});
  ASSERT_EQ(together.size(), 2U);
  EXPECT_THAT(Ids(analyzer_, together[0]), testing::ElementsAre("recording"));
  EXPECT_THAT(analyzer_.AnalyzeTogether({}), testing::IsEmpty());
}

TEST_F(SharedLabelTest, AnOwnTopicOfTheAllianceIsTheUsualMeaning) {
  const Analyzer wider(*analyzer_.thesaurus()->Extend({{"rails", {}, {"track"}, ""}}));
  EXPECT_THAT(Ids(wider, wider.Analyze("one more track")), testing::ElementsAre("rails"));
  EXPECT_THAT(Ids(wider, wider.Analyze("music on a track")),
              testing::ElementsAre("music", "recording"));
}

}  // namespace
}  // namespace counterpoint::matching
