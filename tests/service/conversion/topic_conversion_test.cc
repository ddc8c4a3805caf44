#include <gtest/gtest.h>

#include "google/protobuf/util/message_differencer.h"
#include "service/conversion/topic.h"

namespace counterpoint::conversion {
namespace {

v1::Topic Guqin() {
  v1::Topic topic;
  topic.set_id("guqin-restoration");
  topic.set_broader("games");
  (*topic.mutable_labels())["zh"].add_labels("古琴修复工坊");
  (*topic.mutable_labels())["en"].add_labels("guqin restoration workshop");
  (*topic.mutable_labels())["en"].add_labels("restoring a guqin");
  return topic;
}

TEST(TopicConversionTest, TopicsComeBack) {
  const matching::Topic topic = TopicOf(Guqin());
  EXPECT_EQ(topic.id, "guqin-restoration");
  EXPECT_EQ(topic.zh, std::vector<std::string>{"古琴修复工坊"});
  EXPECT_EQ(topic.en.size(), 2u);
  EXPECT_EQ(topic.broader, "games");
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(MessageOf(topic), Guqin()));
}

TEST(TopicConversionTest, ThesaurusHasBuiltInAndOwnTopics) {
  v1::Alliance alliance;
  *alliance.add_topics() = Guqin();
  const auto thesaurus = ThesaurusOf(alliance);
  ASSERT_TRUE(thesaurus.ok()) << thesaurus.status();
  const auto own = (*thesaurus)->Find("guqin-restoration");
  const auto built_in = (*thesaurus)->Find("games");
  ASSERT_TRUE(own.has_value());
  ASSERT_TRUE(built_in.has_value());
  EXPECT_TRUE((*thesaurus)->Covers(*built_in, *own));
}

TEST(TopicConversionTest, AllianceWithoutTopicsUsesTheBuiltInThesaurus) {
  const auto thesaurus = ThesaurusOf(v1::Alliance());
  ASSERT_TRUE(thesaurus.ok());
  EXPECT_EQ(*thesaurus, matching::Thesaurus::BuiltIn());
}

TEST(TopicConversionTest, UnsoundTopicsAreAnErrorRatherThanACrash) {
  v1::Alliance alliance;
  *alliance.add_topics() = Guqin();
  alliance.mutable_topics(0)->set_broader("guqin-restoration");
  EXPECT_EQ(ThesaurusOf(alliance).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace counterpoint::conversion
