#include "matching/ranking/shared_topics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/matching/profiles.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

// A few topics, three steps deep, and texts weighed by them.
class ShareTopicsTest : public ::testing::Test {
 protected:
  ShareTopicsTest()
      : thesaurus_(*Thesaurus::Make({
            {"music", {"音乐"}, {"music"}, ""},
            {"media-music", {"影视音乐"}, {"media music"}, "music"},
            {"game-music", {"游戏音乐"}, {"game music"}, "media-music"},
            {"film-music", {"电影音乐"}, {"film music"}, "media-music"},
            {"orchestration", {"配器"}, {"orchestration"}, "music"},
            {"museum", {"博物馆"}, {"museum"}, ""},
        })),
        analyzer_(thesaurus_),
        model_(TextModel::Learn(thesaurus_, {Described("a", "museum"), Described("b", "film music"),
                                             Described("c", "orchestration")})) {}

  std::shared_ptr<const MemberFeatures> Described(const std::string& id, const std::string& text) {
    const MemberProfile profile = Profile(id, MemberKind::kCreator, {text}, {});
    return MakeFeatures(*thesaurus_, profile, AnalyzeTexts(analyzer_, profile));
  }

  std::vector<SharedTopic> Share(const std::string& a, const std::string& b) const {
    const TextFeatures one = ExtractText(analyzer_, {{a}}, {}, 0);
    const TextFeatures other = ExtractText(analyzer_, {{b}}, {}, 0);
    const WeightedText x = model_->Weigh(one);
    const WeightedText y = model_->Weigh(other);
    return ShareTopics(*thesaurus_, {one, x}, {other, y}, 0.5);
  }

  std::vector<std::string> Ids(const std::vector<SharedTopic>& shared) const {
    std::vector<std::string> ids;
    for (const SharedTopic& topic : shared) ids.push_back(thesaurus_->topic(topic.topic).id);
    return ids;
  }

  std::shared_ptr<const Thesaurus> thesaurus_;
  const Analyzer analyzer_;
  std::shared_ptr<const TextModel> model_;
};

TEST_F(ShareTopicsTest, ATopicStandsForTheBroaderOnesThatItImplies) {
  const auto shared = Share("game music", "游戏音乐 museum");
  EXPECT_THAT(Ids(shared), ElementsAre("game-music"));
  EXPECT_NEAR(shared[0].contribution, 0.5, 1e-9);
}

TEST_F(ShareTopicsTest, TopicsWithACommonBroaderOneShareThat) {
  EXPECT_THAT(Ids(Share("game music", "film music")), ElementsAre("media-music"));
}

TEST_F(ShareTopicsTest, ABroaderTopicThatBothNameIsTold) {
  EXPECT_THAT(Ids(Share("music, game music", "music, game music")),
              UnorderedElementsAre("game-music", "music"));
  EXPECT_THAT(Ids(Share("music, game music", "game music")), ElementsAre("game-music"));
}

TEST_F(ShareTopicsTest, EachTopicOfItsOwnIsTold) {
  EXPECT_THAT(Ids(Share("game music, orchestration, museum", "museum, orchestration, game music")),
              UnorderedElementsAre("game-music", "museum", "orchestration"));
}

TEST_F(ShareTopicsTest, NothingSharedIsNothingTold) {
  EXPECT_THAT(Share("museum", "game music"), ElementsAre());
}

TEST(ShareTopicsPropertyTest, PartsAddUpAndComeInOrder) {
  const auto members = Features(RandomProfiles(9).MakeAll(30));
  const auto index = IndexOf(members);
  const TextModel& model = *index->model();
  std::size_t told = 0;
  for (const auto& a : members) {
    for (const auto& b : members) {
      const WeightedText x = model.Weigh(a->profile);
      const WeightedText y = model.Weigh(b->profile);
      const auto shared = ShareTopics(model.thesaurus(), {a->profile, x}, {b->profile, y}, 0.25);
      if (shared.empty()) continue;
      double sum = 0;
      for (std::size_t i = 0; i < shared.size(); ++i) {
        sum += shared[i].contribution;
        EXPECT_GT(shared[i].contribution, 0);
        if (i > 0) {
          EXPECT_LE(shared[i].contribution, shared[i - 1].contribution);
        }
      }
      EXPECT_NEAR(sum, 0.25, 1e-6);
      told += shared.size();
    }
  }
  EXPECT_GT(told, 500U);
}

}  // namespace
}  // namespace counterpoint::matching
