#include "service/directory/directory_row.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/service/directory/random_members.h"

namespace counterpoint::service {
namespace {

TEST(SearchFormTest, CaseWidthAndTraditionalCharactersMakeNoDifference) {
  EXPECT_EQ(SearchForm("ＮＯＲＴＨ Wind"), "north wind");
  EXPECT_EQ(SearchForm("音樂學院"), "音乐学院");
  EXPECT_EQ(SearchForm("Straße"), SearchForm("STRASSE"));
}

TEST(SearchFormTest, WhiteSpaceBecomesOneSpace) {
  EXPECT_EQ(SearchForm(" \t a　 b\xc2\xa0"), "a b");
  EXPECT_EQ(SearchForm("　"), "");
}

TEST(DirectoryRowTest, HoldsALineForTheIdAndEachName) {
  v1::Member member;
  (*member.mutable_display_name())["zh"] = "北 风";
  (*member.mutable_display_name())["en"] = "North Wind";
  EXPECT_EQ(RowOf("m", member).text, "\nm\nnorth wind\n北 风\n");
}

TEST(DirectoryRowTest, WhatIsStatedOpenlyTooIsNoConfidence) {
  const std::string open = TestThesaurus().topic(3).id;
  const std::string closed = TestThesaurus().topic(7).id;
  v1::Member member;
  member.add_needs()->add_topics(open);
  v1::Listing& broker = *member.add_needs();
  broker.set_confidentiality(v1::BROKER);
  broker.add_topics(open);
  broker.add_topics(closed);
  broker.add_topics("not in the thesaurus");
  v1::Listing& teaser = *member.add_offers();
  teaser.set_confidentiality(v1::TEASER);
  teaser.add_topics(closed);
  const DirectoryRow row = RowOf("m", member);
  ASSERT_EQ(row.topics.size(), 2u);
  EXPECT_EQ(row.topics[0].topic, 3);
  EXPECT_EQ(row.topics[0].sides, kNeeded);
  EXPECT_EQ(row.topics[1].topic, 7);
  EXPECT_EQ(row.topics[1].sides, kNeededInConfidence | kOffered);
  EXPECT_EQ(row.needs.shown, 1);
  EXPECT_EQ(row.needs.in_confidence, 1);
  EXPECT_EQ(row.offers.shown, 1);
}

}  // namespace
}  // namespace counterpoint::service
