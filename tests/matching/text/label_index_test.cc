#include "matching/text/label_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <tuple>

namespace counterpoint::matching {
namespace {

using Found = std::vector<std::tuple<std::size_t, TopicIndex>>;  // Length, topic.

std::vector<Topic> RandomTopics(std::mt19937& random) {
  static const char* const kPieces[] = {"音", "乐", "game", "vr", "/"};
  std::vector<Topic> topics;
  for (int i = 0; i < 30; ++i) {
    std::string label;
    for (auto left = 1 + random() % 4; left > 0; --left) {
      label += kPieces[random() % std::size(kPieces)];
      label += ' ';
    }
    // A label that another topic has already is left out.
    const std::string form = LabelForm(label);
    const bool taken = std::any_of(topics.begin(), topics.end(), [&](const Topic& topic) {
      return LabelForm(topic.zh.front()) == form;
    });
    if (!form.empty() && !taken) topics.push_back({std::to_string(i), {label}, {}, ""});
  }
  return topics;
}

// The plain way: every label is compared at the place.
Found FindPlainly(const Thesaurus& thesaurus, const TokenizedText& text, std::size_t at) {
  Found found;
  std::string form;
  for (std::size_t next = at; next < text.tokens.size(); ++next) {
    form += LabelForm(text, text.tokens[next]) + " ";
    for (std::size_t topic = 0; topic < thesaurus.size(); ++topic) {
      const auto index = static_cast<TopicIndex>(topic);
      if (LabelForm(thesaurus.topic(index).zh.front()) == form) {
        found.emplace_back(next + 1 - at, index);
      }
    }
  }
  return found;
}

TEST(LabelIndexTest, FindsWhatComparingEveryLabelFinds) {
  std::mt19937 random(5);
  for (int round = 0; round < 30; ++round) {
    const auto thesaurus = *Thesaurus::Make(RandomTopics(random));
    const LabelIndex index(*thesaurus);
    static const char* const kPieces[] = {"音", "乐", "games ", "VR ", "/", "film "};
    std::string text;
    for (int i = 0; i < 12; ++i) text += kPieces[random() % std::size(kPieces)];
    const TokenizedText tokenized = Tokenize(text);
    const auto units = index.Units(tokenized);
    std::vector<LabelIndex::Match> matches;
    for (std::size_t at = 0; at < units.size(); ++at) {
      index.Find(units, at, matches);
      Found found;
      for (const LabelIndex::Match& match : matches) found.emplace_back(match.length, match.topic);
      ASSERT_EQ(found, FindPlainly(*thesaurus, tokenized, at)) << text;
    }
  }
}

TEST(LabelIndexTest, LabelInCapitalsIsAnAcronymUnlessWrittenOtherwiseToo) {
  const auto thesaurus = *Thesaurus::Make({{"a", {}, {"LED"}, ""}, {"b", {"VR"}, {"Vr"}, ""}});
  const LabelIndex index(*thesaurus);
  const TokenizedText text = Tokenize("led vr");
  std::vector<LabelIndex::Match> matches;
  index.Find(index.Units(text), 0, matches);
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_TRUE(matches[0].acronym);
  index.Find(index.Units(text), 1, matches);
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_FALSE(matches[0].acronym);
}

}  // namespace
}  // namespace counterpoint::matching
