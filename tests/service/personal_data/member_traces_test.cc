#include "service/personal_data/member_traces.h"

#include "counterpoint/v1/member.pb.h"
#include "counterpoint/v1/plan.pb.h"
#include "counterpoint/v1/staff_rule.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

TEST(MemberTracesTest, FindsItsIdInNamesAndNotInThoseOfOthers) {
  const MemberTraces traces("art", {});
  EXPECT_TRUE(traces.IsIn("alliances/a/members/art"));
  EXPECT_TRUE(traces.IsIn("members/art"));
  EXPECT_TRUE(traces.IsIn("alliances/a/sessions/s/participants/art"));
  EXPECT_TRUE(traces.IsIn("members/art-house and members/art."));
  EXPECT_FALSE(traces.IsIn("members/art-house"));
  EXPECT_FALSE(traces.IsIn("members/arts"));
  EXPECT_FALSE(traces.IsIn("art"));
  EXPECT_FALSE(traces.IsIn("sessions/art"));
}

TEST(MemberTracesTest, FindsItsNamesAsWholeWords) {
  const MemberTraces traces("m", {"Orchard", "AI", "星河游戏"});
  EXPECT_TRUE(traces.IsIn("a dispute with Orchard."));
  EXPECT_TRUE(traces.IsIn("与星河游戏的争议"));
  EXPECT_FALSE(traces.IsIn("Orchards")) << "another word";
  EXPECT_FALSE(traces.IsIn("AI")) << "too short to be told from a word";
}

TEST(MemberTracesTest, ReplacesItInAllStringsOfAMessage) {
  const MemberTraces traces("art", {"Art House Ltd"});
  v1::StaffRule rule;
  rule.mutable_members()->add_members("alliances/a/members/art");
  rule.mutable_members()->add_members("alliances/a/members/artist");
  rule.mutable_partners()->add_members("alliances/a/members/other");
  rule.set_reason("Art House Ltd asked; see members/art, members/art");
  EXPECT_TRUE(traces.Replace("erased-1", rule));
  EXPECT_THAT(rule.members().members(),
              ::testing::ElementsAre("alliances/a/members/erased-1", "alliances/a/members/artist"));
  EXPECT_EQ(rule.reason(), " asked; see members/erased-1, members/erased-1");
  EXPECT_FALSE(traces.IsIn(rule));
  EXPECT_FALSE(traces.Replace("erased-1", rule));
}

TEST(MemberTracesTest, AnotherMemberKeepsItsOwnName) {
  const MemberTraces traces("art", {"Art House"});
  v1::Member namesake;
  namesake.set_name("alliances/a/members/other");
  (*namesake.mutable_display_name())["en"] = "Art House";
  EXPECT_FALSE(traces.IsIn(namesake));
  (*namesake.mutable_description())["en"] = "Partner of Art House";
  EXPECT_TRUE(traces.Replace("erased-1", namesake));
  EXPECT_EQ(namesake.display_name().at("en"), "Art House");
  EXPECT_EQ(namesake.description().at("en"), "Partner of ");
}

TEST(MemberTracesTest, APseudonymThatBeginsWithTheIdIsNotTakenForIt) {
  const MemberTraces traces("erased", {});
  v1::StaffRule rule;
  rule.mutable_members()->add_members("alliances/a/members/erased");
  EXPECT_TRUE(traces.Replace("erased-12", rule));
  EXPECT_EQ(rule.members().members(0), "alliances/a/members/erased-12");
}

}  // namespace
}  // namespace counterpoint::service
