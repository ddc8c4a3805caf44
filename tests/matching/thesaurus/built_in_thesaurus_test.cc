#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "matching/thesaurus/thesaurus.h"
#include "matching/thesaurus/tokens.h"
#include "matching/thesaurus/topic_table.h"

namespace counterpoint::matching {
namespace {

// Checked without BuiltIn, which would end the program at the first fault.
class BuiltInThesaurusTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto topics = ParseTopicFiles(BuiltInTopicFiles());
    ASSERT_TRUE(topics.ok()) << topics.status();
    const auto made = Thesaurus::Make(*topics);
    ASSERT_TRUE(made.ok()) << made.status();
    thesaurus_ = *made;
  }

  std::vector<Topic> Topics() const {
    std::vector<Topic> topics;
    for (std::size_t i = 0; i < thesaurus_->size(); ++i) {
      topics.push_back(thesaurus_->topic(static_cast<TopicIndex>(i)));
    }
    return topics;
  }

  std::shared_ptr<const Thesaurus> thesaurus_;
};

bool IsAscii(const std::string& label) {
  return std::all_of(label.begin(), label.end(), [](char c) { return c > 0; });
}

TEST_F(BuiltInThesaurusTest, HoldsAllTopicsOfTheFiles) {
  EXPECT_GE(thesaurus_->size(), 600u);
  EXPECT_EQ(Thesaurus::BuiltIn()->size(), thesaurus_->size());
}

TEST_F(BuiltInThesaurusTest, IsMadeOnce) {
  EXPECT_EQ(Thesaurus::BuiltIn().get(), Thesaurus::BuiltIn().get());
}

TEST_F(BuiltInThesaurusTest, EveryTopicHasAnEnglishLabelWithoutChinese) {
  for (const Topic& topic : Topics()) {
    EXPECT_FALSE(topic.en.empty()) << topic.id;
    for (const std::string& label : topic.en) {
      const TokenizedText text = Tokenize(label);
      EXPECT_TRUE(std::none_of(text.tokens.begin(), text.tokens.end(),
                               [](const Token& token) { return token.kind == TokenKind::kHan; }))
          << topic.id << ": " << label;
    }
  }
}

TEST_F(BuiltInThesaurusTest, EveryTopicHasAChineseLabelOrAnAcronymForBoth) {
  for (const Topic& topic : Topics()) {
    const bool acronym = std::any_of(topic.en.begin(), topic.en.end(), [](const std::string& en) {
      return std::none_of(en.begin(), en.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    });
    EXPECT_TRUE(acronym || !topic.zh.empty()) << topic.id;
  }
}

TEST_F(BuiltInThesaurusTest, NoLabelIsPadded) {
  for (const Topic& topic : Topics()) {
    for (const auto* labels : {&topic.zh, &topic.en}) {
      for (const std::string& label : *labels) {
        EXPECT_NE(label.front(), ' ') << topic.id;
        EXPECT_NE(label.back(), ' ') << topic.id;
      }
    }
  }
}

// A usual meaning with nothing against it would make the mark a mistake.
TEST_F(BuiltInThesaurusTest, NoAmbiguousLabelOfATopicIsAlsoItsOwnLabel) {
  for (const Topic& topic : Topics()) {
    std::set<std::string> own;
    for (const auto* labels : {&topic.zh, &topic.en}) {
      for (const std::string& label : *labels) own.insert(LabelForm(label));
    }
    for (const AmbiguousLabel& ambiguous : topic.ambiguous) {
      EXPECT_EQ(own.count(LabelForm(ambiguous.label)), 0U) << topic.id << ": " << ambiguous.label;
    }
  }
}

TEST_F(BuiltInThesaurusTest, IdsAreLowerCaseWordsJoinedByHyphens) {
  for (const Topic& topic : Topics()) {
    EXPECT_TRUE(IsAscii(topic.id)) << topic.id;
    EXPECT_THAT(topic.id, testing::MatchesRegex("[a-z0-9-]+"));
  }
}

TEST_F(BuiltInThesaurusTest, RootsCoverTheFields) {
  std::set<std::string> roots;
  for (const Topic& topic : Topics()) {
    if (topic.broader.empty()) roots.insert(topic.id);
  }
  for (const char* field :
       {"digital-content", "games", "music-audio", "film-animation", "extended-reality",
        "artificial-intelligence", "cloud-software", "chips-devices", "data-blockchain",
        "culture-tourism", "exhibitions-events", "education-training", "finance-investment",
        "law-policy", "research-fields"}) {
    EXPECT_EQ(roots.count(field), 1u) << field;
  }
}

}  // namespace
}  // namespace counterpoint::matching
