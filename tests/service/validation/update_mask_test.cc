#include "service/validation/update_mask.h"

#include "google/protobuf/util/message_differencer.h"
#include "tests/service/validation/valid_resources.h"

namespace counterpoint::validation {
namespace {

using google::protobuf::FieldMask;
using google::protobuf::util::MessageDifferencer;
using testing::ElementsAre;
using testing::IsEmpty;

FieldMask MaskOf(const std::vector<std::string>& paths) {
  FieldMask mask;
  for (const std::string& path : paths) mask.add_paths(path);
  return mask;
}

std::vector<std::string> WrongInMemberMask(const std::vector<std::string>& paths) {
  Violations violations;
  CheckMemberMask(FieldPath("update_mask"), MaskOf(paths), violations);
  return FieldsOf(violations);
}

std::vector<std::string> WrongInAllianceMask(const std::vector<std::string>& paths) {
  Violations violations;
  CheckAllianceMask(FieldPath("update_mask"), MaskOf(paths), violations);
  return FieldsOf(violations);
}

TEST(UpdateMaskTest, PathsOfFieldsPass) {
  EXPECT_THAT(WrongInMemberMask({}), IsEmpty());
  EXPECT_THAT(WrongInMemberMask({"*"}), IsEmpty());
  EXPECT_THAT(WrongInMemberMask({"display_name", "needs", "expire_time", "needs"}), IsEmpty());
  EXPECT_THAT(WrongInAllianceMask({"policy", "policy.floor", "policy.text.words", "topics"}),
              IsEmpty());
}

TEST(UpdateMaskTest, EveryPathThatIsNoFieldIsNamed) {
  EXPECT_THAT(WrongInMemberMask({"region", "nonsense", "", "needs.title", "needs[0]",
                                 "display_name.en", "expire_time.seconds", "region.", "."}),
              ElementsAre("update_mask.paths[1]", "update_mask.paths[2]", "update_mask.paths[3]",
                          "update_mask.paths[4]", "update_mask.paths[5]", "update_mask.paths[6]",
                          "update_mask.paths[7]", "update_mask.paths[8]"));
}

TEST(UpdateMaskTest, NameAndOutputOnlyFieldsCannotBeChanged) {
  EXPECT_EQ(WrongInMemberMask({"name", "etag", "create_time", "update_time"}).size(), 4u);
  EXPECT_EQ(WrongInAllianceMask(
                {"name", "etag", "create_time", "update_time", "revision", "policy.version"})
                .size(),
            6u);
}

TEST(UpdateMaskTest, WhatIsOutputOnlyDependsOnTheResource) {
  Violations of_session;
  CheckSessionMask(FieldPath("update_mask"),
                   MaskOf({"state", "published_plan", "pairing.candidates", "days.date"}),
                   of_session);
  EXPECT_THAT(FieldsOf(of_session),
              ElementsAre("update_mask.paths[0]", "update_mask.paths[1]", "update_mask.paths[3]"));
  Violations of_participant;
  CheckParticipantMask(FieldPath("update_mask"),
                       MaskOf({"display_name", "kind", "check_in_time", "wishes"}), of_participant);
  EXPECT_EQ(of_participant.size(), 3u);
  EXPECT_THAT(WrongInMemberMask({"display_name", "kind", "state"}), IsEmpty());
}

TEST(UpdateMaskTest, StarReplacesASessionButNotItsState) {
  v1::Session session;
  MergeText("state: PUBLISHED published_plan: 'p' time_zone: 'UTC' pairing { candidates: 3 }",
            session);
  v1::Session update;
  MergeText("state: DRAFT placing { most_difference: 1 }", update);
  Apply(MaskOf({"*"}), update, session);
  v1::Session expected;
  MergeText("state: PUBLISHED published_plan: 'p' placing { most_difference: 1 }", expected);
  EXPECT_TRUE(MessageDifferencer::Equals(session, expected)) << session.DebugString();
}

TEST(UpdateMaskTest, StarStandsAlone) {
  EXPECT_THAT(WrongInMemberMask({"region", "*"}), ElementsAre("update_mask.paths[1]"));
}

// A stored member as the API shows it.
v1::Member Stored() {
  v1::Member member = ValidMember();
  MergeText(R"(name: "n" etag: "e" create_time { seconds: 1 } update_time { seconds: 2 })", member);
  return member;
}

v1::Member Updated(const std::vector<std::string>& paths, const std::string& update_text) {
  v1::Member update;
  MergeText(update_text, update);
  v1::Member member = Stored();
  Apply(MaskOf(paths), update, member);
  return member;
}

TEST(UpdateMaskTest, FieldsOfTheMaskAreTakenOverAndNoOthers) {
  const v1::Member member =
      Updated({"region", "capacity"}, "region: 'DE' capacity: 9 kind: CREATOR");
  v1::Member expected = Stored();
  expected.set_region("DE");
  expected.set_capacity(9);
  EXPECT_TRUE(MessageDifferencer::Equals(member, expected));
}

TEST(UpdateMaskTest, FieldsThatAreNotSetAreCleared) {
  const v1::Member member =
      Updated({"region", "capacity", "needs", "description", "expire_time"}, "");
  EXPECT_TRUE(member.region().empty());
  EXPECT_FALSE(member.has_capacity());
  EXPECT_TRUE(member.needs().empty());
  EXPECT_TRUE(member.description().empty());
  EXPECT_FALSE(member.has_expire_time());
  EXPECT_EQ(member.kind(), v1::SCENE_UNIT);
}

TEST(UpdateMaskTest, ListsAndMapsAreTakenOverAsAWhole) {
  const v1::Member member =
      Updated({"display_name", "labels"},
              "display_name { key: 'de' value: 'Museum' } labels: 'a' labels: 'b'");
  ASSERT_EQ(member.display_name_size(), 1);
  EXPECT_EQ(member.display_name().at("de"), "Museum");
  EXPECT_THAT(member.labels(), ElementsAre("a", "b"));
}

TEST(UpdateMaskTest, PathThatComesTwiceCountsOnce) {
  EXPECT_EQ(Updated({"region", "region"}, "region: 'DE'").region(), "DE");
}

TEST(UpdateMaskTest, EmptyMaskTakesEveryFieldThatIsSet) {
  const v1::Member member = Updated({}, "name: 'x' etag: 'y' region: 'DE' employee_count: 0");
  v1::Member expected = Stored();
  expected.set_region("DE");
  expected.set_employee_count(0);
  EXPECT_TRUE(MessageDifferencer::Equals(member, expected));
}

TEST(UpdateMaskTest, StarReplacesTheMemberButNotWhatIsOutputOnly) {
  const v1::Member member = Updated({"*"}, "name: 'x' etag: 'y' region: 'DE'");
  v1::Member expected;
  MergeText(R"(name: "n" etag: "e" create_time { seconds: 1 } update_time { seconds: 2 }
               region: "DE")",
            expected);
  EXPECT_TRUE(MessageDifferencer::Equals(member, expected));
}

v1::Alliance UpdatedAlliance(const std::vector<std::string>& paths,
                             const std::string& update_text) {
  v1::Alliance update;
  MergeText(update_text, update);
  v1::Alliance alliance = ValidAlliance();
  alliance.mutable_policy()->set_version(5);
  Apply(MaskOf(paths), update, alliance);
  return alliance;
}

TEST(UpdateMaskTest, PathsGoIntoThePolicy) {
  const v1::Alliance alliance =
      UpdatedAlliance({"policy.floor", "policy.fit.budget", "policy.text.words"},
                      "policy { floor: 0.5 diversity: 0.5 fit { budget: 1 text: 2 } version: 99 }");
  EXPECT_EQ(alliance.policy().floor(), 0.5);
  EXPECT_FALSE(alliance.policy().has_diversity());
  EXPECT_EQ(alliance.policy().fit().budget(), 1);
  EXPECT_FALSE(alliance.policy().fit().has_text());
  EXPECT_FALSE(alliance.policy().text().has_words());
  EXPECT_EQ(alliance.policy().version(), 5);
  EXPECT_EQ(alliance.policy().kind_affinities_size(), 1);
}

TEST(UpdateMaskTest, PolicyAsAWholeIsReplacedButForItsVersion) {
  const v1::Alliance alliance =
      UpdatedAlliance({"policy", "policy.floor"}, "policy { diversity: 1 }");
  v1::Policy expected;
  expected.set_diversity(1);
  expected.set_version(5);
  EXPECT_TRUE(MessageDifferencer::Equals(alliance.policy(), expected));
}

TEST(UpdateMaskTest, ForAnAllianceEmptyMaskAndStarTakeWhatIsSet) {
  for (const auto& paths : {std::vector<std::string>{}, std::vector<std::string>{"*"}}) {
    const v1::Alliance alliance =
        UpdatedAlliance(paths, "policy { diversity: 1 text { topics: 3 } } revision: 8");
    EXPECT_EQ(alliance.policy().diversity(), 1);
    EXPECT_EQ(alliance.policy().floor(), 0.1);
    EXPECT_EQ(alliance.policy().text().topics(), 3);
    EXPECT_EQ(alliance.policy().text().words(), 2);
    EXPECT_EQ(alliance.topics_size(), 2);
    EXPECT_EQ(alliance.revision(), 0);
  }
}

TEST(UpdateMaskTest, ClearingAFieldOfAPolicyThatIsNotThereMakesNone) {
  v1::Alliance alliance;
  Apply(MaskOf({"policy.text.words"}), v1::Alliance(), alliance);
  EXPECT_FALSE(alliance.has_policy());
}

}  // namespace
}  // namespace counterpoint::validation
