#include "service/conversion/resource_name.h"

#include <gtest/gtest.h>

#include <string>

namespace counterpoint::conversion {
namespace {

TEST(ResourceNameTest, IdsAreSmallLettersDigitsAndInnerHyphens) {
  for (const std::string& id :
       {std::string("a"), std::string("7"), std::string("a-b--c9"), std::string(63, 'x')}) {
    EXPECT_TRUE(IsResourceId(id)) << id;
  }
  for (const std::string& id :
       {std::string(), std::string("-a"), std::string("a-"), std::string("A"), std::string("a_b"),
        std::string("a/b"), std::string("é"), std::string("a\0b", 3), std::string(64, 'x')}) {
    EXPECT_FALSE(IsResourceId(id)) << id;
  }
}

TEST(ResourceNameTest, NamesComeBackFromTheirText) {
  EXPECT_EQ(ParseAllianceName(FormatAllianceName("sh-music")), "sh-music");
  const auto member = ParseMemberName(FormatMemberName("sh-music", "m1"));
  ASSERT_TRUE(member.has_value());
  EXPECT_EQ(member->alliance, "sh-music");
  EXPECT_EQ(member->member, "m1");
  const auto interaction = ParseInteractionName(FormatInteractionName("sh-music", "i1"));
  ASSERT_TRUE(interaction.has_value());
  EXPECT_EQ(interaction->alliance, "sh-music");
  EXPECT_EQ(interaction->interaction, "i1");
}

TEST(ResourceNameTest, NamesOfAnotherFormAreRefused) {
  for (const char* name : {"", "alliances", "alliances/", "alliances/A", "alliance/a",
                           "/alliances/a", "alliances/a/", "alliances/a/members/m"}) {
    EXPECT_EQ(ParseAllianceName(name), std::nullopt) << name;
  }
  for (const char* name :
       {"", "alliances/a", "alliances/a/", "alliances/a/members", "alliances/a/members/",
        "alliances/a/members/M", "alliances//members/m", "alliances/a/members/m/", "a/members/m",
        "alliances/a/member/m", "alliances/a/members/m/x", "members/m"}) {
    EXPECT_EQ(ParseMemberName(name), std::nullopt) << name;
  }
}

TEST(ResourceNameTest, NamesOfOneCollectionAreNoneOfAnother) {
  EXPECT_EQ(ParseInteractionName("alliances/a/members/m"), std::nullopt);
  EXPECT_EQ(ParseInteractionName("alliances/a/interactions/"), std::nullopt);
  EXPECT_EQ(ParseMemberName("alliances/a/interactions/i"), std::nullopt);
}

TEST(ResourceNameTest, WithinAnAllianceTheShortFormIsEnough) {
  EXPECT_EQ(ParseMemberNameWithin("a", "members/m"), "m");
  EXPECT_EQ(ParseMemberNameWithin("a", "alliances/a/members/m"), "m");
  for (const char* name :
       {"", "m", "members/", "members/M", "alliances/b/members/m", "alliances/a"}) {
    EXPECT_EQ(ParseMemberNameWithin("a", name), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace counterpoint::conversion
