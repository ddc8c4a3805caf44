#include "matching/thesaurus/topic_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace counterpoint::matching {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(TopicTableTest, LineBecomesATopic) {
  const auto topics = ParseTopicFiles({{"f", "vr\txr\t虚拟现实|VR\tvirtual reality|VR\n"}});
  ASSERT_TRUE(topics.ok()) << topics.status();
  ASSERT_EQ(topics->size(), 1u);
  const Topic& topic = topics->front();
  EXPECT_EQ(topic.id, "vr");
  EXPECT_EQ(topic.broader, "xr");
  EXPECT_THAT(topic.zh, ElementsAre("虚拟现实", "VR"));
  EXPECT_THAT(topic.en, ElementsAre("virtual reality", "VR"));
}

TEST(TopicTableTest, DashMakesARootAndAnEmptyCellNoLabels) {
  const auto topics = ParseTopicFiles({{"f", "xr\t-\t\tXR"}});
  ASSERT_TRUE(topics.ok()) << topics.status();
  EXPECT_EQ(topics->front().broader, "");
  EXPECT_THAT(topics->front().zh, IsEmpty());
}

TEST(TopicTableTest, CommentsAndEmptyLinesArePassedOver) {
  EXPECT_THAT(*ParseTopicFiles({{"f", "# a\tb\n\n"}, {"g", ""}}), IsEmpty());
}

TEST(TopicTableTest, QuestionMarkMakesALabelAmbiguousAndCuesFollowIt) {
  const auto topics = ParseTopicFiles({{"f", "a\t-\tx|轨道?\ty|track?b,c|z\n"}});
  ASSERT_TRUE(topics.ok()) << topics.status();
  const Topic& topic = topics->front();
  EXPECT_THAT(topic.zh, ElementsAre("x"));
  EXPECT_THAT(topic.en, ElementsAre("y", "z"));
  ASSERT_EQ(topic.ambiguous.size(), 2U);
  EXPECT_EQ(topic.ambiguous[0].label, "轨道");
  EXPECT_THAT(topic.ambiguous[0].cues, IsEmpty());
  EXPECT_EQ(topic.ambiguous[1].label, "track");
  EXPECT_THAT(topic.ambiguous[1].cues, ElementsAre("b", "c"));
}

TEST(TopicTableTest, EveryBadLineIsNamed) {
  const auto topics =
      ParseTopicFiles({{"f", "a\t-\tx\ty\nb\t-\n"}, {"g", "c\t-\tx||z\ty\nd\t-\t?\ty\n"}});
  EXPECT_EQ(topics.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(topics.status().message()),
              AllOf(HasSubstr("f:2: 2 columns"), HasSubstr("g:1: empty label"),
                    HasSubstr("g:2: empty label")));
}

}  // namespace
}  // namespace counterpoint::matching
