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

TEST(NormalFormTest, BrokersListingsAreNumberedByThemselves) {
  v1::Member member;
  MergeText(R"(needs {} needs { confidentiality: BROKER } needs { id: "broker-2" }
               needs { confidentiality: BROKER } needs { confidentiality: TEASER })",
            member);
  Normalise(member);
  EXPECT_EQ(member.needs(0).id(), "1");
  EXPECT_EQ(member.needs(1).id(), "broker-1");
  EXPECT_EQ(member.needs(3).id(), "broker-3");
  EXPECT_EQ(member.needs(4).id(), "2");
}

TEST(NormalFormTest, APublicListingIsTheBytesOfOneFromBeforeThereWereTiers) {
  v1::Member member = ValidMember();
  v1::Member of_old = member;
  for (auto* listings : {member.mutable_needs(), member.mutable_offers()}) {
    for (v1::Listing& listing : *listings) listing.set_confidentiality(v1::PUBLIC);
  }
  for (auto* listings : {of_old.mutable_needs(), of_old.mutable_offers()}) {
    for (v1::Listing& listing : *listings) listing.clear_confidentiality();
  }
  Normalise(member);
  Normalise(of_old);
  ASSERT_GT(member.needs_size() + member.offers_size(), 0);
  EXPECT_TRUE(MessageDifferencer::Equals(member, of_old));
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
