#include "service/validation/normal_form.h"

#include "google/protobuf/util/message_differencer.h"
#include "tests/service/validation/valid_resources.h"

namespace counterpoint::validation {
namespace {

using google::protobuf::util::MessageDifferencer;

TEST(NormalFormTest, MissingListingIdsAreFilledInPassingOverThoseTaken) {
  v1::Member member;
  MergeText(R"(needs {} needs { id: "1" } needs {} needs { id: "3" } needs {} offers {})", member);
  Normalise(member);
  EXPECT_EQ(member.needs(0).id(), "2");
  EXPECT_EQ(member.needs(1).id(), "1");
  EXPECT_EQ(member.needs(2).id(), "4");
  EXPECT_EQ(member.needs(3).id(), "3");
  EXPECT_EQ(member.needs(4).id(), "5");
  EXPECT_EQ(member.offers(0).id(), "1");
}

TEST(NormalFormTest, UnspecifiedStateBecomesActiveAndOthersStay) {
  v1::Member member;
  Normalise(member);
  EXPECT_EQ(member.state(), v1::ACTIVE);
  member.set_state(v1::DRAFT);
  Normalise(member);
  EXPECT_EQ(member.state(), v1::DRAFT);
}

TEST(NormalFormTest, NameAndOutputOnlyFieldsOfAMemberAreCleared) {
  v1::Member plain = ValidMember();
  v1::Member dressed = plain;
  MergeText(R"(name: "x" etag: "y" create_time { seconds: 1 } update_time { seconds: 1 })",
            dressed);
  Normalise(plain);
  Normalise(dressed);
  EXPECT_TRUE(MessageDifferencer::Equals(plain, dressed));
}

TEST(NormalFormTest, NameAndOutputOnlyFieldsOfAnAllianceAreCleared) {
  v1::Alliance plain = ValidAlliance();
  v1::Alliance dressed = plain;
  MergeText(R"(name: "x" etag: "y" create_time { seconds: 1 } update_time { seconds: 1 }
               revision: 4 policy { version: 3 })",
            dressed);
  Normalise(dressed);
  EXPECT_TRUE(MessageDifferencer::Equals(plain, dressed));
}

TEST(NormalFormTest, AllianceWithoutPolicyGetsNone) {
  v1::Alliance alliance;
  Normalise(alliance);
  EXPECT_FALSE(alliance.has_policy());
}

}  // namespace
}  // namespace counterpoint::validation
