#include <gtest/gtest.h>

#include <set>

#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "service/conversion/alliance_record.h"
#include "service/conversion/etag.h"
#include "service/conversion/interaction_record.h"
#include "service/conversion/member_record.h"
#include "service/conversion/timestamp.h"

namespace counterpoint::conversion {
namespace {

using google::protobuf::util::MessageDifferencer;

v1::Member Studio() {
  v1::Member member;
  member.set_kind(v1::CREATOR);
  (*member.mutable_display_name())["zh"] = "声音工作室";
  (*member.mutable_display_name())["en"] = "Sound studio";
  member.set_region("CN-SH");
  return member;
}

storage::Record RecordOf(std::string payload) {
  storage::Record record;
  record.id = "studio";
  record.payload = std::move(payload);
  record.create_revision = 3;
  record.revision = 40;
  record.create_time = absl::FromUnixMicros(1'700'000'000'000'001);
  record.update_time = absl::FromUnixMicros(1'700'000'500'000'002);
  return record;
}

TEST(MemberRecordTest, PayloadLeavesNameAndOutputOnlyFieldsOut) {
  v1::Member shown = Studio();
  shown.set_name("alliances/a/members/studio");
  shown.set_etag("r1");
  *shown.mutable_create_time() = ToTimestamp(absl::UnixEpoch());
  *shown.mutable_update_time() = ToTimestamp(absl::UnixEpoch());
  EXPECT_EQ(PayloadOf(shown), PayloadOf(Studio()));
}

TEST(MemberRecordTest, EqualMembersHaveEqualPayloadsWhateverTheOrderOfWriting) {
  v1::Member forwards = Studio();
  v1::Member backwards = Studio();
  backwards.clear_display_name();
  const std::vector<std::string> tags = {"ar", "de", "en", "fr", "it", "ja", "ko", "zh"};
  for (const std::string& tag : tags) (*forwards.mutable_display_name())[tag] = "x";
  for (auto tag = tags.rbegin(); tag != tags.rend(); ++tag) {
    (*backwards.mutable_display_name())[*tag] = "x";
  }
  EXPECT_EQ(PayloadOf(forwards), PayloadOf(backwards));
}

TEST(MemberRecordTest, MemberIsShownWithNameEtagAndTimes) {
  const auto member = MemberOf("a", RecordOf(PayloadOf(Studio())));
  ASSERT_TRUE(member.ok()) << member.status();
  EXPECT_EQ(member->name(), "alliances/a/members/studio");
  EXPECT_EQ(RevisionOf(member->etag()), 40);
  EXPECT_EQ(ToTime(member->create_time()), absl::FromUnixMicros(1'700'000'000'000'001));
  EXPECT_EQ(ToTime(member->update_time()), absl::FromUnixMicros(1'700'000'500'000'002));
  EXPECT_EQ(member->region(), "CN-SH");
}

TEST(MemberRecordTest, UnreadablePayloadIsDataLossThatNamesTheMember) {
  const auto member = MemberOf("a", RecordOf("\xff\xff\xff"));
  EXPECT_EQ(member.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_NE(member.status().message().find("alliances/a/members/studio"), absl::string_view::npos);
}

TEST(MemberRecordTest, ExpireTimeIsCutToMicroseconds) {
  v1::Member member = Studio();
  EXPECT_EQ(ExpireTimeOf(member), absl::InfiniteFuture());
  member.mutable_expire_time()->set_seconds(100);
  member.mutable_expire_time()->set_nanos(1'999);
  EXPECT_EQ(ExpireTimeOf(member), absl::FromUnixSeconds(100) + absl::Microseconds(1));
}

TEST(MemberRecordTest, SummaryHasWhatAListShows) {
  v1::Member member = Studio();
  member.set_name("alliances/a/members/studio");
  const v1::MemberSummary summary = SummaryOf(member);
  EXPECT_EQ(summary.name(), member.name());
  EXPECT_EQ(summary.display_name().at("zh"), "声音工作室");
  EXPECT_EQ(summary.kind(), v1::CREATOR);
  EXPECT_EQ(summary.region(), "CN-SH");
}

v1::Alliance Music() {
  v1::Alliance alliance;
  (*alliance.mutable_display_name())["en"] = "Digital music";
  alliance.mutable_policy()->set_version(12);
  alliance.mutable_policy()->set_floor(0.25);
  return alliance;
}

TEST(AllianceRecordTest, StoredAllianceKeepsOnlyWhatWasSetAndThePolicyVersion) {
  v1::Alliance shown = Music();
  shown.set_name("alliances/a");
  shown.set_etag("r2");
  shown.set_revision(9);
  *shown.mutable_create_time() = ToTimestamp(absl::UnixEpoch());
  *shown.mutable_update_time() = ToTimestamp(absl::UnixEpoch());
  const auto stored = StoredAllianceOf("a", RecordOf(PayloadOf(shown)));
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_TRUE(MessageDifferencer::Equals(*stored, Music()));
}

TEST(AllianceRecordTest, AllianceIsShownWithEveryDefaultFilledIn) {
  const auto alliance = AllianceOf("a", RecordOf(PayloadOf(Music())), 77);
  ASSERT_TRUE(alliance.ok()) << alliance.status();
  EXPECT_EQ(alliance->name(), "alliances/a");
  EXPECT_EQ(alliance->revision(), 77);
  EXPECT_EQ(RevisionOf(alliance->etag()), 40);
  EXPECT_EQ(ToTime(alliance->create_time()), absl::FromUnixMicros(1'700'000'000'000'001));
  EXPECT_EQ(ToTime(alliance->update_time()), absl::FromUnixMicros(1'700'000'500'000'002));
  EXPECT_EQ(alliance->policy().version(), 12);
  EXPECT_EQ(alliance->policy().floor(), 0.25);
  EXPECT_TRUE(alliance->policy().text().has_words());
}

TEST(AllianceRecordTest, UnreadablePayloadIsDataLossThatNamesTheAlliance) {
  const auto alliance = AllianceOf("a", RecordOf("\xff\xff\xff"), 1);
  EXPECT_EQ(alliance.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_NE(alliance.status().message().find("alliances/a"), absl::string_view::npos);
}

v1::Interaction Partnership() {
  v1::Interaction interaction;
  interaction.set_kind(v1::PARTNERSHIP);
  interaction.set_member("alliances/a/members/m");
  interaction.set_partner("alliances/a/members/n");
  interaction.mutable_occur_time()->set_seconds(5);
  return interaction;
}

TEST(InteractionRecordTest, InteractionComesBackWithNamesAndTimes) {
  const auto interaction = InteractionOf("a", RecordOf(PayloadOf(Partnership())));
  ASSERT_TRUE(interaction.ok()) << interaction.status();
  v1::Interaction shown = Partnership();
  shown.set_name("alliances/a/interactions/studio");
  *shown.mutable_create_time() = ToTimestamp(absl::FromUnixMicros(1'700'000'000'000'001));
  EXPECT_TRUE(MessageDifferencer::Equals(*interaction, shown));
}

TEST(InteractionRecordTest, PayloadDoesNotDependOnNameOrCreateTime) {
  v1::Interaction shown = Partnership();
  shown.set_name("alliances/a/interactions/studio");
  shown.mutable_create_time()->set_seconds(7);
  EXPECT_EQ(PayloadOf(shown), PayloadOf(Partnership()));
}

TEST(InteractionRecordTest, TimeLeftOutIsThatOfRecording) {
  v1::Interaction interaction = Partnership();
  interaction.clear_occur_time();
  const auto shown = InteractionOf("a", RecordOf(PayloadOf(interaction)));
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(ToTime(shown->occur_time()), absl::FromUnixMicros(1'700'000'000'000'001));
}

TEST(InteractionRecordTest, UnreadablePayloadIsDataLossThatNamesTheInteraction) {
  for (const char* payload : {"", "\xff\xff\xff"}) {
    const auto interaction = InteractionOf("a", RecordOf(payload));
    EXPECT_EQ(interaction.status().code(), absl::StatusCode::kDataLoss);
    EXPECT_NE(interaction.status().message().find("alliances/a/interactions/studio"),
              absl::string_view::npos);
  }
}

TEST(InteractionRecordTest, SameContentMeansKindPairAndTime) {
  const v1::Interaction kept = Partnership();
  v1::Interaction said = Partnership();
  EXPECT_TRUE(SayTheSame(said, kept));
  std::swap(*said.mutable_member(), *said.mutable_partner());
  EXPECT_TRUE(SayTheSame(said, kept));
  said.mutable_occur_time()->set_nanos(1);
  EXPECT_FALSE(SayTheSame(said, kept));
  said.clear_occur_time();
  EXPECT_TRUE(SayTheSame(said, kept));
  said.set_partner("alliances/a/members/o");
  EXPECT_FALSE(SayTheSame(said, kept));
  said = kept;
  said.clear_kind();
  EXPECT_FALSE(SayTheSame(said, kept));
}

TEST(InteractionRecordTest, OrderOfTheMembersSaysWhoDidWhat) {
  const std::set<v1::InteractionKind> without_order = {v1::PARTNERSHIP, v1::MET, v1::INTRODUCED,
                                                       v1::AGREEMENT_SIGNED, v1::CONFLICT};
  for (int number = 1; number < v1::InteractionKind_ARRAYSIZE; ++number) {
    const auto kind = static_cast<v1::InteractionKind>(number);
    v1::Interaction kept = Partnership();
    kept.set_kind(kind);
    v1::Interaction said = kept;
    EXPECT_TRUE(SayTheSame(said, kept));
    std::swap(*said.mutable_member(), *said.mutable_partner());
    EXPECT_EQ(SayTheSame(said, kept), without_order.contains(kind));
    EXPECT_EQ(IsDirected(kind), !without_order.contains(kind));
  }
}

// As `said`, with the text changed, and back from the store.
v1::Interaction Changed(const v1::Interaction& said, const char* text) {
  v1::Interaction changed = said;
  EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(text, &changed));
  const auto kept = InteractionOf("a", RecordOf(PayloadOf(changed)));
  EXPECT_TRUE(kept.ok()) << kept.status();
  return *kept;
}

TEST(InteractionRecordTest, WhatACallerCanSetIsKeptAndIsContent) {
  const v1::Interaction plain = Partnership();
  for (const char* text : {"decline_reason: TOO_EARLY", "agreement_type: LICENCE_AGREEMENT",
                           "value_band: UP_TO_1_MILLION", "attribution_token: 't'", "place: 3"}) {
    const v1::Interaction kept = Changed(plain, text);
    EXPECT_FALSE(SayTheSame(plain, kept)) << text;
    EXPECT_TRUE(SayTheSame(kept, kept)) << text;
    EXPECT_EQ(PayloadOf(kept), PayloadOf(Changed(kept, text))) << text;
  }
}

TEST(InteractionRecordTest, PlaceBesideATokenMayHaveBeenFilledIn) {
  v1::Interaction said = Changed(Partnership(), "attribution_token: 't'");
  const v1::Interaction kept = Changed(said, "place: 3 staff_rule: 'alliances/a/staffRules/r'");
  EXPECT_EQ(kept.place(), 3);
  EXPECT_EQ(kept.staff_rule(), "alliances/a/staffRules/r");
  EXPECT_TRUE(SayTheSame(said, kept));
  said.set_place(2);
  EXPECT_TRUE(SayTheSame(said, kept));
  said.set_attribution_token("u");
  EXPECT_FALSE(SayTheSame(said, kept));
}

TEST(InteractionRecordTest, RatingIsKeptAndIsContent) {
  v1::Interaction rated = Partnership();
  rated.set_kind(v1::RATED);
  rated.set_rating(4);
  const auto kept = InteractionOf("a", RecordOf(PayloadOf(rated)));
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(kept->rating(), 4);
  EXPECT_TRUE(SayTheSame(rated, *kept));
  rated.set_rating(5);
  EXPECT_FALSE(SayTheSame(rated, *kept));
}

}  // namespace
}  // namespace counterpoint::conversion
